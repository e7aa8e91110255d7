/** Copies a model layer by layer; what a layer becomes is the caller's to say. */

import type {Tf} from '../../tf';
import {applyTo, type Layer, type Model, type SymbolicTensor} from '../model';

/** What a layer becomes, in all places: its copy, and perhaps what follows that. */
export type CopyOf = (layer: Layer) => readonly Layer[];

export function copyModel(tf: Tf, model: Model, copyOf: CopyOf): Layer {
  const {name, layers, trainable} = model;
  const isSequential = typeof (model as {add?: unknown}).add === 'function';
  const copy = (isSequential
    ? tf.sequential({name, layers: layers.flatMap(copyOf) as never})
    : functional(tf, model, copyOf)) as unknown as Layer;
  if (!trainable) copy.trainable = false;
  return copy;
}

function functional(tf: Tf, {name, inputs, outputs}: Model, copyOf: CopyOf) {
  const made = new Map<number, SymbolicTensor>();
  const madeOf = (list: readonly SymbolicTensor[]) => list.map(({id}) => made.get(id)!);
  for (const {id, sourceLayer, nodeIndex} of inOrder(outputs)) {
    if (made.has(id)) continue;
    const {inputTensors, outputTensors, callArgs} = sourceLayer.inboundNodes[nodeIndex]!;
    const [copy, after] = copyOf(sourceLayer);
    let results =
      sourceLayer.getClassName() === 'InputLayer'
        ? copy!.inboundNodes[0]!.outputTensors
        : applyTo(copy!, madeOf(inputTensors), {...callArgs});
    if (after) results = applyTo(after, results);
    outputTensors.forEach((output, i) => made.set(output.id, results[i]!));
  }
  return tf.model({inputs: madeOf(inputs) as never, outputs: madeOf(outputs) as never, name});
}

/** The symbolic tensors that lead to some, each after those that it is made of. Without recursion: models may be deep. */
function inOrder(outputs: readonly SymbolicTensor[]): Set<SymbolicTensor> {
  const order = new Set<SymbolicTensor>();
  const stack = [...outputs];
  while (stack.length) {
    const symbol = stack.at(-1)!;
    const {inputTensors} = symbol.sourceLayer.inboundNodes[symbol.nodeIndex]!;
    const missing = order.has(symbol) ? [] : inputTensors.filter(input => !order.has(input) && input !== symbol);
    if (missing.length) stack.push(...missing);
    else order.add(stack.pop()!);
  }
  return order;
}

/** Copies a model layer by layer; what a layer becomes is the caller's to say. */

import type {Tf} from '../../tf';
import {applyTo, type Config, type Layer, type Model, type SymbolicTensor} from '../model';

/** A layer's copy, and what follows it in all places. */
export interface Copied {
  readonly layer: Layer;
  readonly after?: Layer;
  /** Whether the weights of the layer go to the copy. */
  readonly keepsWeights: boolean;
}

/** A new layer of the same class, from a config that the class itself has written. */
export function fromConfig(layer: Layer, config: Config): Layer {
  const cls = layer.constructor as unknown as {fromConfig(cls: unknown, config: Config): Layer};
  return cls.fromConfig(cls, config);
}

/** The copy, with the weights of the model. `convert` makes a layer's, and `check` may throw when all are made. */
export function copyModel(
  tf: Tf,
  model: Model,
  convert: (layer: Layer, path: string) => Copied,
  check: () => void,
): Layer {
  const copies = new Map<Layer, Copied>();

  const copyOf = (layer: Layer, prefix: string): Copied => {
    const path = prefix + layer.name;
    const copied =
      copies.get(layer) ??
      (layer.layers ? {layer: copy(layer as Model, `${path}/`), keepsWeights: false} : convert(layer, path));
    copies.set(layer, copied);
    return copied;
  };
  const copy = (each: Model, prefix: string): Layer => {
    const isSequential = typeof (each as {add?: unknown}).add === 'function';
    const made = (isSequential ? sequential : functional)(each, prefix) as Layer;
    if (!each.trainable) made.trainable = false;
    return made;
  };
  const sequential = ({name, layers}: Model, prefix: string): unknown => {
    const made = tf.sequential({name});
    for (const old of layers) {
      const {layer, after} = copyOf(old, prefix);
      for (const each of [layer, after]) if (each) made.add(each as never);
    }
    return made;
  };
  const functional = ({name, inputs, outputs}: Model, prefix: string): unknown => {
    const made = new Map<number, SymbolicTensor>();
    const symbols = (list: readonly SymbolicTensor[]) => list.map(({id}) => made.get(id)!);
    for (const {id, sourceLayer, nodeIndex} of inOrder(outputs)) {
      if (made.has(id)) continue;
      const {layer, after} = copyOf(sourceLayer, prefix);
      const node = sourceLayer.inboundNodes[nodeIndex]!;
      const isInput = sourceLayer.getClassName() === 'InputLayer';
      let results = isInput
        ? layer.inboundNodes[0]!.outputTensors
        : applyTo(layer, symbols(node.inputTensors), {...node.callArgs});
      if (after) results = applyTo(after, results);
      node.outputTensors.forEach((output, i) => made.set(output.id, results[i]!));
    }
    return tf.model({inputs: symbols(inputs) as never, outputs: symbols(outputs) as never, name});
  };

  try {
    const result = copy(model, '');
    check();
    for (const [old, {layer, keepsWeights}] of copies) if (keepsWeights) layer.setWeights(old.getWeights());
    return result;
  } catch (error) {
    // What was built has weights already.
    for (const {layer, after} of copies.values()) {
      for (const made of [layer, after]) if (!made?.layers) for (const weight of made?.weights ?? []) weight.dispose();
    }
    throw error;
  }
}

/** The symbolic tensors that lead to some, each after those that it is made of. Without recursion: models may be deep. */
function inOrder(outputs: readonly SymbolicTensor[]): SymbolicTensor[] {
  const order = new Set<SymbolicTensor>();
  const stack = [...outputs].reverse();
  while (stack.length) {
    const symbol = stack.at(-1)!;
    const inputs = symbol.sourceLayer.inboundNodes[symbol.nodeIndex]!.inputTensors;
    const missing = inputs.filter(input => !order.has(input) && input !== symbol);
    if (missing.length && !order.has(symbol)) stack.push(...missing.reverse());
    else {
      order.add(symbol);
      stack.pop();
    }
  }
  return [...order];
}

/** Copies a model layer by layer; what a layer becomes is the caller's to say. */

import {RectifierError} from '../../errors';
import type {Shape, Tf} from '../../tf';
import type {Config, Layer, Model, SymbolicTensor} from '../model';

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

export class Copier {
  readonly #copies = new Map<Layer, Copied>();

  constructor(
    private readonly tf: Tf,
    private readonly convert: (layer: Layer, path: string) => Copied,
  ) {}

  /** The copy, with the weights of the model. `check` may throw when all is converted. */
  copy(model: Model, check: () => void): Layer {
    try {
      const copy = this.#model(model, '');
      check();
      for (const [layer, {layer: made, keepsWeights}] of this.#copies) {
        if (!layer.layers && keepsWeights) made.setWeights(layer.getWeights());
      }
      return copy;
    } catch (error) {
      // What was built has weights already.
      for (const {layer, after} of this.#copies.values()) {
        for (const made of [layer, after]) {
          if (made && !made.layers) for (const weight of made.weights) weight.dispose();
        }
      }
      throw error;
    }
  }

  #layer(layer: Layer, path: string): Copied {
    const known = this.#copies.get(layer);
    if (known) return known;
    const copied = layer.layers
      ? {layer: this.#model(layer as Model, `${path}/`), keepsWeights: false}
      : this.convert(layer, path);
    this.#copies.set(layer, copied);
    return copied;
  }

  #model(model: Model, prefix: string): Layer {
    const isSequential = typeof (model as {add?: unknown}).add === 'function';
    const copy = isSequential ? this.#sequential(model, prefix) : this.#functional(model, prefix);
    if (!model.trainable) copy.trainable = false;
    return copy;
  }

  #sequential(model: Model, prefix: string): Layer {
    const copy = this.tf.sequential({name: model.name});
    for (const layer of model.layers) {
      const {layer: made, after} = this.#layer(layer, prefix + layer.name);
      for (const each of [made, after]) if (each) copy.add(each as never);
    }
    return copy as unknown as Layer;
  }

  #functional(model: Model, prefix: string): Layer {
    const made = new Map<number, SymbolicTensor>();
    for (const symbol of inOrder(model.outputs)) {
      if (made.has(symbol.id)) continue;
      const {sourceLayer, nodeIndex} = symbol;
      const {layer, after} = this.#layer(sourceLayer, prefix + sourceLayer.name);
      const node = sourceLayer.inboundNodes[nodeIndex]!;
      const inputs = node.inputTensors.map(input => made.get(input.id)!);
      const isInput = sourceLayer.getClassName() === 'InputLayer';
      let outputs = isInput
        ? layer.inboundNodes[0]!.outputTensors
        : ([layer.apply(inputs.length > 1 ? inputs : inputs[0], {...node.callArgs})].flat() as SymbolicTensor[]);
      if (after) outputs = [after.apply(outputs[0])].flat() as SymbolicTensor[];
      node.outputTensors.forEach((output, i) => made.set(output.id, outputs[i]!));
    }
    const symbols = (list: readonly SymbolicTensor[]) => list.map(({id}) => made.get(id)!) as never;
    return this.tf.model({
      inputs: symbols(model.inputs),
      outputs: symbols(model.outputs),
      name: model.name,
    }) as unknown as Layer;
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

export function checkSameShape(layer: Layer, shape: Shape, where: string): void {
  const result = layer.computeOutputShape(shape);
  if (JSON.stringify(result) !== JSON.stringify(shape)) {
    const show = (each: Shape) => `[${each.map(size => size ?? 'null')}]`;
    throw new RectifierError(
      `${where}: ${layer.getClassName()} makes ${show(result)} of ${show(shape)}; it must keep the shape.`,
    );
  }
}

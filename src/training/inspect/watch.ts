/** One forward pass through a model, and one backward, with everything kept that passes its layers. */

import type {Tensor, Tf} from '../../tf';
import {appliedBy, type Applied} from '../activation';
import {applyTo, leavesOf, unwrapped, type Leaf, type Lend, type Loss, type Model, type Rx} from '../model';

/** What passed a layer; a list has an entry a call. All tensors are kept, and the caller's to dispose. */
export interface Watched extends Leaf {
  readonly applied: Applied | null;
  /** What the activation got. */
  readonly before: Tensor[];
  readonly outputs: Tensor[];
  /** Mean magnitude of the gradient in an input, and the input's size. */
  readonly inputGradients: {readonly magnitude: Tensor; readonly size: number}[];
  readonly weights: {readonly name: string; readonly value: Tensor; readonly magnitude: Tensor | null}[];
}

export interface Passed {
  readonly layers: Watched[];
  readonly loss: Tensor | null;
}

/** The mean of the absolute values: unlike squares, they neither overflow nor vanish in float32. */
export const magnitudeOf = (tf: Tf, x: Tensor): Tensor => tf.mean(tf.abs(x));

/** Kept from here on, so that tidy leaves it, and put down, so that nothing is lost if something throws. */
export type Keep = (x: Tensor) => Tensor;

interface Target {
  readonly y: Tensor[];
  readonly losses: readonly Loss[];
}

export function watchPass(
  tf: Tf,
  rx: Rx,
  model: Model,
  x: Tensor[],
  target: Target | false,
  keep: Keep,
  lend: Lend,
): Passed {
  const layers: Watched[] = leavesOf(model).map(leaf => ({
    ...leaf,
    applied: appliedBy(rx, leaf.layer),
    before: [],
    outputs: [],
    inputGradients: [],
    weights: [],
  }));
  const forward = (inputs: Tensor[]) => applyTo(model, inputs, {training: false});
  for (const watched of layers) watch(tf, watched, keep, lend);
  if (target) return {layers, loss: backward(tf, model, layers, forward, x, target, keep)};
  tf.tidy(() => void forward(x));
  return {layers, loss: null};
}

function watch(tf: Tf, {layer, applied, before, outputs, inputGradients}: Watched, keep: Keep, lend: Lend): void {
  const inner = unwrapped(layer);
  const isFloat = (value: Tensor) => value.dtype === 'float32';
  /** Hands on a tensor, and on the way back its gradient. */
  const probe = tf.customGrad((input: unknown) => ({
    value: tf.clone(input as Tensor),
    gradFunc: (dy: Tensor) => {
      inputGradients.push({magnitude: keep(magnitudeOf(tf, dy)), size: dy.size});
      return dy;
    },
  }));
  const call = (inputs: Tensor | Tensor[], kwargs: object) => {
    const probed = [inputs].flat().map(input => (isFloat(input) ? (probe(input) as Tensor) : input));
    if (applied && !applied.inner && inner === layer) before.push(keep(tf.clone(probed[0]!)));
    const result = original.call(layer, Array.isArray(inputs) ? probed : probed[0]!, kwargs);
    const [output] = [result].flat();
    if (isFloat(output!)) outputs.push(keep(tf.clone(output!)));
    return result;
  };
  const original = layer.call;
  lend(layer, 'call', call);
  // Activations inside, also of the layer that is run at each step in time.
  if (applied && (applied.inner || inner !== layer) && inner.activation) {
    const apply = (z: Tensor) => {
      before.push(keep(tf.clone(z)));
      return applied.apply(z);
    };
    // A name that tf.js does not know keeps it from fusing the activation, so that what it gets is seen.
    lend(inner, 'activation', {apply, getClassName: () => 'watched'});
  }
}

function backward(
  tf: Tf,
  model: Model,
  layers: readonly Watched[],
  forward: (inputs: Tensor[]) => Tensor[],
  x: Tensor[],
  {y, losses}: Target,
  keep: Keep,
): Tensor {
  const trainable = new Set(model.trainableWeights);
  // As variables, so that the gradient is taken through all layers, also those before the first weight.
  const inputs = x.map(each => (each.dtype === 'float32' ? tf.variable(each) : each));
  const own = inputs.filter((each, i) => each !== x[i]) as ReturnType<Tf['variable']>[];
  try {
    return tf.tidy(() => {
      const variables = [...trainable].map(weight => weight.read() as (typeof own)[number]);
      const {value, grads} = tf.variableGrads(() => {
        const outputs = forward(inputs);
        const terms = [...losses.map((loss, i) => tf.mean(loss(y[i]!, outputs[i]!))), ...model.calculateLosses()];
        return tf.addN(terms.map(term => tf.reshape(term, []))) as ReturnType<Tf['scalar']>;
      }, [...variables, ...own]);
      for (const {layer, weights} of layers) {
        for (const weight of layer.trainableWeights.filter(each => trainable.has(each))) {
          const variable = weight.read() as (typeof own)[number];
          const gradient = grads[variable.name];
          weights.push({
            name: weight.originalName.split('/').at(-1)!,
            value: variable,
            magnitude: gradient ? keep(magnitudeOf(tf, gradient)) : null,
          });
        }
      }
      return keep(value);
    });
  } finally {
    tf.dispose(own);
  }
}

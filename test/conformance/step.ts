// One step of training, as long as it takes to be seen: in half precision what is small against a weight is lost.
import type * as tfjs from '@tensorflow/tfjs';
import {ok} from '../support/assert';
import {seeded} from '../support/seeded';
import {type Lane, type Tensor} from './lane';

/** How far each weight moves at least, in its element that moves most: 64 steps of half precision at a weight of 1 to 2. */
const STEP = 2 ** -4;
/** Gradients below it would be the roundings of what cancels. */
const SMALLEST_GRADIENT = 2 ** -8;

export interface Moved {
  /** The weight's name in its layer. */
  readonly name: string;
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Where gradient descent leads without constraints, by the gradient in this weight. */
  readonly aim: readonly number[];
}

/**
 * Trains the model by one batch with a rate at which each of the layer's trainable weights moves by STEP or more; fails
 * if one has no gradient to speak of. Returns all weights of the layer, those that are not trainable too.
 */
export async function takeStep(
  {tf}: Lane,
  model: tfjs.Sequential,
  layer: tfjs.layers.Layer,
  x: Tensor,
  y: Tensor,
): Promise<Moved[]> {
  const read = () => Promise.all(layer.weights.map(async weight => Array.from(await weight.read().data())));
  const before = await read();
  const variables = layer.trainableWeights.map(weight => weight.read() as tfjs.Variable);
  const gradients = new Map<string, number[]>();
  let rate = 0.1;
  if (variables.length) {
    // What is drawn in training is drawn alike in the step below.
    const {value, grads} = await seeded('step', () => {
      // Moving averages would go on.
      const still = layer.nonTrainableWeights.map(weight => tf.clone(weight.read()));
      const loss = () => {
        const error = tf.losses.meanSquaredError(y, model.apply(x, {training: true}) as Tensor);
        return layer.calculateLosses().reduce((sum, each) => tf.add(sum, each), error) as tfjs.Scalar;
      };
      const result = tf.variableGrads(loss, variables);
      layer.nonTrainableWeights.forEach((weight, i) => weight.write(still[i]!));
      tf.dispose(still);
      return result;
    });
    for (const {name} of variables) gradients.set(name, Array.from(await grads[name]!.data()));
    tf.dispose([value, grads]);
    const largest = [...gradients].map(([name, each]) => [name, Math.max(...each.map(Math.abs))] as const);
    for (const [name, size] of largest) ok(size > SMALLEST_GRADIENT, `the gradient in ${name} is at most ${size}`);
    rate = STEP / Math.min(...largest.map(([, size]) => size));
  }
  const optimizer = tf.train.sgd(rate);
  model.compile({optimizer, loss: 'meanSquaredError'});
  await seeded('step', () => model.fit(x, y, {epochs: 1, batchSize: x.shape[0]!, shuffle: false, verbose: 0}));
  optimizer.dispose();
  const after = await read();
  return layer.weights.map((weight, i) => {
    const slope = gradients.get((weight.read() as tfjs.Variable).name);
    return {
      name: weight.originalName.split('/').at(-1)!.replace(/_\d+$/, ''),
      before: before[i]!,
      after: after[i]!,
      aim: before[i]!.map((v, j) => v - rate * (slope?.[j] ?? 0)),
    };
  });
}

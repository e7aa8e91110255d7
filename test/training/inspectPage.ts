// In the page: a small net on the lane's backend, inspected, mapped, and cured, with the built package.
import type {Tensor} from '@tensorflow/tfjs';
import type {Training} from '../../src/training/index';
import type {Tf} from '../conformance/lane';
import type {BrowserLane} from '../browser/lanes';
import {start} from '../browser/start';

declare global {
  var look: (lane: BrowserLane) => Promise<Looked>;
}
export interface Looked {
  /** Of inspect, null being -1. */
  readonly rows: number[][];
  readonly advice: readonly string[];
  /** Largest difference of the linear map from the model, and of the cured model from the other. */
  readonly differences: number[];
  readonly leaked: number;
}

globalThis.look = async lane => {
  const rx = await start(lane);
  const entry = '/dist/training.js';
  const companions = ((await import(entry)) as {training: (from: typeof rx) => Training<Tf>}).training(rx);
  const {inspect, linearRegion, replaceActivations} = companions;
  const filled = (shape: number[], step: number) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const numbers = Array.from({length: size}, (_, i) => Math.sin(1 + i * step));
    return tf.tensor(numbers, shape);
  };
  const model = tf.sequential({
    layers: [
      // Of four axes, as convolutions have, without their long compiling.
      tf.layers.dense({units: 4, inputShape: [3, 3, 2], activation: 'relu', name: 'dense'}),
      tf.layers.globalMaxPooling2d({name: 'pool'}),
      rx.layers.prelu({alpha: 0.25, name: 'prelu'}),
      tf.layers.dense({units: 2, name: 'out'}),
    ],
  });
  const weights = model.getWeights().map((weight, i) => filled(weight.shape, 0.7 + i));
  model.setWeights(weights);
  model.compile({loss: 'meanSquaredError', optimizer: 'sgd'});
  const [x, y] = [filled([3, 3, 3, 2], 0.37), filled([3, 2], 0.9)];
  const largest = async (a: Tensor, b: Tensor) => {
    const difference = tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))));
    const [value] = await difference.data();
    tf.dispose([a, b, difference]);
    return value!;
  };
  const predict = () => model.predict(x) as Tensor;
  tf.dispose(predict());
  const before = tf.memory().numTensors;
  const report = await inspect(model, x, y);
  const {matrix, offset} = linearRegion(model, x);
  const mapped = tf.tidy(() =>
    tf.add(tf.reshape(tf.matMul(matrix as never, tf.reshape(x, [3, 18, 1]) as never), [3, 2]), offset),
  );
  const differences = [await largest(mapped, predict())];
  tf.dispose([matrix, offset]);
  const cured = replaceActivations(model, {from: 'relu', to: 'prelu', config: {alpha: 0}});
  differences.push(await largest(cured.predict(x) as Tensor, predict()));
  cured.dispose();
  return {
    rows: report.layers.map(row => [
      ...[row.dead, row.saturation, row.sparsity, row.mean, row.variance, row.inputGradient].map(value => value ?? -1),
      ...row.weights.flatMap(({magnitude, gradient}) => [magnitude, gradient ?? -1]),
    ]),
    advice: report.advice,
    differences,
    leaked: tf.memory().numTensors - before,
  };
};

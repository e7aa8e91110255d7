/** Learned rectifiers beside fixed ones on handwritten digits: how fast they learn, how well they read. */

import {lineChart} from './chart.mjs';
import {accuracyOf, digitTensors, disposeModel, train} from './data.mjs';
import {curve, mean, percent, threeDigits, written} from './spread.mjs';

export const title = 'ReLU and its learned relatives on digits';
const CASES = {
  relu: rx => rx.layers.relu(),
  'prelu, alpha learned': rx => rx.layers.prelu({alpha: 0.25}),
  elu: rx => rx.layers.elu(),
  'smoothRelu, k learned': rx => rx.layers.smoothRelu({k: 3, learnable: true}),
  parametricSoftplus: rx => rx.layers.parametricSoftplus({alpha: 0.5, beta: 2}),
};
const batchSize = 128;

export async function run({tf, rx, seeds, quick}) {
  const digits = digitTensors(tf, {count: quick ? 256 : 9000, testCount: quick ? 100 : 1000});
  const epoch = Math.ceil(digits.train.count / batchSize);
  const steps = quick ? 4 : 2 * epoch;
  const results = [];
  for (const [name, rectifier] of Object.entries(CASES)) {
    const runs = [];
    for (const seed of seeds) {
      const model = build(tf, () => rectifier(rx), seed);
      const losses = await train(tf, model, digits.train, {steps, batchSize});
      runs.push({losses, accuracy: await accuracyOf(tf, model, digits.test)});
      disposeModel(model);
    }
    results.push({name, runs});
  }
  tf.dispose(digits);
  // Around a step, since a single batch may be an easy one.
  const lossAt = (step, {losses}) => mean(losses.slice(Math.max(0, step - 10), step));
  const points = quick ? 2 : 42;
  return {
    table: results.map(({name, runs}) => ({
      activation: name,
      ...Object.fromEntries(
        [Math.min(30, steps), Math.min(epoch, steps), steps].map(step => [
          `loss after ${step} steps`,
          written(
            runs.map(each => lossAt(step, each)),
            threeDigits,
          ),
        ]),
      ),
      'held-out accuracy': written(
        runs.map(({accuracy}) => accuracy),
        percent,
      ),
    })),
    picture: lineChart({
      title: 'Speed of learning on digits',
      caption: `784-64-64-10, Adam at 0.002, batches of ${batchSize}; median and range of ${seeds.length} seeds`,
      x: {label: 'step'},
      y: {label: 'loss', log: true, ends: [0.2, 2.5]},
      series: results.map(({name, runs}) => ({
        name,
        ...curve(
          runs.map(({losses}) => losses),
          points,
        ),
      })),
    }),
  };
}

function build(tf, rectifier, seed) {
  const dense = (units, i, more) =>
    tf.layers.dense({units, kernelInitializer: tf.initializers.heNormal({seed: 10 * seed + i}), ...more});
  const model = tf.sequential({
    layers: [
      dense(64, 0, {inputShape: [784]}),
      rectifier(),
      dense(64, 1),
      rectifier(),
      dense(10, 2, {activation: 'softmax'}),
    ],
  });
  model.compile({optimizer: tf.train.adam(0.002, 0.9, 0.999, 1e-7), loss: 'categoricalCrossentropy'});
  return model;
}

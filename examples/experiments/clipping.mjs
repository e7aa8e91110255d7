/** Clipping rescues a recurrent net: the adding problem, whose gradients explode through time. */

import {random} from '../digits/shifts.mjs';
import {lineChart} from './chart.mjs';
import {disposeModel, train} from './data.mjs';
import {curve, mean, spread, threeDigits, written} from './spread.mjs';

export const title = 'Clipping rescues a recurrent net';
const UNITS = 16;
const batchSize = 32;
const momentum = rate => tf => tf.train.momentum(rate, 0.9);
const adam = tf => tf.train.adam(0.01, 0.9, 0.999, 1e-7);
// A limit that no norm reaches: clipGradients measures all the same.
const none = {globalNorm: 1e30};
const CASES = [
  {name: 'not clipped', make: momentum(0.02), limit: none},
  {name: 'not clipped, rate 0.005', make: momentum(0.005), limit: none},
  {name: 'globalNorm 1', make: momentum(0.02), limit: {globalNorm: 1}},
  {name: 'value 0.1', make: momentum(0.02), limit: {value: 0.1}},
  {name: 'Adam, not clipped', make: adam, limit: none},
  {name: 'Adam, globalNorm 1', make: adam, limit: {globalNorm: 1}},
];

export async function run({tf, rx, clipGradients, seeds, quick}) {
  const [length, count, steps] = quick ? [6, 64, 4] : [10, 1600, 500];
  const results = [];
  for (const {name, make, limit} of quick ? CASES.slice(1, 3) : CASES) {
    const runs = [];
    for (const seed of seeds) {
      const data = addingProblem(tf, {length, count, seed});
      const model = build(tf, rx, length, seed);
      const inner = make(tf);
      const optimizer = clipGradients(inner, limit);
      model.compile({optimizer, loss: 'meanSquaredError'});
      const norms = [];
      const watch = new tf.CustomCallback({onBatchEnd: async () => void norms.push(await optimizer.gradientNorm())});
      const losses = await train(tf, model, data, {steps, batchSize, callbacks: [watch]});
      runs.push({losses, norms});
      disposeModel(model);
      // tf.js's momentum forgets it.
      inner.c?.dispose();
      tf.dispose(data);
    }
    results.push({name, runs});
  }
  const lastLoss = ({losses}) => mean(losses.slice(-Math.ceil(steps / 10)));
  return {
    table: results.map(({name, runs}) => ({
      gradients: name,
      'largest norm': written(
        runs.map(({norms}) => spread(norms).high),
        threeDigits,
      ),
      'largest loss': written(
        runs.map(({losses}) => spread(losses).high),
        threeDigits,
      ),
      'loss in the end': written(runs.map(lastLoss), threeDigits),
      // Who does not look at the numbers answers 1, their mean, and is 1/6 off.
      'better than the mean by half': `${runs.filter(run => lastLoss(run) < 1 / 12).length} of ${runs.length}`,
    })),
    picture: lineChart({
      title: 'The adding problem by a recurrent net of ReLUs',
      caption: `${length} numbers, two of them to be added; ${UNITS} units from the identity; momentum 0.9 at 0.02, or Adam at 0.01; median and range of ${seeds.length} seeds`,
      x: {label: 'step'},
      y: {label: 'mean squared error; 0.167 is that of answering 1', log: true, ends: [1e-3, 3]},
      series: results.map(({name, runs}) => ({
        name,
        ...curve(
          runs.map(({losses}) => losses),
          30,
        ),
      })),
    }),
  };
}

/** Numbers between 0 and 1, two of which are marked: their sum is asked for. */
function addingProblem(tf, {length, count, seed}) {
  const next = random(seed);
  const x = new Float32Array(count * length * 2);
  const y = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const half = length >> 1;
    const marked = [Math.floor(next() * half), half + Math.floor(next() * half)];
    for (let t = 0; t < length; t++) {
      const at = 2 * (i * length + t);
      x[at] = next();
      if (!marked.includes(t)) continue;
      x[at + 1] = 1;
      y[i] += x[at];
    }
  }
  return {x: tf.tensor3d(x, [count, length, 2]), y: tf.tensor2d(y, [count, 1])};
}

/** Le et al.'s: ReLU, and an identity to start with, so that what is remembered stays. */
function build(tf, rx, length, seed) {
  const small = i => tf.initializers.randomNormal({stddev: 0.1, seed: 10 * seed + i});
  return tf.sequential({
    layers: [
      tf.layers.simpleRNN({
        units: UNITS,
        activation: rx.activation('relu'),
        kernelInitializer: small(1),
        recurrentInitializer: tf.initializers.identity({gain: 1}),
        inputShape: [length, 2],
      }),
      tf.layers.dense({units: 1, kernelInitializer: small(2)}),
    ],
  });
}

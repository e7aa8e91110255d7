/** Schedules against constant rates: SGD with momentum on digits. */

import {lineChart} from './chart.mjs';
import {accuracyOf, digitTensors, disposeModel, train} from './data.mjs';
import {curve, mean, percent, threeDigits, written} from './spread.mjs';

export const title = 'Schedules against a constant rate';
const [RATE, batchSize] = [0.2, 32];

export async function run({tf, rx, callbacks, schedules, seeds, quick}) {
  const steps = quick ? 4 : 375;
  const digits = digitTensors(tf, {count: quick ? 128 : 2000, testCount: quick ? 100 : 1000, halved: true});
  const initialLearningRate = RATE;
  const results = [];
  const warmupSteps = Math.ceil(steps / 10);
  const cases = {
    [`constant ${RATE}`]: null,
    [`constant ${RATE / 4}`]: RATE / 4,
    [`constant ${RATE / 16}`]: RATE / 16,
    step: schedules.step({initialLearningRate, decaySteps: Math.ceil(steps / 3), decayRate: 0.2}),
    exponential: schedules.exponential({initialLearningRate, decaySteps: steps, decayRate: 0.01}),
    cosine: schedules.cosine({initialLearningRate, decaySteps: steps}),
    'cosine, warm-up': schedules.cosine({initialLearningRate, decaySteps: steps - warmupSteps, warmupSteps}),
  };
  for (const [name, rate] of Object.entries(cases)) {
    const runs = [];
    for (const seed of seeds) {
      const model = build(tf, rx, seed);
      const constant = typeof rate === 'number' ? rate : RATE;
      model.compile({optimizer: tf.train.momentum(constant, 0.9), loss: 'categoricalCrossentropy'});
      const given = typeof rate === 'function' ? [callbacks.learningRateScheduler(rate)] : [];
      const losses = await train(tf, model, digits.train, {steps, batchSize, callbacks: given});
      runs.push({losses, accuracy: await accuracyOf(tf, model, digits.test)});
      disposeModel(model);
    }
    results.push({name, runs});
  }
  tf.dispose(digits);
  return {
    table: results.map(({name, runs}) => ({
      rate: name,
      'loss, last tenth': written(
        runs.map(({losses}) => mean(losses.slice(-warmupSteps))),
        threeDigits,
      ),
      'held-out accuracy': written(
        runs.map(({accuracy}) => accuracy),
        percent,
      ),
    })),
    picture: lineChart({
      title: `Constant rates, and schedules from ${RATE} down`,
      caption: `196-64-64-10 of ReLUs, SGD with momentum 0.9, batches of ${batchSize}; median and range of ${seeds.length} seeds`,
      x: {label: 'step'},
      y: {label: 'loss', log: true, ends: [1e-2, 3]},
      series: results.map(({name, runs}) => ({
        name,
        ...curve(
          runs.map(({losses}) => losses),
          25,
        ),
      })),
    }),
  };
}

function build(tf, rx, seed) {
  const dense = (units, i, more) =>
    tf.layers.dense({
      units,
      activation: rx.activation('relu'),
      kernelInitializer: tf.initializers.heNormal({seed: 10 * seed + i}),
      ...more,
    });
  return tf.sequential({
    layers: [dense(64, 0, {inputShape: [196]}), dense(64, 1), dense(10, 2, {activation: 'softmax'})],
  });
}

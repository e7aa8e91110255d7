/** Nets of fixed transforms and learned slopes beside dense nets: parameters, accuracy, time. */

import {lineChart} from './chart.mjs';
import {accuracyOf, digitTensors, disposeModel, train} from './data.mjs';
import {percent, spread, threeDigits, written} from './spread.mjs';

export const title = 'Filter banks against dense layers';
const batchSize = 64;
const FAMILIES = {
  'filter banks': {sizes: [1, 2, 3, 5], name: n => `${n} filter bank${n > 1 ? 's' : ''} of 256`, layers: filterBanks},
  dense: {sizes: [8, 16, 32, 64], name: n => `dense, ${n} units`, layers: hiddenLayer},
};

export async function run({tf, rx, seeds, quick}) {
  const digits = digitTensors(tf, {count: quick ? 128 : 4000, testCount: quick ? 100 : 1000, halved: true});
  const steps = quick ? 2 : 4 * Math.ceil(digits.train.count / batchSize);
  const table = [];
  const series = [];
  for (const [family, {sizes, name, layers}] of Object.entries(FAMILIES)) {
    const [xs, spreads] = [[], []];
    for (const size of quick ? sizes.slice(1, 2) : sizes) {
      const runs = [];
      let parameters = 0;
      for (const seed of seeds) {
        const model = build(tf, layers(tf, rx, size, seed), seed);
        parameters = model.countParams();
        const started = performance.now();
        await train(tf, model, digits.train, {steps, batchSize});
        const step = (performance.now() - started) / steps;
        runs.push({
          accuracy: await accuracyOf(tf, model, digits.test),
          step,
          predict: await timeOf(tf, model, digits.test.x),
        });
        disposeModel(model);
      }
      const accuracies = runs.map(({accuracy}) => accuracy);
      const least = what => threeDigits(Math.min(...runs.map(run => run[what])));
      table.push({
        net: name(size),
        parameters,
        'held-out accuracy': written(accuracies, percent),
        'ms a training step': least('step'),
        'ms to predict 1000': least('predict'),
      });
      xs.push(parameters);
      spreads.push(spread(accuracies));
    }
    series.push({name: family, xs, spreads});
  }
  tf.dispose(digits);
  return {
    table,
    picture: lineChart({
      title: 'What a parameter buys: filter banks and dense layers on digits',
      caption: `Half resolution, ${steps} steps of Adam at 0.01; each net read out by a dense layer of 10; median and range of ${seeds.length} seeds`,
      x: {label: 'parameters', log: true},
      y: {label: 'held-out accuracy', format: share => `${Math.round(1000 * share) / 10} %`},
      series,
    }),
  };
}

/** Slopes start near those of |x|: with both of them random, the nets read about a hundredth less. */
function filterBanks(tf, rx, count, seed) {
  const slopes = (mean, i) => tf.initializers.randomNormal({mean, stddev: 0.5, seed: 100 * seed + i});
  return Array.from({length: count}, (_, i) =>
    rx.layers.filterBank({
      positiveSlopeInitializer: slopes(1, 2 * i),
      negativeSlopeInitializer: slopes(-1, 2 * i + 1),
      ...(i ? {} : {pad: true, inputShape: [196]}),
    }),
  );
}

function hiddenLayer(tf, rx, units, seed) {
  const kernelInitializer = tf.initializers.heNormal({seed: 100 * seed});
  return [tf.layers.dense({units, kernelInitializer, activation: rx.activation('relu'), inputShape: [196]})];
}

function build(tf, layers, seed) {
  const kernelInitializer = tf.initializers.glorotNormal({seed: 100 * seed + 99});
  const model = tf.sequential({
    layers: [...layers, tf.layers.dense({units: 10, activation: 'softmax', kernelInitializer})],
  });
  model.compile({optimizer: tf.train.adam(0.01, 0.9, 0.999, 1e-7), loss: 'categoricalCrossentropy'});
  return model;
}

/** The least of a few times in milliseconds: other work on the machine only adds. */
async function timeOf(tf, model, x) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    const y = model.predict(x);
    await y.data();
    times.push(performance.now() - started);
    y.dispose();
  }
  return Math.min(...times);
}

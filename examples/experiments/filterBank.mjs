/** Nets of fixed transforms and learned slopes beside dense nets: parameters, accuracy, time. */

import {lineChart} from './chart.mjs';
import {accuracyOf, digitTensors, disposeModel, train} from './data.mjs';
import {percent, spread, threeDigits, written} from './spread.mjs';

export const title = 'Filter banks against dense layers';
const batchSize = 64;
const FAMILIES = {
  'filter banks': {sizes: [1, 2, 5], name: n => `${n} filter bank${n > 1 ? 's' : ''} of 256`, layers: filterBanks},
  dense: {sizes: [16, 32, 64], name: n => `dense, ${n} units`, layers: hiddenLayer},
};

export async function run({tf, rx, seeds, quick}) {
  const digits = digitTensors(tf, {count: quick ? 128 : 4000, testCount: quick ? 100 : 1000, halved: true});
  const steps = quick ? 2 : 4 * Math.ceil(digits.train.count / batchSize);
  const nets = [];
  for (const [family, {sizes, name, layers}] of Object.entries(FAMILIES)) {
    for (const size of quick ? sizes.slice(0, 1) : sizes) {
      const accuracies = [];
      let last = null;
      for (const seed of seeds) {
        if (last) disposeModel(last);
        last = build(tf, layers(tf, rx, size, seed), seed);
        await train(tf, last, digits.train, {steps, batchSize});
        accuracies.push(await accuracyOf(tf, last, digits.test));
      }
      nets.push({family, name: name(size), model: last, parameters: last.countParams(), accuracies});
    }
  }
  const times = await timesOf(tf, nets.map(({model}) => model), digits.test, quick ? 2 : 40); // prettier-ignore
  const table = nets.map(({name, parameters, accuracies}, i) => ({
    net: name,
    parameters,
    'held-out accuracy': written(accuracies, percent),
    [`ms for a training step of ${batchSize}`]: threeDigits(times[i].step),
    [`ms to predict ${digits.test.count}`]: threeDigits(times[i].predict),
  }));
  const series = Object.keys(FAMILIES).map(family => {
    const those = nets.filter(net => net.family === family);
    return {
      name: family,
      xs: those.map(({parameters}) => parameters),
      spreads: those.map(({accuracies}) => spread(accuracies)),
    };
  });
  for (const {model} of nets) disposeModel(model);
  tf.dispose(digits);
  return {
    table,
    picture: lineChart({
      title: 'What a parameter buys: filter banks and dense layers on digits',
      caption: `Half resolution, ${steps} steps of Adam at 0.01; each net read out by a dense layer of 10; median and range of ${seeds.length} seeds`,
      x: {label: 'parameters', log: true, ends: [2000, 20000], format: String},
      y: {label: 'held-out accuracy', format: share => `${Math.round(1000 * share) / 10} %`},
      series,
    }),
  };
}

/** Slopes start near those of |x|: with both of them random, three banks read 88 % of the digits in place of 91 %. */
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

/** The least of many times in milliseconds, by turns: other work on the machine only adds. */
async function timesOf(tf, models, {x, y}, rounds) {
  const batch = [x, y].map(each => tf.slice(each, [0, 0], [batchSize, -1]));
  const times = models.map(() => ({step: Infinity, predict: Infinity}));
  const timed = async (place, what, work) => {
    const started = performance.now();
    await work();
    place[what] = Math.min(place[what], performance.now() - started);
  };
  for (let round = 0; round < rounds; round++) {
    for (const [i, model] of models.entries()) {
      await timed(times[i], 'step', () => model.trainOnBatch(...batch));
      await timed(times[i], 'predict', async () => {
        const predicted = model.predict(x, {batchSize: x.shape[0]});
        await predicted.data();
        predicted.dispose();
      });
    }
  }
  tf.dispose(batch);
  return times;
}

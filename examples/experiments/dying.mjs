/** A rate that is too high kills ReLUs, for good. What does not die, and what brings them back. */

import {dotChart} from './chart.mjs';
import {accuracyOf, digitTensors, disposeModel, train} from './data.mjs';
import {percent, written} from './spread.mjs';

export const title = 'Dying units';
const [HIGH, LOW] = [0.06, 0.002];
const [UNITS, LAYERS] = [16, 6];
const batchSize = 50;

/** What is trained at the high rate, and what it goes on as at the low one. */
const STARTS = [
  {activation: 'relu', rate: LOW, goesOn: [{name: 'relu, low rate only'}]},
  {
    activation: 'relu',
    goesOn: [
      {name: 'relu, then prelu from 0', cure: {to: 'prelu', config: {alpha: 0}}},
      {name: 'relu, then prelu from 0.25', cure: {to: 'prelu', config: {alpha: 0.25}}},
      {name: 'relu, then elu', cure: {to: 'elu'}},
      // As it is, so last.
      {name: 'relu'},
    ],
  },
  {activation: 'leakyRelu', goesOn: [{name: 'leakyRelu'}]},
  {activation: 'prelu', goesOn: [{name: 'prelu'}]},
  {activation: 'elu', goesOn: [{name: 'elu'}]},
];

export async function run({tf, rx, inspect, replaceActivations, seeds, quick}) {
  const digits = digitTensors(tf, {count: quick ? 100 : 1000, testCount: quick ? 100 : 500, halved: true});
  const [steps, more] = quick ? [3, 3] : [100, 200];
  const found = new Map();
  for (const {activation, rate = HIGH, goesOn} of quick ? STARTS.slice(1, 3) : STARTS) {
    for (const seed of seeds) {
      const model = build(tf, rx, activation, seed);
      await learn(tf, model, digits.train, rate, steps);
      const first = await look(tf, model, digits, inspect);
      for (const {name, cure} of goesOn) {
        const next = cure ? replaceActivations(model, {from: 'relu', ...cure}) : model;
        await learn(tf, next, digits.train, LOW, more);
        const last = await look(tf, next, digits, inspect);
        found.set(name, [...(found.get(name) ?? []), {first, last}]);
        disposeModel(next);
      }
    }
  }
  const order = ['relu, low rate only', 'relu', 'leakyRelu', 'prelu', 'elu', ...found.keys()];
  const names = new Set(order.filter(name => found.has(name)));
  const rows = [...names].map(name => ({name, runs: found.get(name)}));
  tf.dispose(digits);
  return {
    table: rows.map(({name, runs}) => ({
      activation: name,
      [`dead after ${steps} steps`]: written(
        runs.map(({first}) => first.dead),
        percent,
      ),
      'accuracy then': written(
        runs.map(({first}) => first.accuracy),
        percent,
      ),
      [`dead after ${more} more at ${LOW}`]: written(
        runs.map(({last}) => last.dead),
        percent,
      ),
      'accuracy in the end': written(
        runs.map(({last}) => last.accuracy),
        percent,
      ),
    })),
    picture: dotChart({
      title: 'A high rate kills ReLUs; a low one does not bring them back',
      caption: `Adam at ${HIGH} (the first row at ${LOW}) for ${steps} steps, then ${more} at ${LOW}; a dot a seed, a bar the median`,
      panels: [
        {label: 'dead units after the high rate', ends: [0, 1], format: whole},
        {label: 'accuracy in the end', ends: [0, 1], format: whole},
      ],
      rows: rows.map(({name, runs}) => ({
        name,
        values: [runs.map(({first}) => first.dead), runs.map(({last}) => last.accuracy)],
      })),
    }),
  };
}

const whole = share => `${Math.round(100 * share)} %`;

function build(tf, rx, name, seed) {
  const learned = name === 'prelu';
  const layers = Array.from({length: LAYERS}, (_, i) => [
    tf.layers.dense({
      units: UNITS,
      kernelInitializer: tf.initializers.heNormal({seed: 100 * seed + i}),
      activation: learned ? 'linear' : rx.activation(name),
      ...(i ? {} : {inputShape: [196]}),
    }),
    ...(learned ? [rx.layers.prelu({alpha: 0.25})] : []),
  ]).flat();
  const kernelInitializer = tf.initializers.glorotNormal({seed: 100 * seed + 99});
  return tf.sequential({layers: [...layers, tf.layers.dense({units: 10, activation: 'softmax', kernelInitializer})]});
}

function learn(tf, model, data, rate, steps) {
  model.optimizer?.dispose();
  model.compile({optimizer: tf.train.adam(rate, 0.9, 0.999, 1e-7), loss: 'categoricalCrossentropy'});
  return train(tf, model, data, {steps, batchSize});
}

/** The share of hidden units that are flat on all examples, and the accuracy on held-out digits. */
async function look(tf, model, {train: {x}, test}, inspect) {
  const {layers} = await inspect(model, x);
  const hidden = layers.filter(({dead, activation}) => dead !== null && activation !== 'softmax');
  const sum = of => hidden.reduce((total, layer) => total + of(layer), 0);
  return {
    dead: sum(({dead, units}) => dead * units) / sum(({units}) => units),
    accuracy: await accuracyOf(tf, model, test),
  };
}

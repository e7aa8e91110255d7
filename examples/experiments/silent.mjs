/** About half of the units are silent in a net that was just initialised. */

import {percent, spreadOfLists, written} from './spread.mjs';
import {digitTensors, disposeModel} from './data.mjs';
import {lineChart} from './chart.mjs';

export const title = 'Silent units after random initialisation';
const [UNITS, LAYERS] = [64, 10];
const ACTIVATIONS = ['relu', 'leakyRelu', 'elu', 'smoothRelu'];

export async function run({tf, rx, inspect, seeds, quick}) {
  const count = quick ? 40 : 400;
  const {train, test: digits} = digitTensors(tf, {count: 1, testCount: count, halved: true});
  const noise = tf.randomNormal(digits.x.shape, 0, 1, 'float32', 99);
  const table = [];
  const series = [];
  for (const [data, x] of Object.entries({'normal numbers': noise, digits: digits.x})) {
    for (const activation of quick ? ACTIVATIONS.slice(0, 2) : ACTIVATIONS) {
      const runs = [];
      for (const seed of seeds) {
        const model = build(tf, rx, activation, x.shape[1], seed);
        runs.push((await inspect(model, x)).layers);
        disposeModel(model);
      }
      const share = (what, layer) =>
        written(
          runs.map(layers => layers[layer][what]),
          percent,
        );
      table.push({
        input: data,
        activation,
        'silent, layer 1': share('sparsity', 0),
        [`silent, layer ${LAYERS}`]: share('sparsity', LAYERS - 1),
        'never fire, layer 1': share('dead', 0),
        [`never fire, layer ${LAYERS}`]: share('dead', LAYERS - 1),
      });
      if (activation !== 'relu') continue;
      for (const [what, name] of Object.entries({sparsity: 'silent', dead: 'never fire'})) {
        const spreads = spreadOfLists(runs.map(layers => layers.map(layer => layer[what])));
        series.push({name: `${name}, ${data}`, xs: spreads.map((_, i) => i + 1), spreads});
      }
    }
  }
  tf.dispose([train, digits, noise]);
  return {
    table,
    picture: lineChart({
      title: 'ReLU, just initialised: outputs that are 0, and units that are 0 for every example',
      caption: `${LAYERS} layers of ${UNITS} units, He normal, ${count} examples; median and range of ${seeds.length} seeds`,
      x: {label: 'layer'},
      y: {label: 'share', ends: [0, 1]},
      series,
    }),
  };
}

function build(tf, rx, activation, inputs, seed) {
  const layers = Array.from({length: LAYERS}, (_, i) =>
    tf.layers.dense({
      units: UNITS,
      activation: rx.activation(activation),
      kernelInitializer: tf.initializers.heNormal({seed: 100 * seed + i}),
      ...(i ? {} : {inputShape: [inputs]}),
    }),
  );
  return tf.sequential({layers});
}

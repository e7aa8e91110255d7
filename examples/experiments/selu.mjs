/** SELU, its initialisation and its dropout keep mean 0 and variance 1 through fifty layers. */

import {lineChart} from './chart.mjs';
import {spreadOfLists, threeDigits, written} from './spread.mjs';

export const title = 'Fifty layers of SELU';
/** The variance of a normal distribution cut off at two deviations: by its root Keras divides, tf.js does not. */
const CUT_OFF = 0.87962566103423978 ** 2;
const CASES = [
  {name: 'selu', activation: 'selu', scale: 1 / CUT_OFF},
  {name: 'selu, alphaDropout 0.1', activation: 'selu', scale: 1 / CUT_OFF, alphaDropout: 0.1},
  {name: 'selu, tf.js leCunNormal', activation: 'selu', scale: 1},
  {name: 'elu', activation: 'elu', scale: 1 / CUT_OFF},
  {name: 'relu, He', activation: 'relu', scale: 2 / CUT_OFF},
  {name: 'relu, tf.js heNormal', activation: 'relu', scale: 2},
  {name: 'tanh', activation: 'tanh', scale: 1 / CUT_OFF},
];

export async function run({tf, rx, seeds, quick}) {
  const [depth, units, count] = quick ? [6, 32, 64] : [50, 128, 256];
  const results = [];
  for (const each of quick ? CASES.slice(0, 3) : CASES) {
    const runs = [];
    for (const seed of seeds) runs.push(await moments(tf, rx, each, {seed, depth, units, count}));
    results.push({name: each.name, runs});
  }
  const at = (layer, what, runs) =>
    written(
      runs.map(moments => moments[layer - 1][what]),
      threeDigits,
    );
  const half = Math.ceil(depth / 5);
  return {
    table: results.map(({name, runs}) => ({
      net: name,
      ...Object.fromEntries(
        [half, depth].flatMap(layer => [
          [`mean, layer ${layer}`, at(layer, 'mean', runs)],
          [`variance, layer ${layer}`, at(layer, 'variance', runs)],
        ]),
      ),
    })),
    picture: lineChart({
      title: 'Variance of the activations from layer to layer',
      caption: `${count} examples of normal numbers, ${units} units a layer, without training; median and range of ${seeds.length} seeds`,
      x: {label: 'layer'},
      y: {label: 'variance', log: true, ends: [1e-7, 10]},
      series: results.map(({name, runs}) => {
        const spreads = spreadOfLists(runs.map(list => list.map(({variance}) => variance)));
        return {name, xs: spreads.map((_, i) => i + 1), spreads};
      }),
    }),
  };
}

/** Mean and variance of what comes out of each layer. */
async function moments(tf, rx, {activation, scale, alphaDropout}, {seed, depth, units, count}) {
  const results = [];
  let x = tf.randomNormal([count, units], 0, 1, 'float32', seed);
  for (let i = 0; i < depth; i++) {
    const init = tf.initializers.varianceScaling({scale, mode: 'fanIn', distribution: 'normal', seed: 1000 * seed + i});
    const [y, mean, variance] = tf.tidy(() => {
      const product = tf.matMul(x, init.apply([units, units]));
      const active = activation === 'tanh' ? tf.tanh(product) : rx[activation](product);
      const drop = alphaDropout && rx.layers.alphaDropout({rate: alphaDropout, seed: 1000 * seed + i});
      const out = drop ? drop.apply(active, {training: true}) : active;
      const moments = tf.moments(out);
      return [out, moments.mean, moments.variance];
    });
    results.push({mean: (await mean.data())[0], variance: (await variance.data())[0]});
    tf.dispose([x, mean, variance]);
    x = y;
  }
  x.dispose();
  return results;
}

/** Layers whose parameters are learned: a net is given data that leak below zero, and finds the slopes. */

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

tf.enableProdMode();
const rx = rectifiers(tf);

// Four channels, each through a leaky rectifier with a slope of its own, and some noise.
const slopes = [0, 0.1, 0.25, 0.5];
const x = tf.randomNormal([512, 4], 0, 1, 'float32', 1);
const y = tf.add(rx.prelu(x, {alpha: tf.tensor1d(slopes)}), tf.randomNormal([512, 4], 0, 0.02, 'float32', 2));

const models = {
  'relu (nothing to learn)': rx.layers.relu({inputShape: [4]}),
  'smoothRelu, k learned': rx.layers.smoothRelu({k: 2, learnable: true, inputShape: [4]}),
  'prelu, one alpha for all': rx.layers.prelu({alpha: 0.2, sharedAxes: [1], inputShape: [4]}),
  'prelu, an alpha a channel': rx.layers.prelu({alpha: 0.2, inputShape: [4]}),
  'the same, kept above 0.05': rx.layers.prelu({
    alpha: 0.2,
    alphaConstraint: rx.constraints.clamp({minValue: 0.05}),
    inputShape: [4],
  }),
};

console.log(`The slopes of the data: ${slopes.join(', ')}\n`);
for (const [name, layer] of Object.entries(models)) {
  const model = tf.sequential({layers: [layer]});
  model.compile({optimizer: tf.train.adam(0.05), loss: 'meanSquaredError'});
  let loss = tf.tidy(() => tf.losses.meanSquaredError(y, model.predict(x)).dataSync()[0]);
  if (layer.trainableWeights.length) {
    const {history} = await model.fit(x, y, {epochs: 30, batchSize: 64, shuffle: false, verbose: 0});
    loss = history.loss.at(-1);
  }
  const learnt = layer.trainableWeights.map(weight => `${nameOf(weight)} ${format(weight.read().dataSync())}`);
  console.log(`${name.padEnd(27)} loss ${loss.toFixed(5)}  ${learnt.join(', ')}`);
}

function nameOf(weight) {
  return weight.originalName.split('/').at(-1);
}

function format(values) {
  return `[${[...values].map(value => value.toFixed(3)).join(', ')}]`;
}

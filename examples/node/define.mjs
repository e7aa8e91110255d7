/** An activation of one's own from one expression: an op with gradients of any order, a layer, an activation. */

import * as tf from '@tensorflow/tfjs';
import {RectifierError, rectifiers} from 'tfjs-rectifiers';

tf.enableProdMode();
const rx = rectifiers(tf);

// x e^(-(x / width)^2): it lets through what is near zero.
const gaussianBump = rx.define({
  name: 'gaussianBump',
  className: 'GaussianBump',
  params: {width: {default: 1, min: 1e-3}},
  fn: (x, {width}) => x.div(width).square().neg().exp().mul(x),
});

const width = 2;
const f = x => gaussianBump(x, {width});
const points = tf.tensor1d([-4, -1, 0, 0.5, 3]);
console.log('x       ', show(points));
console.log('f(x)    ', show(f(points)));
console.log("f'(x)   ", show(tf.grad(f)(points)));
console.log("f'''(x) ", show(tf.grad(tf.grad(tf.grad(f)))(points)));

// By hand: f'(x) = (1 - 2 x^2 / w^2) e^(-(x / w)^2).
const square = tf.square(tf.div(points, width));
const byHand = tf.mul(tf.sub(1, tf.mul(2, square)), tf.exp(tf.neg(square)));
console.log(
  `f' differs from the formula by ${tf
    .max(tf.abs(tf.sub(tf.grad(f)(points), byHand)))
    .dataSync()[0]
    .toExponential(1)}`,
);

// As a layer it learns its width, here that of the data, which is 0.7.
const x = tf.linspace(-3, 3, 200).reshape([200, 1]);
const model = tf.sequential({layers: [gaussianBump.layer({width: 2, learnable: true, inputShape: [1]})]});
model.compile({optimizer: tf.train.adam(0.05), loss: 'meanSquaredError'});
await model.fit(x, gaussianBump(x, {width: 0.7}), {epochs: 60, batchSize: 50, shuffle: false, verbose: 0});
console.log(`\nThe layer started with a width of 2 and learned ${model.getWeights()[0].dataSync()[0].toFixed(4)}`);

// Its parameter is in the model's JSON, so a saved model has it.
const dense = tf.layers.dense({units: 8, activation: gaussianBump.activation({width: 3})});
console.log('In a config:', JSON.stringify(dense.getConfig().activation));

try {
  gaussianBump(x, {widht: 3});
} catch (error) {
  if (!(error instanceof RectifierError)) throw error;
  console.log(`\nA slip is told: ${error.message}`);
}

function show(tensor) {
  return [...tensor.dataSync()].map(value => value.toFixed(4).padStart(8)).join(' ');
}

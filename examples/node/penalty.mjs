/**
 * A gradient penalty: the loss holds the size of the gradient in the input, so training takes second derivatives. With
 * tf.js's own activations those are wrong or missing; compare with differences.
 */

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

tf.enableProdMode();
const rx = rectifiers(tf);

const x = tf.randomUniform([64, 2], -1, 1, 'float32', 1);
const y = tf.tidy(() => tf.sign(tf.sum(x, 1, true)));
const penalty = 1; // weight of E |dnet/dx|^2

const activations = {
  'tf.elu': tf.elu,
  'tf.selu': tf.selu,
  'x tanh(softplus(x))': x => tf.mul(x, tf.tanh(tf.softplus(x))), // mish
  'rx.elu': x => rx.elu(x),
  'rx.mish': x => rx.mish(x),
  'rx.smoothRelu, k = 4': x => rx.smoothRelu(x, {k: 4}),
};
console.log('The derivative of the penalty along a direction of the weights, by tf.js and by differences:\n');
for (const [name, activation] of Object.entries(activations)) {
  const weights = initial();
  const measure = list => tf.tidy(() => steepness(activation, list));
  let line;
  try {
    const gradients = tf.grads((...list) => measure(list))(weights);
    const slope = tf.addN(gradients.map((each, i) => tf.sum(tf.mul(each, direction(weights[i]))))).dataSync()[0];
    const byDifferences = difference(measure, weights);
    const off = Math.abs(slope / byDifferences - 1);
    line = `${slope.toFixed(4)}  ${byDifferences.toFixed(4)}  ${off < 0.01 ? 'right' : `wrong by ${(100 * off).toFixed(0)} %`}`;
  } catch (error) {
    line = `throws: ${error.message.split('.')[0]}`;
  }
  console.log(`  ${name.padEnd(22)}${line}`);
}

console.log('\nTraining with rx.smoothRelu, 200 steps:\n');
for (const weight of [0, penalty]) {
  const activation = activations['rx.smoothRelu, k = 4'];
  const variables = initial().map(each => tf.variable(each));
  const optimizer = tf.train.adam(0.02);
  const loss = () => {
    const fit = tf.losses.meanSquaredError(y, net(activation, variables, x));
    return weight ? tf.add(fit, tf.mul(weight, steepness(activation, variables))) : fit;
  };
  for (let step = 0; step < 200; step++) optimizer.minimize(loss, false, variables);
  const steep = steepness(activation, variables).dataSync()[0];
  const hits = tf.mean(tf.equal(tf.sign(net(activation, variables, x)), y)).dataSync()[0];
  const name = weight ? `penalty ${weight}` : 'no penalty';
  console.log(
    `  ${name.padEnd(12)} mean |dnet/dx|^2 ${steep.toFixed(3).padStart(7)}   accuracy ${(100 * hits).toFixed(1)} %`,
  );
}

function net(activation, [w1, b1, w2], x) {
  return tf.matMul(activation(tf.add(tf.matMul(x, w1), b1)), w2);
}

/** The mean of the squared gradient of the net in its input. */
function steepness(activation, weights) {
  const gradient = tf.grad(x => tf.sum(net(activation, weights, x)))(x);
  return tf.mean(tf.sum(tf.square(gradient), 1));
}

function initial() {
  return [
    tf.randomNormal([2, 32], 0, 1, 'float32', 2),
    tf.randomNormal([32], 0, 0.5, 'float32', 3),
    tf.randomNormal([32, 1], 0, 0.3, 'float32', 4),
  ];
}

function direction({shape}) {
  return tf.randomNormal(shape, 0, 1, 'float32', 5);
}

function difference(measure, weights, step = 0.004) {
  const at = sign => measure(weights.map(each => tf.add(each, tf.mul(sign * step, direction(each))))).dataSync()[0];
  return (at(1) - at(-1)) / (2 * step);
}

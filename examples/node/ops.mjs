/** A function that tf.js lacks as an op: values, gradients in x and in a parameter, second derivatives, and what runs. */

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

tf.enableProdMode(); // no advice to use tfjs-node
const rx = rectifiers(tf);

// A smooth relu, ln(1 + e^(kx)) / k. Its derivative is the logistic function of kx, the next one k s (1 - s).
const k = 3;
const f = x => rx.smoothRelu(x, {k});
const x = tf.linspace(-2, 2, 9);
const first = tf.grad(f);
const second = tf.grad(first);
table({x, 'f(x)': f(x), "f'(x)": first(x), "f''(x)": second(x)});

const s = tf.sigmoid(tf.mul(x, k));
const exact = tf.mul(k, tf.mul(s, tf.sub(1, s)));
console.log(`\nf'' differs from k s (1 - s) by at most ${largest(tf.sub(second(x), exact)).toExponential(1)}`);

// A parameter may be a tensor, here one value a column, and then has a gradient too.
const [dx, dk] = tf.grads((x, k) => rx.smoothRelu(x, {k}))([tf.ones([4, 3]), tf.tensor1d([1, 2, 4])]);
console.log(`\nGradients with one k a column: dx has shape [${dx.shape}], dk is [${dk.dataSync().join(', ')}]`);

// One kernel forward, one backward; written with tf.js's own ops it would be several.
const kernels = async body => (await tf.profile(body)).kernels.map(({name}) => name);
console.log('\nKernels of value and gradient:');
console.log('  rx.smoothRelu    ', (await kernels(() => first(x))).join(', '));
const composed = tf.grad(x => tf.div(tf.softplus(tf.mul(x, k)), k));
console.log('  softplus(kx) / k ', (await kernels(() => composed(x))).join(', '));

function table(columns) {
  const names = Object.keys(columns);
  const values = names.map(name => columns[name].dataSync());
  console.log(names.map(name => name.padStart(10)).join(''));
  for (let i = 0; i < values[0].length; i++) console.log(values.map(each => each[i].toFixed(5).padStart(10)).join(''));
}

function largest(tensor) {
  return tf.max(tf.abs(tensor)).dataSync()[0];
}

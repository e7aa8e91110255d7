import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// The frequency of data is learned: they were made with 2.
const x = tf.linspace(-3, 3, 100);
const wanted = rx.snake(x, {frequency: 2});

const frequency = tf.variable(tf.scalar(1.7));
const optimizer = tf.train.adam(0.02);
for (let i = 0; i < 200; i++) {
  optimizer.minimize(() => tf.losses.meanSquaredError(wanted, rx.snake(x, {frequency})));
}
console.log(frequency.dataSync()[0].toFixed(2));

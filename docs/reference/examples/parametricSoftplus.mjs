import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Scale and sharpness are found from data that were made with 1.5 and 2.
const x = tf.linspace(-2, 2, 50);
const wanted = rx.parametricSoftplus(x, {alpha: 1.5, beta: 2});

const [alpha, beta] = [tf.variable(tf.scalar(0.2)), tf.variable(tf.scalar(5))];
const optimizer = tf.train.adam(0.1);
for (let i = 0; i < 500; i++) {
  optimizer.minimize(() => tf.losses.meanSquaredError(wanted, rx.parametricSoftplus(x, {alpha, beta})));
}
console.log(alpha.dataSync()[0].toFixed(2), beta.dataSync()[0].toFixed(2));

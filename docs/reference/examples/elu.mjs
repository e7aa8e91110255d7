import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// The mean of activations comes nearer to 0 than relu's, which cannot be negative.
const x = tf.randomNormal([100000], 0, 1, 'float32', 7);
const mean = y => tf.mean(y).dataSync()[0].toFixed(2);

console.log('relu', mean(rx.relu(x)));
console.log('elu', mean(rx.elu(x)));
console.log('elu, alpha 2', mean(rx.elu(x, {alpha: 2})));

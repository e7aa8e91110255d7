import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Of standard normal numbers the results have mean 0 and variance 1.
const x = tf.randomNormal([100000], 0, 1, 'float32', 3);
const {mean, variance} = tf.moments(rx.starRelu(x));

console.log(Math.abs(mean.dataSync()[0]).toFixed(1), variance.dataSync()[0].toFixed(1));

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Through 20 layers, mean and variance stay near 0 and 1, if weights have the variance 1 / inputs.
let y = tf.randomNormal([100, 200], 0, 1, 'float32', 1);
for (let i = 0; i < 20; i++) {
  const kernelInitializer = tf.initializers.randomNormal({stddev: 1 / Math.sqrt(200), seed: i + 2});
  y = tf.layers.dense({units: 200, activation: rx.activation('selu'), kernelInitializer}).apply(y);
}
const {mean, variance} = tf.moments(y);
console.log('mean', mean.dataSync()[0].toFixed(1), 'variance', variance.dataSync()[0].toFixed(1));

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// As k grows it becomes relu: at 0, where they are farthest apart, the distance is ln(2) / k.
const x = tf.linspace(-5, 5, 1001);
for (const k of [1, 10, 100]) {
  const distance = tf.max(tf.sub(rx.smoothRelu(x, {k}), rx.relu(x))).dataSync()[0];
  console.log(`k = ${k}: ${distance.toFixed(5)}, ln(2) / k = ${(Math.LN2 / k).toFixed(5)}`);
}

// k may be a tensor, here one a channel, and then has a gradient.
const channels = tf.tensor2d([[-1, 0.5, 2]]);
tf.grad(k => rx.smoothRelu(channels, {k}))(tf.tensor1d([1, 2, 4])).print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Bounds may be tensors: here one pair a channel, with gradients, which count what is outside.
const x = tf.tensor2d([
  [-5, 0.5],
  [2, 3],
]);
const minValue = tf.tensor1d([-1, 0]);
const maxValue = tf.tensor1d([1, 2]);

rx.hardTanh(x, {minValue, maxValue}).print();
tf.grad(maxValue => rx.hardTanh(x, {minValue, maxValue}))(maxValue).print();

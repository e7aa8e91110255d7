import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([
  [1, -2, 3],
  [1000, 999, 0],
  [-Infinity, -Infinity, -Infinity],
]);
rx.logSumExpPlus(x).print();

// Of one number it is softplus, and its gradient is softmaxPlus.
rx.logSumExpPlus([[2]]).print();
rx.softplus([2]).print();
tf.grad(x => rx.logSumExpPlus(x))(x).print();

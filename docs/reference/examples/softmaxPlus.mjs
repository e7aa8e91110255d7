import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Attention that may attend to nothing: the weights need not add up to 1.
const scores = tf.tensor2d([
  [2, 1, 0],
  [-5, -6, -7],
]);

rx.softmaxPlus(scores).print();
rx.softmax(scores).print();

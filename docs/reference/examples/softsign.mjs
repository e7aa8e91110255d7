import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// It comes close to 1 as 1 - 1 / x, where tanh is there at once.
const x = tf.tensor1d([1, 10, 100, Infinity]);

rx.softsign(x).print();
tf.tanh(x).print();

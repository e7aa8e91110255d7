import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// What is far enough below the largest is exactly 0; softmax never is.
const x = tf.tensor2d([[3, 2.5, 1, -2]]);

rx.sparsemax(x).print();
rx.softmax(x).print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// beta switches between the mean of two lines, 1.5 x and -0.5 x, and the larger of them.
const x = tf.tensor1d([-2, -1, 0, 1, 2]);

for (const beta of [0, 1, 100]) rx.aconC(x, {p1: 1.5, p2: -0.5, beta}).print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([[1, 5, 2, -3, 4, 0]]);

// Consecutive channels form a unit, or those that are 'units' apart.
rx.maxout(x).print();
rx.maxout(x, {grouping: 'strided'}).print();

// Of x and a line through 0 it is a rectifier.
const t = tf.tensor1d([-2, 0, 3]);
rx.maxout(tf.stack([t, tf.mul(t, 0.1)], 1)).print();

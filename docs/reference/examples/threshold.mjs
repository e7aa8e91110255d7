import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// A floor with a step: what is not above 0.1 becomes -1.
const x = tf.tensor1d([-5, 0.1, 0.2, 3]);

rx.threshold(x, {threshold: 0.1, value: -1}).print();

// The value has a gradient: how many have it.
tf.grad(value => rx.threshold(x, {threshold: 0.1, value}))(tf.scalar(-1)).print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// What is not above theta is dropped, what is above passes as it is, and so does its gradient.
const x = tf.tensor1d([0.5, 1, 1.5, 2]);

rx.thresholdedRelu(x).print();
tf.grad(x => rx.thresholdedRelu(x))(x).print();

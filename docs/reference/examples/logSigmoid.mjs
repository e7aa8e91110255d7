import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// The logarithm of a probability that is too small to be a number.
const logit = tf.tensor1d([-1000, 0, 5]);

rx.logSigmoid(logit).print();
tf.log(tf.sigmoid(logit)).print();

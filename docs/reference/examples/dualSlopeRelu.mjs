import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Two slopes make many functions: the absolute value, the identity, relu.
const x = tf.tensor1d([-2, 0, 3]);

rx.dualSlopeRelu(x, {positiveSlope: 1, negativeSlope: -1}).print();
rx.dualSlopeRelu(x, {positiveSlope: 1, negativeSlope: 1}).print();
rx.dualSlopeRelu(x, {positiveSlope: 1, negativeSlope: 0}).print();

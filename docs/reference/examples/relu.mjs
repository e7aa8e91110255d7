import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor1d([-2, 0, 1, 5]);

rx.relu(x, {negativeSlope: 0.1, maxValue: 4}).print();

// At exactly 0 the derivative is 0, unless you choose another.
tf.grad(x => rx.relu(x))(x).print();
tf.grad(x => rx.relu(x, {gradientAtZero: 0.5}))(x).print();

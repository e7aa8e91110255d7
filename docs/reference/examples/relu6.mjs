import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Quantised nets like a bound: 6 is reached, and from there on the derivative is 0.
const x = tf.tensor1d([-1, 0, 3, 6, 100]);

rx.relu6(x).print();
tf.grad(x => rx.relu6(x))(x).print();

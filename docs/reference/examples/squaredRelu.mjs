import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// The derivative has no jump at 0, and grows without bound.
const x = tf.tensor1d([-1, 0, 0.5, 3]);

rx.squaredRelu(x).print();
tf.grad(x => rx.squaredRelu(x))(x).print();

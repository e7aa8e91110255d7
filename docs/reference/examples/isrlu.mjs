import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Like elu, without an exponential: it ends at -1 / sqrt(alpha).
const x = tf.tensor1d([-Infinity, -2, -1, 0, 1]);

rx.isrlu(x).print();
rx.isrlu(x, {alpha: 4}).print();
rx.elu(x).print();

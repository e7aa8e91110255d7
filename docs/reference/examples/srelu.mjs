import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Three lines that meet at -1 and 1; each point moves the one that it is on, and its threshold.
const x = tf.tensor1d([-3, 0, 2]);
const at = {tLeft: -1, aLeft: 0.1, tRight: 1, aRight: 0.5};
rx.srelu(x, at).print();

tf.grad(tRight => rx.srelu(x, {...at, tRight}))(tf.scalar(1)).print();
tf.grad(aRight => rx.srelu(x, {...at, aRight}))(tf.scalar(0.5)).print();

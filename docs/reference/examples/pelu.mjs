import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor1d([-2, -1, 0, 1, 2]);

// It starts as elu; a scales it, b stretches what is below 0, and the slope at 0 is a / b from both sides.
rx.pelu(x).print();
rx.pelu(x, {a: 2, b: 4}).print();

const [da, db] = tf.grads((a, b) => rx.pelu(x, {a, b}))([tf.scalar(1), tf.scalar(1)]);
da.print();
db.print();

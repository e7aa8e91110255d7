import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// x^3 / 3 for small x, where x - tanh(x) loses all of it.
const x = tf.tensor1d([0.0001, 0.01, 1]);

const show = y => console.log(...Array.from(y.dataSync(), value => value.toPrecision(4)));
show(rx.tanhShrink(x));
show(tf.sub(x, tf.tanh(x)));

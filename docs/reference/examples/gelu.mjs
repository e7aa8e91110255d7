import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Exact in its tail, and what the form by tanh makes of that.
const x = tf.tensor1d([-10, -5, -1, 0, 1]);

const show = y => console.log(...Array.from(y.dataSync(), value => value.toPrecision(4)));
show(rx.gelu(x));
show(rx.gelu(x, {approximate: 'tanh'}));

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// No overflow on the right, and no rounding to 0 on the left.
const x = tf.tensor1d([-80, -1, 0, 1, 80]);
const show = y => console.log(...Array.from(y.dataSync(), value => value.toPrecision(4)));
show(rx.softplus(x));

// softplus(x) - softplus(-x) is x.
tf.sub(rx.softplus(x), rx.softplus(tf.neg(x))).print();

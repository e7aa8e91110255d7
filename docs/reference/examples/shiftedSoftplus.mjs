import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// 0 at 0, and x / 2 beside it, with all digits: ln(1 + e^x) - ln(2) has none left there.
const x = tf.tensor1d([-1e-8, 0, 1e-8]);

const show = y => console.log(...Array.from(y.dataSync(), value => value.toPrecision(4)));
show(rx.shiftedSoftplus(x));
show(tf.sub(tf.softplus(x), Math.LN2));

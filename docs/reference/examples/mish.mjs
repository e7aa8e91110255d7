import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Below 0 it dips, comes back, and keeps its digits: mish(x) is near x e^x there.
const x = tf.tensor1d([-20, -5, -1.1924, 0, 2]);

const show = y => console.log(...Array.from(y.dataSync(), value => value.toPrecision(4)));
show(rx.mish(x));
show(tf.grad(x => rx.mish(x))(x));

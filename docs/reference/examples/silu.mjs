import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Right to any order: here are the function and its first three derivatives at -0.5.
let f = x => rx.silu(x);
for (let order = 0; order < 4; order++) {
  f(tf.scalar(-0.5)).print();
  f = tf.grad(f);
}

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// An even function: it tells how large, not of which sign.
const x = tf.tensor1d([-3, -0.1, 0, 0.1, 3]);

rx.lisht(x).print();
tf.grad(x => rx.lisht(x))(x).print();

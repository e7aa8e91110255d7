import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Values on the left, their gates on the right: closed, half open, open.
const x = tf.tensor2d([[10, 20, 30, -100, 0, 100]]);

rx.glu(x).print();
rx.glu(tf.reverse(x, 1), {gate: 'first'}).print();

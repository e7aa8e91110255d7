import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Llama has silu(gate) * up. Both as one layer, the gate first:
const gate = tf.tensor2d([[-1, 0, 2]]);
const up = tf.tensor2d([[5, 5, 5]]);

rx.swiglu(tf.concat([gate, up], 1), {gate: 'first'}).print();
tf.mul(rx.silu(gate), up).print();

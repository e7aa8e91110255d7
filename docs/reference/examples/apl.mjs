import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor1d([-2, -1, 0, 1, 2]);

// One hinge at 0 makes relu the identity, or the absolute value; two make a step down that ends at -1.
rx.apl(x, {a: [-1], b: [0]}).print();
rx.apl(x, {a: [1], b: [0]}).print();
rx.apl(x, {a: [-1, 1], b: [0, -1]}).print();

// Hinges as a tensor have a gradient.
const b = tf.tensor1d([0, 1]);
tf.grad(b => rx.apl(x, {a: [0.2, -0.5], b}))(b).print();

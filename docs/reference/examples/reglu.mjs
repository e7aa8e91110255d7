import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([[10, 20, 30, -1, 0, 2]]);

rx.reglu(x).print();

// What is shut off passes nothing back either.
tf.grad(x => rx.reglu(x))(x).print();

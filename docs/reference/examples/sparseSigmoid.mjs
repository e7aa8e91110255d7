import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Of two numbers, sparsemax is sparseSigmoid of their difference.
const x = tf.tensor1d([-1.5, -0.5, 0, 0.5, 1.5]);

rx.sparseSigmoid(x).print();
tf.slice(rx.sparsemax(tf.stack([x, tf.zerosLike(x)], 1)), [0, 0], [-1, 1])
  .squeeze()
  .print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// beta leads from x / 2 over silu to relu.
const x = tf.tensor1d([-2, -1, 0, 1, 2]);

for (const beta of [0, 1, 100]) rx.swishBeta(x, {beta}).print();

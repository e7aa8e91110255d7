import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Whatever alpha is, the slope at 0 is 1: no kink, where elu has one.
const slopes = f => tf.grad(f)(tf.tensor1d([-1e-6, 1e-6]));

slopes(x => rx.celu(x, {alpha: 0.25})).print();
slopes(x => rx.elu(x, {alpha: 0.25})).print();

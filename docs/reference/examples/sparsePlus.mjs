import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Its derivative is sparseSigmoid, as that of softplus is the sigmoid.
const x = tf.tensor1d([-2, -0.5, 0, 0.5, 2]);

rx.sparsePlus(x).print();
tf.grad(x => rx.sparsePlus(x))(x).print();
rx.sparseSigmoid(x).print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Keras 3's, PyTorch's and JAX's, and beside it tf.js's own, which keeps its name in models.
const x = tf.tensor2d([[-3, -1, 0, 1, 3]]);

rx.hardSigmoid(x).print();
tf.layers.activation({activation: 'hardSigmoid'}).apply(x).print();

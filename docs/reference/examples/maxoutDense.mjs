import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Two maps of one input, x and -x, make the absolute value.
const layer = rx.layers.maxoutDense({units: 1, pieces: 2, inputShape: [1]});
tf.sequential({layers: [layer]});
layer.setWeights([tf.tensor3d([1, -1], [2, 1, 1]), tf.zeros([2, 1])]);

layer.apply(tf.tensor2d([[-3], [0], [2]])).print();

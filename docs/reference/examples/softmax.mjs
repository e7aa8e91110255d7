import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Over two axes together: a distribution over the places of each channel.
const maps = tf.tensor4d([1, 5, 2, 5, 3, 5, 4, 5], [1, 2, 2, 2]);
const heat = rx.softmax(maps, {axis: [1, 2]});

tf.sum(heat, [1, 2]).print();
heat.reshape([4, 2]).print();

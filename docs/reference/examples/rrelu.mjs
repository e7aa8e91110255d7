import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.fill([6], -1);

// In training each element has its own slope, the same in every run if there is a seed; else it is the mean.
rx.rrelu(x, {training: true, seed: 1}).print();
rx.rrelu(x).print();

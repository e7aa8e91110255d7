import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Far to the left it is b / (4 |x|). As the formula stands, nothing is left of it in float32.
const x = tf.tensor1d([-10, -1000, -100000]);

const show = y => console.log(...Array.from(y.dataSync(), value => value.toPrecision(4)));
show(rx.squareplus(x));
show(tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2));

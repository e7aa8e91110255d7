import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// How far it is from gelu, and where.
const x = tf.linspace(-6, 6, 12001);
const distance = tf.abs(tf.sub(rx.quickGelu(x), rx.gelu(x)));

const at = x.dataSync()[tf.argMax(distance).dataSync()[0]];
console.log(tf.max(distance).dataSync()[0].toFixed(4), 'at', at.toFixed(2));

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// What selu makes of standard normal numbers has mean 0 and variance 1, and still has after dropout.
const x = rx.selu(tf.randomNormal([200, 500], 0, 1, 'float32', 5));
const said = (name, y) => {
  const {mean, variance} = tf.moments(y);
  console.log(name, Math.abs(mean.dataSync()[0]).toFixed(1), variance.dataSync()[0].toFixed(1));
};

said('selu', x);
said('rx.layers', rx.layers.alphaDropout({rate: 0.3, seed: 1}).apply(x, {training: true}));
said('tf.layers', tf.layers.alphaDropout({rate: 0.3}).apply(x, {training: true}));

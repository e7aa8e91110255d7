import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// With slopes of 1 a second layer undoes the first, and lengths are kept.
const x = tf.tensor2d([[3, 4, 0, 0]]);
const same = {positiveSlope: 1, negativeSlope: 1};
const y = rx.layers.filterBank(same).apply(x);

y.print();
tf.norm(y).print();
rx.layers
  .filterBank({...same, inverse: true})
  .apply(y)
  .print();

// Two numbers for each of 1024 elements, where a dense layer has a million.
const model = tf.sequential({layers: [rx.layers.filterBank({inputShape: [1024]})]});
console.log(model.countParams());

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// A feed-forward layer of a transformer: one dense layer makes values and gates.
const model = tf.sequential({
  layers: [tf.layers.dense({units: 2 * 64, inputShape: [10, 16]}), rx.layers.geglu(), tf.layers.dense({units: 16})],
});
for (const {outputShape} of model.layers) console.log(outputShape);

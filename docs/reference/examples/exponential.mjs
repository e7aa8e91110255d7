import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

rectifiers(tf); // registers the classes
// For rates and other positive outputs, as in Keras: tf.js has no activation of that name.
const model = tf.sequential({
  layers: [tf.layers.dense({units: 3, inputShape: [1], activation: 'exponential', kernelInitializer: 'ones'})],
});
model.predict(tf.tensor2d([[-1], [0], [2]])).print();

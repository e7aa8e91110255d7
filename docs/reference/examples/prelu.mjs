import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// A slope a channel is learned, however large the image is; sharedAxes changes that.
const shapeOf = config => {
  const layer = rx.layers.prelu({inputShape: [8, 8, 3], ...config});
  tf.sequential({layers: [layer]});
  return layer.getWeights()[0].shape;
};
console.log(shapeOf({}), shapeOf({sharedAxes: []}), shapeOf({sharedAxes: [1, 2, 3]}));

// The derivative in a slope is the sum of the negative inputs that it has met.
const x = tf.tensor2d([
  [-1, 2],
  [-3, -5],
]);
tf.grad(alpha => rx.prelu(x, {alpha}))(tf.tensor1d([0.25, 0.25])).print();

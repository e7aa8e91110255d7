import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// A number passes where it is larger than what the kernel makes of its neighbourhood, here a tenth of their sum.
const image = tf.tensor4d([0, 0, 0, 0, -5, 0, 0, 0, 9], [1, 3, 3, 1]);
const layer = rx.layers.frelu({
  batchNormalization: false,
  depthwiseInitializer: tf.initializers.constant({value: 0.1}),
});

layer.apply(image).squeeze().print();

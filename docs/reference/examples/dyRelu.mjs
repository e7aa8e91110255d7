import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// With weights of 0 its two lines are x and 0: it starts from relu, and the image moves them.
const image = tf.tensor4d([-2, -1, 1, 3], [1, 2, 2, 1]);
const brighter = tf.add(image, 4);

rx.layers.dyRelu({kernelInitializer: 'zeros'}).apply(image).squeeze().print();

const layer = rx.layers.dyRelu({kernelInitializer: 'ones'});
layer.apply(image).squeeze().print();
layer.apply(brighter).squeeze().print();

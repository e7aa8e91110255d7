import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// With weights of 0, beta is 1/2 whatever the image is; what is learned makes it depend on that.
const x = tf.tensor4d([-2, -1, 1, 2], [1, 2, 2, 1]);

rx.layers.metaAconC({kernelInitializer: 'zeros'}).apply(x).squeeze().print();
rx.aconC(x, {beta: 0.5}).squeeze().print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// It minimises (x - y)^2 / 2 + threshold |y|: small coefficients go, large ones come nearer to 0.
const x = tf.tensor1d([-3, -0.2, 0, 0.4, 1]);

rx.softShrink(x).print();
rx.softShrink(x, {threshold: 1}).print();

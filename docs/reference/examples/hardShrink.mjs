import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
// Small coefficients go, large ones stay as they are: there is a jump, which softShrink has not.
const x = tf.tensor1d([-3, -0.5, 0, 0.4, 0.6]);

rx.hardShrink(x).print();
rx.softShrink(x).print();

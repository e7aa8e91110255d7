/** The package on tf.js, for what is easier to ask of it than of definitions. */

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from '../../src';

// tf.js would advise to use tfjs-node.
tf.enableProdMode();

export {tf};
export const rx = rectifiers(tf);

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([[-1, 1]]);
const through = activation => tf.layers.activation({activation}).apply(x);

// The slope is 0.01; as a bare string in a model it is what Keras means by it, 0.2.
through(rx.activation('leakyRelu')).print();
through('leakyRelu').print();
through(rx.activation('leakyRelu', {negativeSlope: 0.3})).print();

import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([[-2, 3]]);
const y = rx.crelu(x);
y.print();

// Nothing is lost: the halves add up to |x|, and their difference is x.
const [positive, negative] = tf.split(y, 2, 1);
tf.add(positive, negative).print();
tf.sub(positive, negative).print();

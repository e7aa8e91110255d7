// Keras's numbers from the models that it wrote, also saved and loaded again.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {describeModels} from './lane';

describeModels(tf, 'cpu');
describeModels(tf, 'wasm');

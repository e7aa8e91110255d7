// Keras's numbers from the models that it wrote, also saved and loaded again.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {fixtureNames, modelNames} from './fixtures';
import {describeModels} from './lane';

describeModels(tf, 'cpu', fixtureNames());
describeModels(tf, 'wasm', modelNames());

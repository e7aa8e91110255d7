// An app that takes core, layers and a backend, so that a bundler leaves out the rest.
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import {rectifiers} from 'tfjs-rectifiers';
import {job} from './job.mjs';

const tf = {...tfc, ...tfl};
globalThis.found = tf.setBackend('cpu').then(() => job(tf, rectifiers(tf)));

// An app that takes core, layers and a backend, without the rest.
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import {rectifiers} from 'tfjs-rectifiers';
import {job} from './job.mjs';
import {report} from './report.mjs';

const tf = {...tfc, ...tfl};
await tf.setBackend('cpu');
report(await job(tf, rectifiers(tf)));

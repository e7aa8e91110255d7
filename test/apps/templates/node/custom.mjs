// An app that counts bytes: it lists what it uses.
import * as tf from '@tensorflow/tfjs';
import {define, elu, prelu, rectifiers, smoothRelu, squareplus, wasm} from 'tfjs-rectifiers/custom';
import {job} from './job.mjs';
import {report} from './report.mjs';

report(await job(tf, rectifiers(tf, [smoothRelu, prelu, squareplus, elu, define, wasm])));

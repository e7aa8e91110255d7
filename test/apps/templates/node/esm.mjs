// An app of ES modules: tf.js, the package, and models in the file system.
import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';
import {fileSystem} from 'tfjs-rectifiers/node';
import {job} from './job.mjs';
import {report, throughFiles} from './report.mjs';

await tf.setBackend('cpu');
const rx = rectifiers(tf);
report(await job(tf, rx), {files: await throughFiles(tf, rx, fileSystem('esm-model'))});

// An app on tfjs-node, whose path is given; its own file:// beside ours.
import {createRequire} from 'node:module';
import {rectifiers} from 'tfjs-rectifiers';
import {registerFileSystem} from 'tfjs-rectifiers/node';
import {job} from './job.mjs';
import {report, throughFiles} from './report.mjs';

const tf = createRequire(import.meta.url)(process.argv[2]);
const rx = rectifiers(tf);
registerFileSystem(tf);
report(await job(tf, rx), {backend: tf.getBackend(), files: await throughFiles(tf, rx, 'file://node-model')});

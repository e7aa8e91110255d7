// The plugin loaded four times, by import and by require, from two folders: one installation, and any copy's model loads.
import * as tf from '@tensorflow/tfjs';
import {createRequire} from 'node:module';
import * as esm from 'tfjs-rectifiers';
import {job} from './job.mjs';
import {report} from './report.mjs';

const require = createRequire(import.meta.url);
const other = createRequire(new URL('other/app.cjs', import.meta.url));
const cjs = require('tfjs-rectifiers');
const otherCjs = other('tfjs-rectifiers');
const otherEsm = await import(new URL('other/node_modules/tfjs-rectifiers/dist/index.js', import.meta.url));

await tf.setBackend('cpu');
const copies = [esm, cjs, otherCjs, otherEsm].map(each => each.rectifiers);
const [first, ...rest] = copies.map(each => each(tf));
report(await job(tf, first), {copies: new Set(copies).size, same: rest.every(each => each === first)});

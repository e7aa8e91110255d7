// An app of ES modules, for bundlers: what it finds, a test reads from the page.
import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';
import {job} from './job.mjs';

globalThis.found = tf.setBackend('cpu').then(() => job(tf, rectifiers(tf)));

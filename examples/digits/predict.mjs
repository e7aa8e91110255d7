/** Run by main.mjs in a fresh process: loads the saved model on another backend and writes its predictions. */

import {writeFileSync} from 'node:fs';
import {rectifiers} from 'tfjs-rectifiers';
import {fileSystem} from 'tfjs-rectifiers/node';
import {startBackend} from './backend.mjs';
import {loadDigits} from './data.mjs';
import {PIXELS} from './shifts.mjs';

const [backend, folder, output] = process.argv.slice(2);
const tf = await startBackend(backend);
if (!tf) process.exit(3);
// All that a program needs to load a model with rectifiers: that they are registered.
rectifiers(tf);
const model = await tf.loadLayersModel(fileSystem(folder));
const {test} = loadDigits();
const predictions = model.predict(tf.tensor2d(test.images, [test.count, PIXELS]));
writeFileSync(output, new Uint8Array((await predictions.data()).buffer));

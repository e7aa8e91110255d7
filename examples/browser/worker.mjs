/**
 * TensorFlow.js in a worker, so that nothing it does freezes the page: not training on a slow backend, nor a GPU
 * compiling. Tells of training by messages {event}.
 */

import * as tf from '@tensorflow/tfjs';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import {rectifiers} from 'tfjs-rectifiers';
import {answer} from '../common/answer.mjs';
import {missingBackends} from '../common/backends.mjs';
import {artifactsOf, startBackend} from '../common/start.mjs';
import {filesOf, fromFiles, savedInBrowser} from '../common/store.mjs';
import {curvesOf, parametersOf} from '../digits/learnt.mjs';
import {PIXELS, withShifts} from '../digits/shifts.mjs';
import {fetchDigits} from './data.mjs';

setWasmPaths('wasm/');
const rx = rectifiers(tf);
const XS = Array.from({length: 49}, (_, i) => -3 + i / 8);
const BATCH = 64;
const IN_BROWSER = 'indexeddb://tfjs-rectifiers-digits';

let model = null;
let optimizer = null;
let epochs = 0;
let stopped = false;
const digits = {};

/** What the page may ask for. Those in `queued` wait for each other, the others answer while one is under way. */
const answers = {
  missingBackends,
  predict,
  layers,
  stop: () => void (stopped = true),
  saved: () => savedInBrowser(tf, IN_BROWSER),
};
const queued = {
  useBackend,
  accuracy,
  train,
  loadShipped: () => adopt(tf.loadLayersModel('model/model.json')),
  startAfresh: () => adopt(tf.models.modelFromJSON(model.toJSON(null, false))),
  saveInBrowser: async () => void (await model.save(IN_BROWSER)),
  loadFromBrowser: () => adopt(tf.loadLayersModel(IN_BROWSER)),
  files: () => filesOf(tf, model),
  loadFiles: files => adopt(fromFiles(tf, files)),
};

answer({answers, queued});

async function useBackend(name) {
  const artifacts = model && (await artifactsOf(tf, model));
  return startBackend(tf, name, async () => {
    if (artifacts) await adopt(tf.loadLayersModel(tf.io.fromMemory(artifacts)));
    await warmUp();
  });
}

/** The first prediction compiles: it is not what a prediction takes. */
async function warmUp() {
  if (model) await predict(new Float32Array(PIXELS));
}

async function adopt(loading) {
  const next = await loading;
  try {
    const [input, output] = [next.inputs, next.outputs].map(list => list.map(({shape}) => shape.slice(1)));
    if (String(input) !== String(PIXELS) || String(output) !== '10') {
      throw new Error(
        `This is no model of digits: it takes [${input.join('], [')}] and gives [${output.join('], [')}], ` +
          `but digits are [${PIXELS}] pixels and [10] probabilities.`,
      );
    }
  } catch (error) {
    next.dispose();
    throw error;
  }
  model?.dispose();
  optimizer?.dispose();
  [model, optimizer] = [next, null];
}

async function predict(pixels) {
  const started = performance.now();
  const output = tf.tidy(() => model.predict(tf.tensor2d(pixels, [1, PIXELS])));
  try {
    const probabilities = Array.from(await output.data());
    return {probabilities, time: performance.now() - started, backend: tf.getBackend()};
  } finally {
    output.dispose();
  }
}

/** The rectifier layers with their parameters' ranges and curves. */
async function layers() {
  const found = await parametersOf(rx, model);
  const described = [];
  for (const layer of found) {
    const parameters = Object.entries(layer.values).map(([name, list]) => ({
      name,
      channels: list.length,
      start: layer.start[name] ?? null,
      mean: list.reduce((sum, value) => sum + value, 0) / list.length,
      least: list.reduce((a, b) => Math.min(a, b)),
      greatest: list.reduce((a, b) => Math.max(a, b)),
    }));
    described.push({name: layer.name, op: layer.op, parameters, ...(await curvesOf(tf, rx, XS, layer))});
  }
  return {xs: XS, layers: described};
}

/** How many of the held-out digits are read rightly, and which are not. */
async function accuracy() {
  const {images, labels, count} = (digits.test ??= await fetchDigits('test.bin'));
  const misread = [];
  const batch = 250;
  for (let from = 0; from < count; from += batch) {
    const size = Math.min(batch, count - from);
    const x = tf.tensor2d(images.subarray(from * PIXELS, (from + size) * PIXELS), [size, PIXELS]);
    // In one piece: tf.js predicts 32 at a time unless told otherwise.
    const output = tf.tidy(() => model.predict(x, {batchSize: size}));
    // Ten numbers a digit are read faster than compared on a graphics processor.
    const probabilities = await output.data();
    tf.dispose([x, output]);
    for (let i = 0; i < size; i++) {
      const row = probabilities.subarray(i * 10, i * 10 + 10);
      if (row.indexOf(Math.max(...row)) !== labels[from + i]) misread.push(from + i);
    }
  }
  return {share: 1 - misread.length / count, count, misread};
}

/** One epoch on the training digits and a shifted copy of each; tells of every batch, and stops where asked to. */
async function train({learningRate, mostBatches = Infinity}) {
  stopped = false;
  digits.train ??= await fetchDigits('train.bin');
  const {images, labels, count} = withShifts(digits.train, {copies: 1, seed: ++epochs});
  const batches = Math.min(mostBatches, Math.ceil(count / BATCH));
  const used = Math.min(count, batches * BATCH);
  if (!optimizer) {
    optimizer = tf.train.adam(learningRate, 0.9, 0.999, 1e-7);
    model.compile({optimizer, loss: 'categoricalCrossentropy'});
  }
  optimizer.learningRate = learningRate;
  const x = tf.tensor2d(images.subarray(0, used * PIXELS), [used, PIXELS]);
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(labels.subarray(0, used), 'int32'), 10), 'float32'));
  let [done, loss, drawn] = [0, 0, 0];
  try {
    await model.fit(x, y, {
      epochs: 1,
      batchSize: BATCH,
      // They are in another order every epoch already.
      shuffle: false,
      verbose: 0,
      // onBatchEnd lets messages in; tf.js's own way waits for a frame, which a hidden page has none of.
      yieldEvery: 'never',
      callbacks: {
        onBatchEnd: async (batch, logs) => {
          [done, loss] = [batch + 1, logs.loss];
          if (!Number.isFinite(loss)) throw new Error(`The loss became ${loss}: try a smaller learning rate.`);
          postMessage({event: 'batch', done, batches, loss});
          if (performance.now() - drawn > 250) {
            postMessage({event: 'layers', ...(await layers())});
            drawn = performance.now();
          }
          await new Promise(resolve => setTimeout(resolve));
          if (stopped) model.stopTraining = true;
        },
      },
    });
  } finally {
    tf.dispose([x, y]);
    // Left set where a callback threw, and then no later fit would start.
    model.isTraining = false;
  }
  return {done, batches, loss, stopped: done < batches};
}

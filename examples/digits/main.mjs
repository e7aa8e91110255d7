/**
 * Handwritten digits with learnable rectifiers: trains, compares with plain relu, shows what was learnt, saves, and
 * reloads the model in a fresh process on another backend.
 */

import {SingleBar} from 'cli-progress';
import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {parseArgs} from 'node:util';
import {rectifiers} from 'tfjs-rectifiers';
import {fileSystem} from 'tfjs-rectifiers/node';
import {training} from 'tfjs-rectifiers/training';
import {startBackend} from './backend.mjs';
import {loadDigits} from './data.mjs';
import {curvesOf, parametersOf} from './learnt.mjs';
import {buildCnn, buildMlp} from './models.mjs';
import {picture} from './picture.mjs';
import {PIXELS, withDistortions, withShifts} from './shifts.mjs';

const USAGE = `Usage: node examples/digits/main.mjs [--epochs N] [--cnn]
  --epochs N  passes over 9,000 digits and four shifted copies of each, or three distorted ones (default 3)
  --cnn       a small convolutional net; its copies are turned, slanted and zoomed, too`;

const {cnn, epochs} = readArguments();
const folder = join(import.meta.dirname, 'output', cnn ? 'cnn' : 'mlp');
const started = Date.now();

const {tf, backend} = await chooseBackend();
const rx = rectifiers(tf);
// tf.js's wasm backend lacks the gradients of convolutions.
training(rx).enableWasmTraining();
const {train: original, test} = loadDigits();
const train = cnn ? withDistortions(original) : withShifts(original);
console.log(
  `${cnn ? 'A small CNN' : 'An MLP'} on ${backend}: ${original.count} digits to train on (${train.count} with ${cnn ? 'distorted' : 'shifted'} copies), ${test.count} held out, ${epochs} epochs\n`,
);
const data = Object.fromEntries(
  Object.entries({train, test}).map(([name, {images, labels, count}]) => [
    name,
    {x: tf.tensor2d(images, [count, PIXELS]), y: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), 10).toFloat())},
  ]),
);

const model = (cnn ? buildCnn : buildMlp)(tf, rx);
const learnt = await fit(model, 'learnable rectifiers');
const plain = await fit((cnn ? buildCnn : buildMlp)(tf, null), 'plain relu');
console.log(
  `\nAccuracy on held-out digits: ${percent(learnt)} with learnable rectifiers, ${percent(plain)} with plain relu\n`,
);

const layers = await parametersOf(rx, model);
showTable(layers);
mkdirSync(folder, {recursive: true});
const svg = join(folder, 'activations.svg');
writeFileSync(svg, await drawActivations(layers));
await model.save(fileSystem(join(folder, 'model')));
console.log(`\nSaved the model to ${short(join(folder, 'model'))} and the picture to ${short(svg)}`);

const reference = await tf.tidy(() => model.predict(data.test.x)).data();
let compared = 0;
for (const other of ['cpu', 'wasm', 'tensorflow'].filter(name => name !== backend)) {
  if (compareElsewhere(other, reference)) compared++;
}
if (!compared) throw new Error('No other backend could be started to reload the model on.');
console.log(`Done in ${((Date.now() - started) / 1000).toFixed(0)} s`);
const expected = cnn ? 0.97 : 0.95;
if (learnt < expected) throw new Error(`Only ${percent(learnt)} on held-out digits; expected ${percent(expected)}.`);

// ------------------------------------------------------------------------------------------------------------- helpers

function readArguments() {
  try {
    const {values} = parseArgs({
      options: {epochs: {type: 'string', default: '3'}, cnn: {type: 'boolean'}, help: {type: 'boolean'}},
    });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const number = Number(values.epochs);
    if (!Number.isInteger(number) || number < 1)
      throw new Error(`--epochs takes a whole number, not '${values.epochs}'`);
    return {cnn: values.cnn ?? false, epochs: number};
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

async function chooseBackend() {
  // On the cpu backend a CNN would take hours.
  for (const name of ['wasm', cnn ? 'tensorflow' : 'cpu']) {
    const found = await startBackend(name);
    if (found) return {tf: found, backend: name};
    if (name === 'wasm') console.log('The wasm backend did not start; going on without it, which is slower.');
  }
  console.error('--cnn needs the wasm backend, or tfjs-node (npm i @tensorflow/tfjs-node).');
  process.exit(1);
}

/** The learning rate when a share of the training is done. It falls, so that the last steps settle. */
function rateAt(share) {
  if (!cnn) return 0.003 * 0.4 ** Math.floor(share * epochs);
  // Up in the first tenth, then down along a cosine.
  return 0.004 * (share < 0.1 ? 0.1 + 9 * share : 0.5 + 0.5 * Math.cos((Math.PI * (share - 0.1)) / 0.9));
}

/** Trains with a progress bar; returns the accuracy on held-out digits. */
async function fit(net, name) {
  const optimizer = tf.train.adam(rateAt(0), 0.9, 0.999, 1e-7);
  net.compile({
    optimizer,
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const batchSize = 128;
  const batches = Math.ceil(train.count / batchSize);
  const format = `${name.padEnd(22)} {bar} epoch {epoch}/${epochs}  loss {loss}  {duration_formatted}`;
  const bar = new SingleBar({format, hideCursor: true, barsize: 24, noTTYOutput: true, notTTYSchedule: 5000});
  bar.start(batches * epochs, 0, {epoch: 1, loss: '-'});
  let done = 0;
  await net.fit(data.train.x, data.train.y, {
    epochs,
    batchSize,
    verbose: 0,
    // The digits are in a seeded order already, so that every run is the same.
    shuffle: false,
    // Yielding to the event loop at every batch is what the progress bar needs, no more.
    yieldEvery: 'never',
    callbacks: {
      onBatchBegin: () => void (optimizer.learningRate = rateAt(done++ / (batches * epochs))),
      onBatchEnd: (_, logs) => bar.increment(1, {loss: logs.loss.toFixed(4)}),
      onEpochBegin: epoch => bar.update({epoch: epoch + 1}),
    },
  });
  bar.stop();
  const [, accuracy] = net.evaluate(data.test.x, data.test.y, {batchSize: 500});
  return (await accuracy.data())[0];
}

function showTable(layers) {
  console.log('Learnt parameters, one value a channel');
  console.table(
    layers.flatMap(({name, values, start}) =>
      Object.entries(values).map(([parameter, list]) => ({
        layer: name,
        parameter,
        channels: list.length,
        start: round(start[parameter]),
        mean: round(list.reduce((sum, value) => sum + value, 0) / list.length),
        least: round(Math.min(...list)),
        greatest: round(Math.max(...list)),
      })),
    ),
  );
}

async function drawActivations(layers) {
  const xs = Array.from({length: 49}, (_, i) => -3 + i / 8);
  const panels = layers.map(async layer => ({
    title: layer.name.replaceAll('_', ' '),
    caption: `${Object.keys(layer.values).join(' and ')} of ${Object.values(layer.values)[0].length} channels`,
    ...(await curvesOf(tf, rx, xs, layer)),
  }));
  return picture(xs, await Promise.all(panels));
}

function compareElsewhere(other, expected) {
  const output = join(folder, `predictions-${other}.bin`);
  const script = join(import.meta.dirname, 'predict.mjs');
  const {status, stderr} = spawnSync(process.execPath, [script, other, join(folder, 'model'), output], {
    encoding: 'utf8',
  });
  if (status === 3) {
    console.log(`Reloading on ${other}: not installed here`);
    return false;
  }
  if (status !== 0) throw new Error(`Reloading on ${other} failed:\n${stderr}`);
  const bytes = readFileSync(output);
  rmSync(output);
  const got = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let largest = 0;
  let changed = 0;
  for (let row = 0; row < test.count; row++) {
    const [a, b] = [got, expected].map(all => all.subarray(row * 10, row * 10 + 10));
    a.forEach((value, i) => (largest = Math.max(largest, Math.abs(value - b[i]))));
    if (a.indexOf(Math.max(...a)) !== b.indexOf(Math.max(...b))) changed++;
  }
  console.log(
    `Reloaded in a fresh process on ${other}: ${test.count} predictions differ by ${largest.toExponential(1)} at most, ${changed} digits are read differently`,
  );
  if (!(largest < 1e-4)) throw new Error(`Predictions on ${other} differ by ${largest}.`);
  return true;
}

function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

function round(value) {
  return Math.round(value * 1e4) / 1e4;
}

function short(path) {
  return relative(process.cwd(), path);
}

// What runs beside another version of tf.js, in a Node of its own, on cpu and on wasm. scripts/versions.mjs bundles this
// file, with the package as npm installs it in place of src, puts it there and reads its last line.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {rectifiers} from '../../src/index';
import {fileSystem} from '../../src/node';
import {training} from '../../src/training/index';
import {job, type Report} from '../apps/job';
import {conformance} from '../conformance';
import type {Check, Lane} from '../conformance/lane';
import {checkFixture} from '../keras/check';
import {fixtureNames, readFixture} from '../keras/fixtures';
import {buildModel} from '../models/model';
import {close, equal, ok} from '../support/assert';
import {loadAxisFixture, loadFixture} from '../support/readFixture';
import {farthest, NET_NAMES, train} from '../training/nets';

const BACKENDS = ['cpu', 'wasm'] as const;
const rx = rectifiers(tf);
/** What the first backend gave, for the second to give again. */
const nets = new Map<string, number[][]>();
let reported: Report | undefined;

const laneOf = (backend: string): Lane => ({
  name: backend,
  tf,
  rx,
  fixture: loadFixture,
  axisFixture: loadAxisFixture,
  arithmetic: 'exact',
  flushesSubnormals: false,
});

function* checksOf(backend: string): Generator<Check> {
  for (const [group, checks] of conformance(laneOf(backend))) {
    for (const {name, run} of checks) yield {name: `${group}: ${name}`, run};
  }
  for (const name of fixtureNames()) yield {name: `Keras: ${name}`, run: () => checkFixture(tf, rx, readFixture(name))};
  for (const name of NET_NAMES) yield {name: `training: ${name}`, run: () => checkNet(name)};
  yield {name: "an app's job", run: checkJob};
  yield {name: 'a model of everything, through files', run: checkFiles};
}

async function checkNet(name: string): Promise<void> {
  const got = await train(tf, rx, name);
  ok(got[0]!.at(-1)! < got[0]![0]!, `the loss did not fall: ${got[0]}`);
  const want = nets.get(name) ?? got;
  nets.set(name, want);
  // Five steps, each with its own rounding.
  ok(farthest(got, want) < 1e-4, `trained, it is off by ${farthest(got, want)} from the other backend`);
}

async function checkJob(): Promise<void> {
  const report = await job(tf, rx);
  reported ??= report;
  equal(report.leaked, 0, 'leaked');
  ok(String(report.trained) !== String(report.before), 'it did not learn');
  close(report.loaded, report.trained, 0, 'loaded, beside what was saved');
  close(report.trained, reported.trained, 1e-6, 'trained, beside the other backend');
  for (const [i, gradient] of report.gradients.entries()) close(gradient, reported.gradients[i]!, 1e-6, 'gradient');
}

async function checkFiles(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rectifiers-versions-'));
  const x = tf.tensor2d([0.5, -0.25, 1, -1, 0.125, 2], [1, 6]);
  const predict = async (model: tf.LayersModel) => {
    const y = model.predict(x) as tf.Tensor;
    const values = await y.data();
    y.dispose();
    return values;
  };
  try {
    const model = buildModel(tf, rx);
    await model.save(fileSystem(folder));
    const loaded = await tf.loadLayersModel(fileSystem(folder));
    const want = await predict(model);
    ok(
      want.every(value => Number.isFinite(value)),
      `it predicts ${String(want)}`,
    );
    close(await predict(loaded), want, 0, 'loaded, beside what was saved');
    model.dispose();
    loaded.dispose();
  } finally {
    x.dispose();
    rmSync(folder, {recursive: true, force: true});
  }
}

/**
 * What this version of tf.js lacks, found by its own layers: a check that fails by that says nothing of the package.
 * scripts/versions.mjs holds the reasons to those that it knows.
 */
async function limits(): Promise<(error: Error) => string | null> {
  const gelu = await messageOf(() => tf.layers.activation({activation: 'gelu'}));
  const bare = tf.sequential({layers: [tf.layers.reLU({inputShape: [2]})]});
  const weightless = await messageOf(() => saveAndLoad(bare));
  await tf.setBackend('wasm');
  const fill = await messageOf(() => tf.fill([1], 1).dispose());
  return ({message, stack}) => {
    // Of what the package itself calls on its way, nothing may be missing.
    const ours = stack!.includes('node_modules/tfjs-rectifiers/');
    const kernel = /^Kernel '(\w+)' not registered for backend 'wasm'/.exec(message)?.[1];
    if (kernel && !ours) return `no ${kernel} on wasm`;
    if (fill && message === fill && !ours) return 'no fill without a dtype on wasm, so no Adagrad';
    if (gelu && message === gelu) return "no activation 'gelu'";
    return weightless && message === weightless ? 'models without weights do not load' : null;
  };
}

async function messageOf(body: () => unknown): Promise<string | null> {
  try {
    await body();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

async function saveAndLoad(model: tf.LayersModel): Promise<void> {
  let saved: tf.io.ModelArtifacts;
  await model.save(tf.io.withSaveHandler(async artifacts => (saved = artifacts) && ({} as tf.io.SaveResult)));
  await tf.loadLayersModel(tf.io.fromMemory(saved!));
}

Error.stackTraceLimit = 50;
const [, , only = ''] = process.argv;
const failed: string[] = [];
const lacks: Record<string, number> = {};
let passed = 0;
training(rx).enableWasmTraining();
const limitOf = await limits();
for (const backend of BACKENDS) {
  if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} did not start`);
  for (const {name, run} of checksOf(backend)) {
    if (!RegExp(only).test(name)) continue;
    try {
      await run();
      passed++;
    } catch (error) {
      const lack = limitOf(error as Error);
      if (lack) lacks[lack] = (lacks[lack] ?? 0) + 1;
      else failed.push(`${backend}: ${name}: ${(error as Error).stack!.split('\n').slice(0, 12).join('\n')}`);
    }
  }
}
console.log(JSON.stringify({tfjs: tf.version['tfjs-core'], node: process.version, passed, failed, lacks}));

// Checkpoints: where and when, and that a save that fails costs neither the training nor what was saved before.
import * as tf from '@tensorflow/tfjs';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {RectifierError} from '../../src/index';
import {fileSystem, registerFileSystem} from '../../src/node';
import {callbacks, createModel, fit, fitDataset, hush, rx, say, weightsOf} from './support';

registerFileSystem(tf);
const folder = mkdtempSync(join(tmpdir(), 'rectifiers-checkpoint-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** A store like localStorage: what was there is gone when a save fails. */
const store = new Map<string, tf.io.ModelArtifacts>();
let failing: (url: string) => boolean;
const handlerOf = (url: string): tf.io.IOHandler => ({
  save: async artifacts => {
    store.delete(url);
    if (failing(url)) throw new Error('quota exceeded.');
    store.set(url, artifacts);
    return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
  },
  load: async () => {
    const artifacts = store.get(url);
    if (!artifacts) throw new Error('no such model');
    return artifacts;
  },
});
const router = (url: string | string[]) => (String(url).startsWith('test://') ? handlerOf(String(url)) : null) as never;
tf.io.registerSaveRouter(router);
tf.io.registerLoadRouter(router);

let model: tf.Sequential;
beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => {
  store.clear();
  failing = () => false;
  model = createModel();
});
afterEach(() => {
  jest.restoreAllMocks();
  model.dispose();
});

/** The weights of each epoch. */
function recorder() {
  const seen: number[][][] = [];
  return {seen, watch: new tf.CustomCallback({onEpochEnd: async () => void seen.push(weightsOf(model))})};
}
async function saved(url: string): Promise<number[][]> {
  const loaded = await tf.loadLayersModel(handlerOf(url));
  const weights = weightsOf(loaded);
  loaded.dispose();
  return weights;
}

test.each([
  ['fit', fit],
  ['fitDataset', fitDataset],
])('each epoch under its name, %s; nothing leaks', async (_name, run) => {
  await run(model);
  const {seen, watch} = recorder();
  const before = tf.memory().numTensors;
  const checkpoint = callbacks.modelCheckpoint('test://m-{epoch:03d}-{loss:.2f}');
  await run(model, {epochs: 3, initialEpoch: 1, callbacks: [watch, say('loss', [9, 0.256, 1.5]), checkpoint]});
  expect(tf.memory().numTensors).toBe(before);
  expect([...store.keys()]).toEqual(['test://m-002-0.26', 'test://m-003-1.50']);
  expect(await saved('test://m-002-0.26')).toEqual(seen[0]);
  expect(await saved('test://m-003-1.50')).toEqual(seen[1]);
  expect(checkpoint.errors).toEqual([]);
});

test('only the best, over several trainings', async () => {
  const {seen, watch} = recorder();
  const said = hush('log');
  const checkpoint = callbacks.modelCheckpoint('test://best', {monitor: 'loss', saveBestOnly: true, verbose: 1});
  await fit(model, {epochs: 4, callbacks: [watch, say('loss', [3, 1, 2, NaN]), checkpoint]});
  expect(await saved('test://best')).toEqual(seen[1]);
  expect(checkpoint.best).toBe(1);
  await fit(model, {epochs: 2, callbacks: [watch, say('loss', [2, 0.5]), checkpoint]});
  expect(await saved('test://best')).toEqual(seen[5]);
  expect(said).toEqual([1, 2, 2].map(epoch => `Epoch ${epoch}: saved the model to test://best.`));

  const threshold = {monitor: 'loss', saveBestOnly: true, mode: 'max', initialValueThreshold: 5} as const;
  const picky = callbacks.modelCheckpoint('test://picky-{epoch}', threshold);
  await fit(model, {epochs: 3, callbacks: [say('loss', [5, 4, 6]), picky]});
  expect([...store.keys()]).toEqual(['test://best', 'test://picky-3']);
});

test('after so many batches', async () => {
  const checkpoint = callbacks.modelCheckpoint('test://b-{epoch}-{batch}', {saveFreq: 3});
  await fit(model, {epochs: 4, callbacks: [checkpoint]});
  // Of 8 batches, two an epoch, the third and the sixth.
  expect([...store.keys()]).toEqual(['test://b-2-1', 'test://b-3-2']);
});

test('a handler, and a function that gives one or a URL', async () => {
  const {seen, watch} = recorder();
  await fit(model, {callbacks: [watch, callbacks.modelCheckpoint(handlerOf('mine'))]});
  expect(await saved('mine')).toEqual(seen[0]);
  const places: unknown[] = [];
  const checkpoint = callbacks.modelCheckpoint(place => {
    places.push(place);
    return place.epoch === 1 ? handlerOf(`a-${place.epoch}`) : `test://a-{epoch}`;
  });
  await fit(model, {epochs: 2, callbacks: [say('loss', [4, 3]), checkpoint]});
  expect([...store.keys()]).toEqual(['mine', 'a-1', 'test://a-2']);
  expect(places).toEqual([
    {epoch: 1, batch: null, logs: {loss: 4}},
    {epoch: 2, batch: null, logs: {loss: 3}},
  ]);
});

test('a failed save is a warning; the earlier checkpoint comes back, and the best is what is there', async () => {
  const said = hush('warn');
  const {seen, watch} = recorder();
  const tries: number[] = [];
  // The second save, of epoch 2, fails, and epoch 3 is worse than it but better than the first.
  failing = () => tries.push(1) === 2;
  const checkpoint = callbacks.modelCheckpoint('test://best', {monitor: 'loss', saveBestOnly: true});
  let between: number[][] = [];
  const look = new tf.CustomCallback({
    onEpochEnd: async epoch => {
      if (epoch === 1) between = await saved('test://best');
    },
  });
  await fit(model, {epochs: 3, callbacks: [watch, say('loss', [5, 1, 3]), checkpoint, look]});
  expect(between).toEqual(seen[0]);
  expect(await saved('test://best')).toEqual(seen[2]);
  expect(checkpoint.best).toBe(3);
  expect(said).toEqual([
    'callbacks.modelCheckpoint: epoch 2 was not saved, training goes on. quota exceeded. The earlier checkpoint is in its place.',
  ]);
  expect(checkpoint.errors.map(String)).toEqual([`RectifierError: ${said[0] as string}`]);
});

test('also one of an earlier run; and if nothing can be written at all, training goes on', async () => {
  const said = hush('warn');
  await model.save('test://best');
  const weights = weightsOf(model);
  const tries: number[] = [];
  failing = () => tries.push(1) === 1;
  await fit(model, {callbacks: [callbacks.modelCheckpoint('test://best')]});
  expect(await saved('test://best')).toEqual(weights);

  failing = () => true;
  const checkpoint = callbacks.modelCheckpoint('test://best');
  const {history} = await fit(model, {epochs: 3, callbacks: [checkpoint]});
  expect(history['loss']).toHaveLength(3);
  expect(checkpoint.errors).toHaveLength(3);
  expect(checkpoint.errors[0]).toBeInstanceOf(RectifierError);
  expect(checkpoint.errors[0]!.message).toMatch(/The earlier checkpoint is lost: quota exceeded/);
  expect(said).toHaveLength(4);
});

test('with the optimizer, to go on; a sequential model comes back as one if it is given', async () => {
  model.dispose();
  model = createModel(tf.train.momentum(0.05, 0.9));
  const options = {includeOptimizer: true, model};
  await fit(model, {epochs: 2, callbacks: [callbacks.modelCheckpoint('test://all', options)]});
  const loaded = (await rx.loadLayersModel(handlerOf('test://all'))) as unknown as tf.LayersModel;
  expect(loaded).toBeInstanceOf(tf.Sequential);
  await fit(model, {epochs: 2});
  await fit(loaded, {epochs: 2});
  expect(weightsOf(loaded)).toEqual(weightsOf(model));
  loaded.dispose();
});

test('in the file system; a folder that cannot be written leaves the old model', async () => {
  const said = hush('warn');
  const target = join(folder, 'model');
  await fit(model, {epochs: 2, callbacks: [callbacks.modelCheckpoint(`file://${folder}/{epoch}`)]});
  expect(readdirSync(folder).sort()).toEqual(['1', '2']);
  const {seen, watch} = recorder();
  let block = false;
  const handler = fileSystem(target);
  const checkpoint = callbacks.modelCheckpoint(() => {
    // A file where a folder should be.
    if (!block) return handler;
    writeFileSync(join(folder, 'file'), '');
    return fileSystem(join(folder, 'file', 'model'));
  });
  const blocking = new tf.CustomCallback({onEpochEnd: async () => void (block = true)});
  await fit(model, {epochs: 2, callbacks: [watch, checkpoint, blocking]});
  expect(said).toHaveLength(1);
  const loaded = await tf.loadLayersModel(handler as never);
  expect(weightsOf(loaded)).toEqual(seen[0]);
  loaded.dispose();
});

test('a loss that cannot be saved is said, and the checkpoint that is there is left alone', async () => {
  const said = hush('warn');
  model.compile({optimizer: 'sgd', loss: [(y, z) => tf.losses.meanSquaredError(y, z)]});
  await model.save('test://m');
  const weights = weightsOf(model);
  const checkpoint = callbacks.modelCheckpoint('test://m', {includeOptimizer: true});
  await fit(model, {callbacks: [checkpoint]});
  expect(said[0]).toMatch(/non-string loss is not supported/);
  expect(await saved('test://m')).toEqual(weights);
});

test('what is wrong is said', async () => {
  const wrong: [() => unknown, RegExp][] = [
    [() => callbacks.modelCheckpoint(3 as never), /filepath must be a URL with one save handler, such as 'indexeddb.* but is 3/],
    [() => callbacks.modelCheckpoint({} as never), /or a function/],
    [() => callbacks.modelCheckpoint('test://a', 'loss' as never), /options must be an object, but is 'loss'/],
    [() => callbacks.modelCheckpoint('test://{epoch:x}'), /a field must be like \{epoch\}.* but is '\{epoch:x\}'/],
    [() => callbacks.modelCheckpoint('test://a', {saveFreq: 0}), /saveFreq must be 'epoch' or a whole number of batches, but is 0/],
    [() => callbacks.modelCheckpoint('test://a', {saveWeightsOnly: true} as never), /unknown setting 'saveWeightsOnly'/],
  ]; // prettier-ignore
  for (const [body, message] of wrong) {
    expect(body).toThrow(RectifierError);
    expect(body).toThrow(message);
  }
  const run = (...given: Parameters<typeof callbacks.modelCheckpoint>) =>
    fit(model, {callbacks: [callbacks.modelCheckpoint(...given)]});
  await expect(run('nowhere://m')).rejects.toThrow(
    /one save handler, such as 'indexeddb.*registerFileSystem.* but is 'nowhere:\/\/m'/,
  );
  await expect(run('test://{epoc}')).rejects.toThrow(
    /a field must be what this training logs, but is 'epoc'.*Did you mean 'epoch'/,
  );
  await expect(run('test://{val_loss}')).rejects.toThrow(/a field must be what this training logs, but is 'val_loss'/);
  await expect(run('test://m', {saveBestOnly: true})).rejects.toThrow(
    /monitor must be what this training logs.* but is 'val_loss'/,
  );
  const args = {saveBestOnly: true, saveFreq: 2, monitor: 'val_loss'} as const;
  const validated = {validationSplit: 0.5, callbacks: [callbacks.modelCheckpoint('test://m', args)]};
  await expect(fit(model, validated)).rejects.toThrow(/monitor must be what this training logs.* but is 'val_loss'/);
  const said = hush('warn');
  await run(() => null as never);
  expect(said[0]).toMatch(/filepath must be a URL.* or a function that returns one, but is null/);
});

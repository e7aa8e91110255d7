// Models from whoever: topologies, manifests and weights that were changed at random, loaded in a process of their own.
// Whatever comes is a model or an error that says so: no hang, no other number, no changed prototype, no file elsewhere.
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import {mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {rectifiers} from '../../src/index';
import type {Answer, Outcome} from './child';
import {startLoader, type Loader} from './loader';
import {writtenModels, type ModelJson, type WeightSpec, type Written} from './models';
import {mutate, mutation, shuffled, type Mutation} from './mutate';

/** The same cases in every run. `FUZZ=20 npx jest test/hostile` takes twenty times as many, from other seeds. */
const FUZZ = Number(process.env['FUZZ'] ?? 1);
const SEED = 20_260 + FUZZ - 1;
const RUNS = {topologies: 500 * FUZZ, manifests: 250 * FUZZ, harmless: 75 * FUZZ, weights: 50 * FUZZ};

// Longer than what is waited for a case that hangs.
jest.setTimeout(600_000 * FUZZ);

/** JSON that is changed without regard to what it is. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

let loader: Loader;
let models: Written[];
/** What the models predict as they were saved. */
const predictions = new Map<string, number[]>();
let cases = 0;
let started = 0;
const outcomes: Record<string, number> = {};

beforeAll(async () => {
  await tf.setBackend('cpu');
  [loader, models] = await Promise.all([startLoader(), writtenModels()]);
  started = Date.now();
  for (const model of models) {
    const {files} = await ask(model, JSON.stringify(model.json));
    if (files.kind !== 'model') throw new Error(`${model.name} does not load: ${files.message}`);
    predictions.set(model.name, files.predictions);
  }
});
afterAll(() => {
  loader?.close();
  const kinds = Object.entries(outcomes).map(([kind, count]) => `${kind} ${count}`);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`\nHostile models: ${cases} cases in ${seconds} s (${kinds.join(', ')})\n`);
});

/** Loads, and checks what holds for all. */
async function ask({weights, plain}: Written, text: string, data = weights): Promise<Answer> {
  cases++;
  const answer = await loader.ask({text, weights: data, plain});
  if (answer === 'hang') throw new Error('it hangs');
  expect(answer.changed).toEqual([]);
  const {files, memory, plain: stock} = answer;
  const {weightsManifest} = JSON.parse(text) as {weightsManifest?: {weights?: unknown[]}[]};
  const specs = Array.isArray(weightsManifest) ? weightsManifest.flatMap(group => group?.weights ?? []).length : 0;
  // What tf.js itself leaves behind is not ours to count.
  const stockLeaks = stock ? stock.leaked : plain ? 0 : specs;
  for (const outcome of [files, memory, stock]) if (outcome) expectOrderly(outcome, specs, stockLeaks);
  outcomes[files.kind === 'model' ? 'models' : files.name] =
    (outcomes[files.kind === 'model' ? 'models' : files.name] ?? 0) + 1;
  if (files.kind === 'model') {
    for (const other of [memory, stock]) {
      // Without weights in the manifest they are random.
      if (other) expect(other).toMatchObject({kind: 'model', ...(specs && {predictions: files.predictions})});
    }
  }
  return answer;
}

function expectOrderly(outcome: Outcome, specs: number, stockLeaks: number): void {
  if (outcome.kind === 'model') {
    expect(outcome.leaked).toBeLessThanOrEqual(stockLeaks);
    return;
  }
  // An error of ours is a RectifierError; others are tf.js's own, thrown where its code is.
  if (outcome.name !== 'RectifierError') expect(outcome).toMatchObject({ours: false});
  expect(outcome.message).not.toBe('');
  // tf.js drops the weights that it has read when a model does not take them.
  expect(outcome.leaked).toBeLessThanOrEqual(specs);
}

const anyModel = fc.nat(1000);
const pick = (index: number): Written => models[index % models.length]!;
const mutations = fc.array(mutation, {minLength: 1, maxLength: 3});
const mutated = (
  json: ModelJson,
  key: 'modelTopology' | 'weightsManifest',
  changes: readonly Mutation[],
): ModelJson => {
  const result = structuredJson(json);
  // A root of its own, so that the whole may be replaced too.
  const root = {[key]: result[key]} as never;
  for (const change of changes) mutate(root, change);
  const {[key]: _old, ...rest} = result;
  return {...rest, ...(root as ModelJson)};
};
const structuredJson = (json: ModelJson): ModelJson => JSON.parse(JSON.stringify(json)) as ModelJson;

const run = <T extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<T>, numRuns: number) =>
  fc.assert(property, {seed: SEED, numRuns, endOnFailure: true});

test('topologies', async () => {
  await run(
    fc.asyncProperty(anyModel, mutations, async (index, changes) => {
      const model = pick(index);
      const json = mutated(model.json, 'modelTopology', changes);
      const {files} = await ask(model, JSON.stringify(json));
      if (files.kind === 'model' && model.plain) expectParametersKept(json.modelTopology, files.topology);
    }),
    RUNS.topologies,
  );
});

test('manifests: what is loaded is the weights as they stand, else it is refused', async () => {
  await run(
    fc.asyncProperty(anyModel, mutations, async (index, changes) => {
      const model = pick(index);
      const json = mutated(model.json, 'weightsManifest', changes);
      const {files, bytes} = await ask(model, JSON.stringify(json));
      const size = Buffer.from(model.weights, 'base64').length;
      const expected = bytesOf(json.weightsManifest);
      if (expected === null || expected !== size) {
        // Without weights in the manifest the model has those that it starts with.
        const {weightsManifest: given} = json as {weightsManifest?: unknown[] | null};
        const none = given === undefined || given === null || (Array.isArray(given) && !given.length);
        if (!none) expect(files).toMatchObject({kind: 'error'});
        if (!none && expected !== null) expect(files).toMatchObject({name: 'RectifierError'});
      }
      // Nothing is allocated by what a manifest says alone.
      expect(bytes).toBeLessThan(8 * 2 ** 20);
      const same = JSON.stringify(json.weightsManifest) === JSON.stringify(model.json.weightsManifest);
      if (same) expect(files).toMatchObject({kind: 'model', predictions: predictions.get(model.name)});
    }),
    RUNS.manifests,
  );
});

test('changes that say nothing change nothing', async () => {
  await run(
    fc.asyncProperty(anyModel, fc.infiniteStream(fc.double({min: 0, max: 1, noNaN: true})), async (index, stream) => {
      const model = pick(index);
      const json = shuffled(model.json as never, () => stream.next().value as number);
      const {files} = await ask(model, JSON.stringify(json));
      expect(files).toMatchObject({kind: 'model', predictions: predictions.get(model.name)});
    }),
    RUNS.harmless,
  );
});

describe('by name', () => {
  const load = async (name: string, change: (json: ModelJson & Record<string, Loose>) => void, data?: Buffer) => {
    const model = models.find(each => each.name === name)!;
    const json = structuredJson(model.json);
    change(json);
    return (await ask(model, JSON.stringify(json), data?.toString('base64'))).files;
  };
  const refused = {kind: 'error', name: 'RectifierError'};

  test('a flattened inbound_nodes, over which tf.js hangs, is refused', async () => {
    for (const nodes of [[['a', 0, 0, {}]], ['a', 0, 0, {}], [[['nobody', 0, 0, {}]]], [[['shared', 9, 0, {}]]]]) {
      const files = await load('functional', json => {
        const layers = (json.modelTopology as Loose).config.layers;
        layers.find((layer: {name: string}) => layer.name === 'shared').inbound_nodes = nodes;
      });
      expect(files).toMatchObject(refused);
    }
  });

  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])('%s as a name', async word => {
    for (const change of [
      (layer: Loose) => (layer.class_name = word),
      (layer: Loose) => (layer.config.name = word),
      (layer: Loose) => (layer.config.activation = word),
      (layer: Loose) => (layer.config.activation = {class_name: word, config: {}}),
      (layer: Loose) => Object.defineProperty(layer.config, word, {value: {polluted: 1}, enumerable: true}),
      (layer: Loose) => (layer.config.kernel_initializer = {class_name: word, config: {}}),
    ]) {
      // A word that tf.js takes for a name makes a model; the rest is checked of all.
      await load('sequential', json => change((json.modelTopology as Loose).config.layers[0]));
      await load('sequential', json => change((json.modelTopology as Loose).config.layers[1]));
    }
    await load('sequential', json => (json.weightsManifest[0]!.weights[0]!.name = word));
  });

  test('weights elsewhere than in the folder', async () => {
    const secret = join(loader.folder, '../secret.bin');
    const model = models.find(each => each.name === 'sequential')!;
    writeFileSync(secret, Buffer.from(model.weights, 'base64'));
    for (const path of [
      '../secret.bin',
      secret,
      './../secret.bin',
      'x/../../secret.bin',
      '../model/../secret.bin',
      `../${'../'.repeat(20)}${secret}`,
      '.',
      '',
      '..',
    ]) {
      const files = await load('sequential', json => (json.weightsManifest[0]!.paths = [path]));
      expect([path, files]).toEqual([
        path,
        expect.objectContaining({...refused, message: expect.stringContaining('outside')}),
      ]);
    }
    // Plain characters in the name of a file that is not there; on Windows a backslash leads out.
    for (const path of [
      '%2e%2e/secret.bin',
      '%2e%2e%2fsecret.bin',
      '..\\secret.bin',
      'file:///etc/passwd',
      'weights.bin\0',
    ]) {
      const files = await load('sequential', json => (json.weightsManifest[0]!.paths = [path]));
      expect([path, files]).toEqual([path, expect.objectContaining(refused)]);
    }
    rmSync(secret);
  });

  test('a link in the folder is its owner’s, and is followed: caches keep weights that way', async () => {
    const model = models.find(each => each.name === 'sequential')!;
    const store = join(loader.folder, '../store');
    mkdirSync(store);
    writeFileSync(join(store, 'blob'), Buffer.from(model.weights, 'base64'));
    symlinkSync(join(store, 'blob'), join(loader.folder, 'link.bin'));
    const files = await load('sequential', json => (json.weightsManifest[0]!.paths = ['link.bin']));
    expect(files).toMatchObject({kind: 'model', predictions: predictions.get('sequential')});
  });

  test('sizes of gigabytes, in one weight or in all, are refused before anything is allocated', async () => {
    const model = models.find(each => each.name === 'sequential')!;
    const shapes = [[2 ** 28], [2 ** 16, 2 ** 16], [2 ** 53, 2 ** 53], [1e308], [2 ** 31, 0, 2 ** 31, 2 ** 31]];
    for (const shape of shapes) {
      const json = structuredJson(model.json);
      json.weightsManifest[0]!.weights[0]!.shape = shape;
      const answer = await ask(model, JSON.stringify(json));
      expect([shape, answer.files, answer.memory]).toMatchObject([shape, refused, refused]);
      expect(answer.bytes).toBeLessThan(2 ** 20);
    }
    const json = structuredJson(model.json);
    const spec = {name: 'x', shape: [2 ** 20], dtype: 'float32'};
    json.weightsManifest[0]!.weights.push(...Array.from({length: 2000}, (_, i) => ({...spec, name: `x${i}`})));
    const answer = await ask(model, JSON.stringify(json));
    expect([answer.files, answer.memory]).toMatchObject([refused, refused]);
    // The same file again and again, so that the sizes agree.
    const again = structuredJson(model.json);
    again.weightsManifest = Array.from({length: 50}, () => again.weightsManifest[0]!);
    expect((await ask(model, JSON.stringify(again))).files).toMatchObject(refused);
  });

  test('weights of any length and content: loaded as they are, or refused', async () => {
    const model = models.find(each => each.name === 'sequential')!;
    const size = Buffer.from(model.weights, 'base64').length;
    await run(
      fc.asyncProperty(fc.uint8Array({minLength: 0, maxLength: 2 * size}), fc.boolean(), async (data, fit) => {
        const given = Buffer.alloc(fit ? size : data.length);
        given.set(data.subarray(0, given.length));
        const {files} = await ask(model, JSON.stringify(model.json), given.toString('base64'));
        expect(files).toMatchObject(given.length === size ? {kind: 'model'} : refused);
      }),
      RUNS.weights,
    );
  });

  test('nesting that overflows a stack', async () => {
    for (const depth of [1000, 20_000]) {
      const model = models.find(each => each.name === 'sequential')!;
      const deep = `${'{"config":'.repeat(depth)}1${'}'.repeat(depth)}`;
      for (const place of ['"config":{', '"activation":{']) {
        const text = JSON.stringify(model.json).replace(place, `${place}"deep":${deep},`);
        await ask(model, text);
      }
    }
  });

  test('a model.json that is no model', async () => {
    for (const text of ['', '{', 'null', '1', '[]', '{}', '{"modelTopology":1}', '{"modelTopology":[]}', '\uFEFF{}']) {
      writeFileSync(join(loader.folder, 'model.json'), text);
      const {fileSystem} = await import('../../src/node');
      const rx = rectifiers(tf);
      await expect(rx.loadLayersModel(fileSystem(loader.folder) as never)).rejects.toThrow(/model/i);
      expect(readFileSync(join(loader.folder, 'model.json'), 'utf8')).toBe(text);
    }
  });
});

/** What the weights take by an honest manifest; null where it is none. */
function bytesOf(manifest: unknown): number | null {
  if (!Array.isArray(manifest)) return null;
  let total = 0;
  for (const group of manifest as {weights: WeightSpec[]; paths: unknown}[]) {
    if (!Array.isArray(group?.weights) || JSON.stringify(group.paths) !== '["weights.bin"]') return null;
    for (const spec of group.weights) {
      const {shape, dtype, quantization} = spec ?? {};
      if (typeof dtype !== 'string') return null;
      const each = {float32: 4, int32: 4, bool: 1, complex64: 8}[dtype];
      if (!each || quantization !== undefined || !Array.isArray(shape)) return null;
      if (!shape.every(size => Number.isInteger(size) && size >= 0)) return null;
      total += each * shape.reduce((a, b) => a * b, 1);
    }
  }
  return total;
}

/** Parameters of our layers are what the topology says, or it does not load. */
function expectParametersKept(given: unknown, loaded: unknown): void {
  const layersOf = (topology: Loose): Loose[] =>
    Array.isArray(topology?.config?.layers) ? topology.config.layers : (topology?.model_config?.config?.layers ?? []);
  const byName = new Map(layersOf(loaded).map(layer => [layer.config.name, layer]));
  const classes = [...rectifiers(tf).functions.values()];
  for (const layer of layersOf(given)) {
    const info = classes.find(each => each.className === layer?.class_name);
    const after = byName.get(layer?.config?.name);
    if (!info || !after) continue;
    for (const param of Object.keys(info.params ?? {})) {
      const key = param.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
      if (Object.hasOwn(layer.config, key))
        expect([layer.class_name, key, after.config[key]]).toEqual([layer.class_name, key, layer.config[key]]);
    }
  }
}

// What a folder may hold besides plain weights: quantized ones, an optimizer's state, metadata; read by our file system,
// by tf.js's own loaders, and by tfjs-node, each from the other's.
import * as tf from '@tensorflow/tfjs';
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {rectifiers} from '../../src/index';
import {fileSystem} from '../../src/node';
import type {Tf} from '../conformance/lane';
import {startServer, type Server} from '../support/server';
import {describeWithTfjsNode, tfjsNodePath} from '../support/tfjsNode';

type Model = tf.LayersModel;
interface Spec {
  name: string;
  shape: number[];
  dtype: 'float32';
  quantization?: {dtype: string; scale?: number; min?: number};
}

let folder: string;
let server: Server;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = mkdtempSync(join(tmpdir(), 'rectifiers-stores-'));
  server = await startServer({folders: {'/': folder}});
});
afterAll(async () => {
  await server.close();
  rmSync(folder, {recursive: true});
});

/** Of eighths, so that float16 is exact; k's second value is outside of what its constraint allows. */
const VALUES = (size: number, i: number) =>
  Float32Array.from({length: size}, (_, j) => ((5 * j + 3 * i) % 17) / 8 - 0.75);

function makeModel(host: Tf): Model {
  const rx = rectifiers(host);
  return host.sequential({
    name: 'stored',
    layers: [
      host.layers.dense({units: 3, inputShape: [4], activation: rx.activation('smoothRelu', {k: 2}), name: 'first'}),
      rx.layers.prelu({name: 'prelu'}),
      rx.layers.pelu({name: 'pelu', aConstraint: rx.constraints.clamp({maxValue: 0.5})}),
      host.layers.dense({units: 1, name: 'last'}),
    ],
  }) as Model;
}
const predict = (host: Tf, model: Model) =>
  host.tidy(() => {
    const x = host.tensor2d(VALUES(8, 1), [2, 4]);
    return Array.from((model.predict(x) as tf.Tensor).dataSync());
  });
const weightsOf = (model: Model) => model.getWeights().map(weight => Array.from(weight.dataSync()));

describe('quantized weights', () => {
  /** A way to write a weight's values, and to say so. */
  const KINDS: Record<string, (values: Float32Array) => [Uint8Array, Spec['quantization']]> = {
    // The values are a whole number of eighths above -0.75.
    uint8: values => [Uint8Array.from(values, v => (v + 0.75) * 8), {dtype: 'uint8', scale: 0.125, min: -0.75}],
    uint16: values => [
      bytes(Uint16Array.from(values, v => (v + 0.75) * 8000)),
      {dtype: 'uint16', scale: 1 / 8000, min: -0.75},
    ],
    float16: values => [bytes(Uint16Array.from(values, toHalf)), {dtype: 'float16'}],
  };
  const plain = (values: Float32Array): [Uint8Array, undefined] => [bytes(values), undefined];

  /** The model's folder with each weight written by one of the kinds. */
  async function write(name: string, kinds: readonly ((values: Float32Array) => [Uint8Array, Spec['quantization']])[]) {
    const path = join(folder, name);
    const model = makeModel(tf);
    await model.save(fileSystem(path));
    const json = JSON.parse(readFileSync(join(path, 'model.json'), 'utf8'));
    const specs: Spec[] = json.weightsManifest[0].weights;
    const written = specs.map(({shape}, i) => {
      const values = VALUES(
        shape.reduce((a, b) => a * b, 1),
        i,
      );
      return {values, written: kinds[i % kinds.length]!(values)};
    });
    written.forEach(({written: [, quantization]}, i) => quantization && (specs[i]!.quantization = quantization));
    writeFileSync(join(path, 'model.json'), JSON.stringify(json));
    const data = Buffer.concat(written.map(({written: [data]}) => data));
    writeFileSync(join(path, 'weights.bin'), data);
    model.dispose();
    const artifacts = {modelTopology: json.modelTopology, weightSpecs: specs, weightData: new Uint8Array(data).buffer};
    return {path, specs, artifacts, values: written.map(each => each.values)};
  }

  const {uint8, uint16, float16} = KINDS;
  test.each([
    ['uint8', [uint8!]],
    ['uint16', [uint16!]],
    ['float16', [float16!]],
    // A byte more or less puts what follows at odd places.
    ['all kinds beside each other', [uint8!, plain, float16!, uint16!]],
  ])('%s: by our file system, from memory, by HTTP, and by tfjs-node', async (name, kinds) => {
    const {path, specs, artifacts, values} = await write(name.replaceAll(' ', '-'), kinds);
    const expected = values.map((each, i) => {
      const [, quantization] = kinds[i % kinds.length]!(each);
      const read = quantization?.dtype === 'uint16' ? each.map(v => ((v + 0.75) * 8000) / 8000 - 0.75) : each;
      // Constraint and bound hold for what is read too.
      if (specs[i]!.name === 'pelu/a') return Array.from(read, v => Math.fround(Math.min(Math.max(v, 1e-3), 0.5)));
      if (specs[i]!.name === 'pelu/b') return Array.from(read, v => Math.fround(Math.max(v, 1e-3)));
      return Array.from(read);
    });
    expect(specs.map(spec => spec.name)).toEqual(expect.arrayContaining(['prelu/alpha', 'pelu/a', 'pelu/b']));

    const nodePath = tfjsNodePath();
    const node = nodePath ? (require(nodePath) as Tf) : null;
    if (node) rectifiers(node);
    const ways: [string, Tf, () => Promise<unknown>][] = [
      ['our file system', tf, () => tf.loadLayersModel(fileSystem(path))],
      ['memory', tf, () => tf.loadLayersModel(tf.io.fromMemory(artifacts as never))],
      ['HTTP', tf, () => tf.loadLayersModel(`${server.url}${name.replaceAll(' ', '-')}/model.json`)],
      ...(node
        ? ([
            ['tfjs-node', node, () => node.loadLayersModel(`file://${path}/model.json`)],
            ['tfjs-node by our file system', node, () => node.loadLayersModel(fileSystem(path) as never)],
          ] as [string, Tf, () => Promise<unknown>][])
        : []),
    ];
    let predictions: number[] | undefined;
    for (const [way, host, load] of ways) {
      const before = host.memory().numTensors;
      const model = (await load()) as Model;
      weightsOf(model).forEach((got, i) => {
        // uint16's scale is no float32 number: there the last digit is tf.js's.
        const want =
          specs[i]!.quantization?.dtype === 'uint16'
            ? got.map((_, j) => expect.closeTo(expected[i]![j]!, 6))
            : expected[i];
        expect([way, specs[i]!.name, got]).toEqual([way, specs[i]!.name, want]);
      });
      const found = predict(host, model);
      predictions ??= found;
      expect([way, found]).toEqual([way, predictions.map(v => expect.closeTo(v, host === tf ? 12 : 5))]);
      model.dispose();
      expect([way, host.memory().numTensors]).toEqual([way, before]);
    }
  });

  test('weights cut off, or longer than the specs say with their quantization, are refused', async () => {
    const {path} = await write('cut', [uint8!]);
    const data = readFileSync(join(path, 'weights.bin'));
    for (const wrong of [data.subarray(1), Buffer.concat([data, data, data, data])]) {
      writeFileSync(join(path, 'weights.bin'), wrong);
      await expect(tf.loadLayersModel(fileSystem(path))).rejects.toThrow(
        /bytes, but model.json says that the weights take/,
      );
    }
  });
});

/** A model after some steps of Adam, with metadata; saved with its optimizer. */
async function trained(host: Tf): Promise<Model> {
  const model = makeModel(host);
  model.compile({optimizer: host.train.adam(0.01), loss: 'meanSquaredError'});
  model.setUserDefinedMetadata(METADATA);
  await step(host, model);
  return model;
}
const METADATA = {purpose: 'größe', list: [1, 2.5, null], nested: {'a/b': false}};

async function step(host: Tf, model: Model): Promise<void> {
  const [x, y] = [host.tensor2d(VALUES(16, 2), [4, 4]), host.tensor2d(VALUES(4, 3), [4, 1])];
  await model.trainOnBatch(x, y);
  host.dispose([x, y]);
}

/** What is loaded has the metadata, and goes on training as the one that was saved does. */
async function expectResumes(host: Tf, loaded: Model, original: Model, originalHost: Tf): Promise<void> {
  expect(loaded.getUserDefinedMetadata()).toEqual(METADATA);
  const state = async (of: Model) => (await of.optimizer.getWeights()).map(({tensor}) => Array.from(tensor.dataSync()));
  expect(await state(loaded)).toEqual(await state(original));
  await step(host, loaded);
  await step(originalHost, original);
  expect(predict(host, loaded)).toEqual(predict(originalHost, original).map(v => expect.closeTo(v, 5)));
  // Two copies of tf.js share the names of variables.
  [loaded, original].forEach(model => model.dispose());
}

test('an optimizer’s state and metadata through our file system and from memory', async () => {
  const path = join(folder, 'trained');
  for (const load of [
    () => tf.loadLayersModel(fileSystem(path)),
    async () => tf.loadLayersModel(tf.io.fromMemory((await fileSystem(path).load()) as never)),
  ]) {
    const model = await trained(tf);
    await model.save(fileSystem(path), {includeOptimizer: true});
    await expectResumes(tf, await load(), model, tf);
  }
});

describeWithTfjsNode('folders of ours and of tfjs-node', nodePath => {
  const node = require(nodePath) as Tf;
  rectifiers(node);

  test.each([
    ['theirs, read by ours on tf.js', node, (p: string) => `file://${p}`, tf, (p: string) => fileSystem(p)],
    ['theirs, read by ours on tfjs-node', node, (p: string) => `file://${p}`, node, (p: string) => fileSystem(p)],
    ['ours, read by theirs', tf, (p: string) => fileSystem(p), node, (p: string) => `file://${p}/model.json`],
    [
      'ours from tfjs-node, read by theirs',
      node,
      (p: string) => fileSystem(p),
      node,
      (p: string) => `file://${p}/model.json`,
    ],
  ] as unknown as [string, Tf, (path: string) => string, Tf, (path: string) => string][])(
    '%s: optimizer and metadata too',
    async (name, from, to, reader, source) => {
      const path = join(folder, name.replace(/\W+/g, '-'));
      mkdirSync(path);
      const model = await trained(from);
      await model.save(to(path), {includeOptimizer: true});
      const loaded = (await reader.loadLayersModel(source(path))) as Model;
      await expectResumes(reader, loaded, model, from);
    },
  );

  test('each overwrites the other’s folder, and leaves no file that is not of the model', async () => {
    const path = join(folder, 'overwritten');
    for (const target of [
      `file://${path}`,
      fileSystem(path),
      `file://${path}`,
      fileSystem(path),
    ] as unknown as string[]) {
      const model = await trained(node);
      await model.save(target, {includeOptimizer: true});
      for (const source of [`file://${path}/model.json`, fileSystem(path)] as unknown as string[]) {
        const loaded = (await node.loadLayersModel(source)) as Model;
        expect(predict(node, loaded)).toEqual(predict(node, model));
        loaded.dispose();
      }
      model.dispose();
    }
    // tfjs-node itself never removes a file, so ours may be left beside its own.
    expect(readdirSync(path).filter(name => name.endsWith('.tmp'))).toEqual([]);
    expect(readdirSync(path).length).toBeLessThanOrEqual(3);
  });
});

const bytes = (values: Float32Array | Uint16Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The bits of a number that float16 has exactly, no subnormal. */
function toHalf(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const mantissa = (Math.abs(value) / 2 ** exponent - 1) * 1024;
  if (!Number.isInteger(mantissa)) throw new Error(`${value} is no float16`);
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | mantissa;
}

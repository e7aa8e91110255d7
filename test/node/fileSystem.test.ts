// Models in the file system: format, atomicity, errors, and who answers file:// URLs.
import * as tf from '@tensorflow/tfjs';
import type {io} from '@tensorflow/tfjs-core';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {rectifiers} from '../../src/index';
import {fileSystem, registerFileSystem, type FileSystemHandler} from '../../src/node';
import {describeWithTfjsNode} from '../support/tfjsNode';

// Types: what fileSystem returns is what tf.js takes.
const _isHandler: (handler: FileSystemHandler) => io.IOHandler = handler => handler;

const rx = rectifiers(tf);
let folder: string;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rectifiers-'))));
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const makeModel = (units = 3) =>
  tf.sequential({
    layers: [
      tf.layers.dense({units, inputShape: [4], activation: rx.activation('smoothRelu', {k: 2})}),
      rx.layers.prelu({alphaInitializer: 'randomNormal'}),
      rx.layers.parametricSoftplus({alpha: 0.5, beta: 2}),
    ],
  });
const predict = (model: tf.LayersModel) =>
  tf.tidy(() => Array.from((model.predict(tf.linspace(-2, 2, 8).reshape([2, 4])) as tf.Tensor).dataSync()));
const modelJson = (path = folder) => JSON.parse(readFileSync(join(path, 'model.json'), 'utf8'));
const edit = (change: (model: ReturnType<typeof modelJson>) => void) => {
  const model = modelJson();
  change(model);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
};
const load = (path: string | URL = folder) => tf.loadLayersModel(fileSystem(path));

describe('fileSystem', () => {
  test('saves and loads exactly, by folder, model.json, file:// and URL', async () => {
    const model = makeModel();
    const path = join(folder, 'deep/er');
    const result = await model.save(fileSystem(path));
    expect(result.modelArtifactsInfo.weightDataBytes).toBe(4 * (4 * 3 + 3 + 3 + 3 + 3));
    expect(readdirSync(path).sort()).toEqual(['model.json', 'weights.bin']);
    for (const way of [path, join(path, 'model.json'), `file://${path}`, pathToFileURL(path)]) {
      const loaded = await load(way);
      expect(predict(loaded)).toEqual(predict(model));
      expect(loaded.toJSON(null, false)).toEqual(model.toJSON(null, false));
    }
  });

  test('keeps the optimizer, its weights, and metadata', async () => {
    const model = makeModel();
    model.compile({optimizer: tf.train.adam(0.01), loss: 'meanSquaredError'});
    const [x, y] = [tf.ones([4, 4]), tf.ones([4, 3])];
    await model.fit(x, y, {verbose: 0});
    model.setUserDefinedMetadata({purpose: 'test', list: [1, 2]});
    await model.save(fileSystem(folder), {includeOptimizer: true});
    const loaded = await load();
    expect(loaded.getUserDefinedMetadata()).toEqual({purpose: 'test', list: [1, 2]});
    await model.fit(x, y, {verbose: 0});
    await loaded.fit(x, y, {verbose: 0});
    expect(predict(loaded)).toEqual(predict(model));
  });

  test('reads several groups and shards, and quantized weights', async () => {
    const model = makeModel();
    await model.save(fileSystem(folder));
    const data = readFileSync(join(folder, 'weights.bin'));
    mkdirSync(join(folder, 'shards'));
    writeFileSync(join(folder, 'shards/1'), data.subarray(0, 10));
    writeFileSync(join(folder, 'shards/2'), data.subarray(10, 60));
    writeFileSync(join(folder, 'rest.bin'), data.subarray(60));
    edit(saved => {
      const {weights} = saved.weightsManifest[0];
      saved.weightsManifest = [
        {paths: ['shards/1', 'shards/2'], weights: weights.slice(0, 2)},
        {paths: ['rest.bin'], weights: weights.slice(2)},
      ];
    });
    expect(predict(await load())).toEqual(predict(model));

    edit(saved => {
      saved.weightsManifest = [saved.weightsManifest[0], {paths: ['q.bin'], weights: []}];
      saved.weightsManifest[1].weights = ['prelu/alpha', 'p/alpha', 'p/beta'].map(name => ({
        name,
        shape: [3],
        dtype: 'float32',
        quantization: {dtype: 'uint8', scale: 0.5, min: 1},
      }));
      const names = model.weights.slice(2).map(weight => weight.originalName);
      saved.weightsManifest[1].weights.forEach((spec: {name: string}, i: number) => (spec.name = names[i]!));
    });
    writeFileSync(join(folder, 'q.bin'), Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]));
    const quantized = await load();
    expect(quantized.layers[1]!.getWeights()[0]!.arraySync()).toEqual([1, 1.5, 2]);
  });

  test('saving again replaces the model and leaves no old files', async () => {
    for (const units of [3, 2, 5]) {
      const model = makeModel(units);
      await model.save(fileSystem(folder));
      expect(predict(await load())).toEqual(predict(model));
      expect(readdirSync(folder)).toHaveLength(2);
    }
  });

  test('a save cut off at any step leaves the old model whole', async () => {
    const old = makeModel();
    await old.save(fileSystem(folder));
    const before = predict(old);
    // What the next save writes first is there, half-written; then a left-over temporary file; then a folder in the way.
    writeFileSync(join(folder, 'weights-1.bin'), 'half');
    writeFileSync(join(folder, '.rectifiers-00000000-0000-0000-0000-000000000000.tmp'), 'half');
    expect(predict(await load())).toEqual(before);
    rmSync(join(folder, 'weights-1.bin'));
    mkdirSync(join(folder, 'weights-1.bin/full'), {recursive: true});
    await expect(makeModel(2).save(fileSystem(folder))).rejects.toThrow(/Cannot write .*weights-1.bin: a folder/);
    expect(predict(await load())).toEqual(before);
    expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toHaveLength(1);
    rmSync(join(folder, 'weights-1.bin'), {recursive: true});
    const next = makeModel(2);
    await next.save(fileSystem(folder));
    expect(predict(await load())).toEqual(predict(next));
  });

  test('the commit point is model.json: until it is renamed, the old weights stay', async () => {
    const old = makeModel();
    await old.save(fileSystem(folder));
    const oldJson = readFileSync(join(folder, 'model.json'));
    await makeModel(2).save(fileSystem(folder));
    // As after a crash between the two renames: new weights beside the old model.json, whose own weights are needed.
    const backup = join(folder, 'backup');
    await old.save(fileSystem(backup));
    cpSync(join(backup, 'weights.bin'), join(folder, 'weights.bin'));
    writeFileSync(join(folder, 'model.json'), oldJson);
    expect(existsSync(join(folder, 'weights-1.bin'))).toBe(true);
    expect(predict(await load())).toEqual(predict(old));
  });

  test('errors say what is wrong and what to do', async () => {
    const fails = async (pattern: RegExp, path: string | URL = folder) => {
      const error = await load(path).then(
        () => new Error('loaded'),
        (caught: Error) => caught,
      );
      expect(error.message).toMatch(pattern);
      expect(error.name).toBe('RectifierError');
    };
    await fails(/There is no model at .*nowhere.*Give the folder/, join(folder, 'nowhere'));
    await fails(/holds no model.json/);
    writeFileSync(join(folder, 'model.json'), '{"modelTopology": ');
    await fails(/model.json is not JSON/);
    await fails(/There is no model at/, join(folder, 'model.json', 'below'));
    writeFileSync(join(folder, 'model.json'), '[1]');
    await fails(/no tf.js model/);
    writeFileSync(join(folder, 'model.json'), '{"modelTopology": {}, "weightsManifest": [{"paths": "x"}]}');
    await fails(/weightsManifest is not a list/);

    await makeModel().save(fileSystem(folder));
    const [json, weights] = ['model.json', 'weights.bin'].map(name => readFileSync(join(folder, name)));
    const restore = () => {
      writeFileSync(join(folder, 'model.json'), json!);
      writeFileSync(join(folder, 'weights.bin'), weights!);
    };
    writeFileSync(join(folder, 'weights.bin'), weights!.subarray(0, 50));
    await fails(/weights.bin in .*: 50 bytes, but model.json says that the weights take 96.*cut off/);
    writeFileSync(join(folder, 'weights.bin'), Buffer.concat([weights!, weights!]));
    await fails(/192 bytes.*take 96.*not those of this model/);
    rmSync(join(folder, 'weights.bin'));
    await fails(/Cannot read .*weights.bin: it does not exist/);
    for (const path of ['../weights.bin', '/etc/hostname', 'a/../../x', '.']) {
      restore();
      edit(saved => (saved.weightsManifest[0].paths = [path]));
      await fails(/outside the model's folder: refused/);
    }
    for (const shape of [[-1], [1.5], ['3'], null]) {
      restore();
      edit(saved => (saved.weightsManifest[0].weights[0].shape = shape));
      await fails(/has shape .*whole numbers/);
    }
    restore();
    edit(saved => (saved.weightsManifest[0].weights[0].shape = [1e9, 1e6]));
    await fails(/the weights take 4000000000000048/);
    restore();
    edit(saved => (saved.weightsManifest[0].weights[0].dtype = 'float8'));
    await fails(/dtype 'float8'; known are float32/);
    restore();
    expect(predict(await load())).toHaveLength(6);

    expect(() => fileSystem('')).toThrow(/give the path/);
    expect(() => fileSystem(3 as never)).toThrow(/received 3/);
    writeFileSync(join(folder, 'file'), '');
    await expect(makeModel().save(fileSystem(join(folder, 'file')))).rejects.toThrow(/a part of the path is a file/);
    await expect(fileSystem(folder).save({modelTopology: new ArrayBuffer(1)})).rejects.toThrow(/only a JSON topology/);
    await expect(fileSystem(folder).save({})).rejects.toThrow(/no topology/);
  });
});

describe('registerFileSystem', () => {
  test('makes file:// work, once, and yields to another handler registered before or after', async () => {
    const url = `file://${folder}`;
    registerFileSystem(tf);
    registerFileSystem(tf);
    expect(tf.io.getSaveHandlers(url)).toHaveLength(1);
    expect(tf.io.getLoadHandlers(url)).toHaveLength(1);
    const model = makeModel();
    await model.save(url);
    expect(predict(await tf.loadLayersModel(`${url}/model.json`))).toEqual(predict(model));
    expect(tf.io.getSaveHandlers('http://localhost/x').length).toBeLessThanOrEqual(1);

    // As tfjs-node does when it is loaded later.
    const other = {save: async () => ({modelArtifactsInfo: {} as never})};
    let active = true;
    tf.io.registerSaveRouter(each => (active && String(each).startsWith('file://') ? other : (null as never)));
    expect(tf.io.getSaveHandlers(url)).toEqual([other]);
    active = false;
    expect(tf.io.getSaveHandlers(url)).toHaveLength(1);
    expect(tf.io.getSaveHandlers(url)[0]).not.toBe(other);
  });

  test('refuses what is not tf.js', () => {
    for (const wrong of [{}, null, undefined, 3]) {
      expect(() => registerFileSystem(wrong as never)).toThrow(/not tf.js/);
    }
  });
});

describeWithTfjsNode('with tfjs-node', path => {
  const node = require(path) as typeof tf;
  const nodeRx = rectifiers(node);

  test('each reads what the other wrote', async () => {
    const make = () =>
      node.sequential({layers: [nodeRx.layers.smoothRelu({k: 3, learnable: true, inputShape: [4]}) as never]});
    const run = (model: tf.LayersModel) =>
      tf.tidy(() => Array.from((model.predict(node.linspace(-2, 2, 8).reshape([2, 4])) as tf.Tensor).dataSync()));
    const theirs = make();
    await theirs.save(`file://${folder}/theirs`);
    const ours = await node.loadLayersModel(fileSystem(join(folder, 'theirs')) as never);
    expect(run(ours)).toEqual(run(theirs));
    await theirs.save(fileSystem(join(folder, 'ours')) as never);
    const back = await node.loadLayersModel(`file://${folder}/ours/model.json`);
    expect(run(back)).toEqual(run(theirs));
    expect(Object.keys(modelJson(join(folder, 'ours'))).sort()).toEqual(
      Object.keys(modelJson(join(folder, 'theirs'))).sort(),
    );
  });

  test('its file:// stays its own', async () => {
    registerFileSystem(node);
    expect(node.io.getSaveHandlers(`file://${folder}`)).toHaveLength(1);
    expect(node.io.getLoadHandlers(`file://${folder}`)).toHaveLength(1);
    expect(node.io.getSaveHandlers(`file://${folder}`)[0]!.constructor.name).toBe('NodeFileSystem');
  });
});

// Models in the file system when something goes wrong: a failing disk, no permission, two at once, and odd paths.
import * as tf from '@tensorflow/tfjs';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as actual from 'node:fs/promises';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {RectifierError, fileSystem, registerFileSystem} from '../../src/node';

type Step = 'mkdir' | 'open' | 'write' | 'sync' | 'rename' | 'stat' | 'readFile' | 'read';
/** Called before each step; what it throws is what the disk answers. Root ignores modes, so chmod would test nothing. */
let before: (step: Step, path: string) => unknown = () => {};
jest.mock('node:fs/promises', () => {
  const real: typeof actual = jest.requireActual('node:fs/promises');
  return {
    ...real,
    ...Object.fromEntries(
      (['mkdir', 'rename', 'stat', 'readFile'] as const).map(name => [
        name,
        async (path: string, ...rest: unknown[]) => {
          await before(name, name === 'rename' ? String(rest[0]) : path);
          return (real[name] as (...all: unknown[]) => unknown)(path, ...rest);
        },
      ]),
    ),
    open: async (path: string, ...rest: [string]) => {
      await before('open', path);
      const file = await real.open(path, ...rest);
      for (const [step, name] of [
        ['write', 'writeFile'],
        ['sync', 'sync'],
        ['read', 'read'],
      ] as const) {
        const method = (file[name] as (...all: unknown[]) => unknown).bind(file);
        Object.assign(file, {
          [name]: async (...all: unknown[]) => {
            await before(step, path);
            return method(...all);
          },
        });
      }
      return file;
    },
  };
});

let folder: string;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rectifiers-'))));
afterEach(() => {
  before = () => {};
  rmSync(folder, {recursive: true, force: true});
});

const failure = (code: string) => Object.assign(new Error(`${code}: simulated`), {code});
const makeModel = (units = 3) => tf.sequential({layers: [tf.layers.dense({units, inputShape: [4]})]});
const predict = (model: tf.LayersModel) =>
  tf.tidy(() => Array.from((model.predict(tf.linspace(-2, 2, 8).reshape([2, 4])) as tf.Tensor).dataSync()));
const load = (path: string | URL = folder) => tf.loadLayersModel(fileSystem(path));
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error: Error) => error,
  );
const bytes = (data: unknown) => Array.from(new Uint8Array(data as ArrayBuffer));
const modelJson = () => JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
const edit = (change: (model: ReturnType<typeof modelJson>) => void) => {
  const model = modelJson();
  change(model);
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
};

describe('a save that fails', () => {
  /** Flushing the folder itself is no step: it may fail without harm, and on some systems always does. */
  const isWrite = (step: Step, path: string) =>
    step === 'mkdir' || (['open', 'write', 'sync', 'rename'].includes(step) && path !== folder);

  /** Every step of a save over a model that is there, in order. */
  const steps = async () => {
    const seen: [Step, string][] = [];
    before = (step, path) => void (isWrite(step, path) && seen.push([step, basename(path)]));
    await makeModel(2).save(fileSystem(folder));
    before = () => {};
    return seen;
  };

  test('at any step leaves the old model whole, says why, and leaves no files', async () => {
    await makeModel().save(fileSystem(folder));
    // Up to and with the renaming of model.json; what follows is tidying.
    const all = await steps();
    const commit = all.findIndex(([step, name]) => step === 'rename' && name === 'model.json');
    expect(commit).toBeGreaterThan(5);
    for (let at = 0; at <= commit; at++) {
      const old = makeModel();
      await old.save(fileSystem(folder));
      const files = readdirSync(folder).sort();
      let step = 0;
      before = (kind, path) => {
        if (isWrite(kind, path) && step++ === at) throw failure('ENOSPC');
      };
      const error = await caught(makeModel(2).save(fileSystem(folder)));
      before = () => {};
      expect(error).toBeInstanceOf(RectifierError);
      expect(error.message).toMatch(/Cannot write .*disk is full/);
      expect((error.cause as {code: string}).code).toBe('ENOSPC');
      expect(predict(await load())).toEqual(predict(old));
      expect(readdirSync(folder).sort()).toEqual(files);
    }
  });

  test('after its commit point is a save that succeeded', async () => {
    await makeModel().save(fileSystem(folder));
    const next = makeModel(2);
    let committed = false;
    before = (step, path) => {
      if (committed) throw failure('EIO');
      committed = step === 'rename' && basename(path) === 'model.json';
    };
    await next.save(fileSystem(folder));
    before = () => {};
    expect(predict(await load())).toEqual(predict(next));
  });

  test('stops where the old model.json cannot be read: its weights are not known', async () => {
    const old = makeModel();
    await old.save(fileSystem(folder));
    before = (step, path) => {
      if (step === 'readFile' && basename(path) === 'model.json') throw failure('EACCES');
    };
    const error = await caught(makeModel().save(fileSystem(folder)));
    before = () => {};
    expect(error.message).toMatch(/model.json: no permission/);
    expect(predict(await load())).toEqual(predict(old));
  });

  test('keeps weights that the old model.json names in another way', async () => {
    const old = makeModel();
    await old.save(fileSystem(folder));
    edit(saved => (saved.weightsManifest[0].paths = ['./weights.bin']));
    before = (step, path) => {
      if (step === 'rename' && basename(path) === 'model.json') throw failure('EIO');
    };
    await caught(makeModel().save(fileSystem(folder)));
    before = () => {};
    expect(predict(await load())).toEqual(predict(old));
  });
});

test('a save removes what only the old model used, and stale temporary files, and nothing else', async () => {
  await makeModel().save(fileSystem(folder));
  writeFileSync(join(folder, 'shard1'), readFileSync(join(folder, 'weights.bin')));
  rmSync(join(folder, 'weights.bin'));
  edit(saved => (saved.weightsManifest[0].paths = ['shard1']));
  const [stale, young] = [0, 1].map(i => `.rectifiers-0000000${i}-0000-0000-0000-000000000000.tmp`) as [string, string];
  for (const name of [stale, young, 'README.md', 'other.tmp']) writeFileSync(join(folder, name), '');
  for (const name of [stale, 'other.tmp']) utimesSync(join(folder, name), 1, 1);
  await makeModel().save(fileSystem(folder));
  expect(readdirSync(folder).sort()).toEqual([young, 'README.md', 'model.json', 'other.tmp', 'weights.bin'].sort());
});

test('a save does not remove files outside the folder that a hostile model.json names', async () => {
  const inner = join(folder, 'inner');
  writeFileSync(join(folder, 'precious'), 'x');
  mkdirSync(inner);
  writeFileSync(
    join(inner, 'model.json'),
    JSON.stringify({
      modelTopology: {},
      weightsManifest: [
        {paths: ['../precious', join(folder, 'precious'), 'model.json', './model.json', '.'], weights: []},
      ],
    }),
  );
  await makeModel().save(fileSystem(inner));
  expect(existsSync(join(folder, 'precious'))).toBe(true);
  expect(predict(await load(inner))).toHaveLength(6);
});

test('saves at the same time to one folder leave one of the models, not a mixture', async () => {
  for (let round = 0; round < 10; round++) {
    const models = [makeModel(), makeModel(), makeModel()];
    models.forEach((model, i) => model.setUserDefinedMetadata({i}));
    await Promise.all(models.map(model => model.save(fileSystem(folder))));
    const loaded = await load();
    const {i} = loaded.getUserDefinedMetadata() as {i: number};
    expect(predict(loaded)).toEqual(predict(models[i]!));
    expect(readdirSync(folder)).toHaveLength(2);
  }
});

test('a reader that a save overtakes reads again, once', async () => {
  await makeModel().save(fileSystem(folder));
  const next = makeModel(2);
  let saves = 0;
  before = async (step, path) => {
    if (step !== 'stat' || !basename(path).startsWith('weights') || saves >= 1) return;
    saves++;
    await next.save(fileSystem(folder));
  };
  expect(predict(await load())).toEqual(predict(next));
  expect(saves).toBe(1);

  // Without a save the weights are just missing.
  before = () => {};
  rmSync(join(folder, modelJson().weightsManifest[0].paths[0]));
  expect((await caught(load())).message).toMatch(/Cannot read .*weights.*does not exist/);
});

test('no permission is said so, wherever it is met', async () => {
  await makeModel().save(fileSystem(folder));
  for (const code of ['EACCES', 'EPERM']) {
    for (const name of [basename(folder), 'model.json', 'weights.bin']) {
      for (const step of ['stat', 'readFile', 'open'] as const) {
        let met = false;
        before = (kind, path) => {
          if (kind !== step || basename(path) !== name) return;
          met = true;
          throw failure(code);
        };
        const result = await load().catch((error: Error) => error);
        if (!met) continue;
        expect(result).toBeInstanceOf(RectifierError);
        expect((result as Error).message).toMatch(new RegExp(`Cannot read .*${name}: no permission.*${code}`));
        expect(((result as Error).cause as {code: string}).code).toBe(code);
      }
    }
    before = step => {
      if (step === 'open') throw failure(code);
    };
    expect((await caught(makeModel().save(fileSystem(folder)))).message).toMatch(/Cannot write to .*no permission/);
  }
});

describe('what a manifest may not say', () => {
  const fails = async (change: (spec: Record<string, unknown>, group: {paths: string[]}) => void, pattern: RegExp) => {
    await makeModel().save(fileSystem(folder));
    const [weightsFile] = modelJson().weightsManifest[0].paths;
    edit(saved => change(saved.weightsManifest[0].weights[0], saved.weightsManifest[0]));
    const error = await caught(load());
    expect(error).toBeInstanceOf(RectifierError);
    expect(error.message).toMatch(pattern);
    rmSync(join(folder, 'model.json'));
    rmSync(join(folder, weightsFile));
  };

  test('dtypes that tf.js does not have', async () => {
    await fails(spec => (spec['dtype'] = 'uint8'), /dtype 'uint8'/);
    await fails(spec => (spec['quantization'] = {dtype: 'int4'}), /quantization.*'int4'/);
    await fails(spec => (spec['quantization'] = {scale: 1}), /quantization.*undefined/);
    await fails(spec => Object.assign(spec, {dtype: 'float8', quantization: {dtype: 'uint8'}}), /dtype 'float8'/);
  });

  test('also behind a weight of strings', async () => {
    await fails((spec, group) => {
      (group as unknown as {weights: object[]}).weights.unshift({name: 's', shape: [1], dtype: 'string'});
      spec['shape'] = [-1];
    }, /whole numbers/);
  });

  test('sizes beyond what can be counted', async () => {
    await fails(spec => (spec['shape'] = [1e200, 1e200, 0]), /whole numbers/);
    await fails(spec => (spec['shape'] = [1e9, 1e9]), /too large/);
  });

  test('a folder as weights', async () => {
    mkdirSync(join(folder, 'sub'));
    await fails((_, group) => (group.paths = ['sub']), /sub.*(folder|not a file)/);
  });
});

test('a manifest of null is none, a topology of null is no model', async () => {
  writeFileSync(join(folder, 'model.json'), '{"modelTopology": {}, "weightsManifest": null}');
  expect(await fileSystem(folder).load()).toEqual({modelTopology: {}});
  writeFileSync(join(folder, 'model.json'), '{"modelTopology": null}');
  expect((await caught(fileSystem(folder).load())).message).toMatch(/no modelTopology/);
});

test('weightData in several buffers, weights of strings, and other keys round-trip', async () => {
  const weights = tf.io.concatenateArrayBuffers([new Float32Array([1, 2]).buffer, new Float32Array([3]).buffer]);
  const artifacts = {
    modelTopology: {node: []},
    weightSpecs: [{name: 'a', shape: [3], dtype: 'float32' as const}],
    signature: {inputs: {}},
    modelInitializer: {node: []},
    initializerSignature: {},
    format: 'graph-model',
    convertedBy: null,
    trainingConfig: {optimizer_config: {}, loss: 'x'},
  };
  const saved = await fileSystem(folder).save({...artifacts, weightData: [weights.slice(0, 5), weights.slice(5)]});
  expect(saved.modelArtifactsInfo.weightDataBytes).toBe(12);
  const {weightData, ...rest} = await fileSystem(folder).load();
  expect(rest).toEqual(artifacts);
  expect(bytes(weightData)).toEqual(bytes(weights));

  const strings = await tf.io.encodeWeights([{name: 's', tensor: tf.tensor1d(['a', 'bcd'])}]);
  await fileSystem(folder).save({modelTopology: {}, weightSpecs: strings.specs, weightData: strings.data});
  const loaded = await fileSystem(folder).load();
  expect(bytes(loaded.weightData)).toEqual(bytes(strings.data));
});

describe('paths', () => {
  test("a file:// string means what it means to tfjs-node: the path as it stands, '#', '?' and '%' too", async () => {
    for (const name of ['run#1', 'run#2', 'what?', '100%', 'a%20b', 'a b']) {
      const model = makeModel();
      await model.save(fileSystem(`file://${folder}/${name}`));
      expect(readdirSync(join(folder, name))).toContain('model.json');
      expect(predict(await load(`file://${folder}/${name}/model.json`))).toEqual(predict(model));
      expect(predict(await load(pathToFileURL(join(folder, name))))).toEqual(predict(model));
    }
  });

  test('a folder may be named like a JSON file; a file may not be saved over', async () => {
    const model = makeModel();
    await model.save(fileSystem(join(folder, 'v1.json')));
    expect(readdirSync(folder)).toEqual(['v1.json']);
    expect(predict(await load(join(folder, 'v1.json')))).toEqual(predict(model));
    writeFileSync(join(folder, 'config.json'), '{}');
    expect((await caught(model.save(fileSystem(join(folder, 'config.json'))))).message).toMatch(/is a file/);
    // The path that loads also saves.
    const next = makeModel();
    await next.save(fileSystem(join(folder, 'v1.json', 'model.json')));
    expect(predict(await load(join(folder, 'v1.json')))).toEqual(predict(next));
  });

  test('URLs that are no files are refused at once', () => {
    for (const wrong of ['http://localhost/model', 'indexeddb://model', new URL('https://localhost/m'), 'file://']) {
      expect(() => fileSystem(wrong)).toThrow(RectifierError);
    }
  });
});

test('core and layers merged are a tf', () => {
  registerFileSystem({...tfc, ...tfl});
  expect(tfc.io.getSaveHandlers(`file://${folder}`)).toHaveLength(1);
});

test('routers are asked with the load options, and a failing foreign router leaves ours working', async () => {
  registerFileSystem(tf);
  const url = `file://${folder}`;
  const seen: unknown[] = [];
  let broken = false;
  tf.io.registerLoadRouter((_url, options) => {
    seen.push(options);
    if (broken) throw new Error('foreign');
    return null as never;
  });
  const options = {strict: false};
  expect(tf.io.getLoadHandlers(url, options)).toHaveLength(1);
  expect(seen).toEqual([options, options]);
  broken = true;
  expect(() => tf.io.getLoadHandlers(url)).toThrow('foreign');
  broken = false;
  expect(tf.io.getLoadHandlers(url)).toHaveLength(1);
  expect(Object.keys(tf.serialization.SerializationMap.getMap())).not.toContain('tfjs-rectifiers.fileSystem');
});

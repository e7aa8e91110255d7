// tfjs-rectifiers/custom: what is listed is there as in the main entry, and nothing else; and what is added later joins it.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import * as custom from '../src/custom';
import {
  alphaDropout,
  apl,
  define,
  elu,
  glu,
  keras,
  maxoutDense,
  prelu,
  RectifierError,
  smoothRelu,
  wasm,
} from '../src/custom';
import {isOurs} from '../src/host';
import {rectifiers as everything} from '../src/index';
import {targetsOf} from '../src/kernels/kernel';
import {training} from '../src/training/index';
import {handlerOf} from './keras/check';

const {rectifiers} = custom;
type Everything = ReturnType<typeof everything<typeof tf>>;

const map = tf.serialization.SerializationMap.getMap() as unknown as {
  classNameMap: Record<string, [cls: unknown]>;
  [key: symbol]: unknown[] | undefined;
};
const installations = () => map[Symbol.for('tfjs-rectifiers')] ?? [];

/** As on a page that has just been opened. */
function openPage(): void {
  installations().splice(0);
  targetsOf(tf).clear();
  for (const [name, [cls]] of Object.entries(map.classNameMap)) if (isOurs(cls)) delete map.classNameMap[name];
}
beforeEach(async () => {
  await tf.setBackend('cpu');
  openPage();
});

const messageOf = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(RectifierError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

/** What an op and its gradient run on a backend; without kernels of ours it is tf.js's own. */
async function stockKernels(rx: Pick<Everything, 'elu'>, backend: string): Promise<string[]> {
  await tf.setBackend(backend);
  const x = tf.tensor1d([-1, 2]);
  const {kernelNames} = await tf.profile(() => tf.tidy(() => tf.grad((t: tf.Tensor) => rx.elu(t))(x)));
  x.dispose();
  return kernelNames.filter(name => !/^Rectifier|^Fill$|^OnesLike$|^Identity$/.test(name));
}

describe('what is listed', () => {
  test('is there, and nothing else', () => {
    const rx = rectifiers(tf, [smoothRelu, glu, apl, maxoutDense, alphaDropout, wasm]);
    expect(Object.keys(rx).sort()).toEqual(
      ['activation', 'constraints', 'functions', 'layers', 'version', 'smoothRelu', 'glu', 'apl'].sort(),
    );
    const names = ['smoothRelu', 'glu', 'apl', 'maxoutDense', 'alphaDropout'];
    expect(Object.keys(rx.layers).sort()).toEqual([...names].sort());
    expect([...rx.functions.keys()].sort()).toEqual([...names].sort());
    expect(rx.activation('smoothRelu', {k: 2})).toEqual({className: 'smoothRelu', config: {k: 2}});
    expect(rx.constraints.clamp({minValue: 0}).getClassName()).toBe('RectifierClamp');
  });

  test('may be nothing, may be listed twice, and may come one by one', () => {
    const rx = rectifiers(tf, []);
    expect([...rx.functions.keys()]).toEqual([]);
    expect(rectifiers(tf, [elu, elu])).toBe(rx);
    const more = rectifiers(tf, [elu, prelu]);
    expect(more).toBe(rx);
    expect([...more.functions.keys()]).toEqual(['elu', 'prelu']);
    tf.dispose([more.elu([1]), more.prelu([1])]);
  });

  test('is all of the main entry, where all is listed', () => {
    const {rectifiers: _function, RectifierError: _class, version: _text, ...parts} = custom;
    for (const [name, part] of Object.entries(parts)) expect(part.name).toBe(name);
    const kernels = ['wasm', 'webgl', 'webgpu', 'tensorflow'];
    const functions = Object.keys(parts).filter(name => !['keras', 'define', ...kernels].includes(name));
    const rx = rectifiers(tf, Object.values(parts));
    expect([...rx.functions.keys()].sort()).toEqual(functions.sort());
    const keysOf = (of: object) => [of, (of as Everything).layers].map(each => Object.keys(each).sort());
    const backends = [...targetsOf(tf).keys()].sort();
    const [keys, infos] = [keysOf(rx), new Map(rx.functions)];
    openPage();
    const whole = everything(tf);
    expect(keysOf(whole)).toEqual(keys);
    expect([...targetsOf(tf).keys()].sort()).toEqual(backends);
    expect(backends).toEqual(['cpu', 'tensorflow', 'wasm', 'webgl', 'webgpu']);
    for (const [name, info] of whole.functions) expect(infos.get(name)).toEqual(info);
  });

  test.each([
    ['no list', smoothRelu, /received .*"name":"smoothRelu".* for parts, not a list/],
    ['nothing', undefined, /received undefined for parts/],
    ['a name', [elu, 'gelu'], /received 'gelu' as parts\[1\]\. A part is what 'tfjs-rectifiers\/custom' exports/],
    ['what it does not export', [undefined], /received undefined as parts\[0\]/],
    ['something with a name', [{name: 'elu'}], /received {"name":"elu"} as parts\[0\]/],
  ])('is checked before anything is added: %s', (_, parts, message) => {
    expect(messageOf(() => rectifiers(tf, parts as never))).toMatch(message);
    expect(installations()).toEqual([]);
  });

  test('is named where an activation of something else is asked for', () => {
    const rx = rectifiers(tf, [elu, glu]) as unknown as Everything;
    const message = messageOf(() => rx.activation('gelu'));
    expect(message).toMatch(/received 'gelu'\. .*import {gelu} from 'tfjs-rectifiers\/custom', and add it/);
    expect(message).toMatch(/elu, glu/);
    expect(messageOf(() => rx.activation('glu' as never))).toMatch(/glu changes the shape/);
    // The main entry has all: there a name that is not there is none.
    everything(tf);
    expect(messageOf(() => rx.activation('gleu' as never))).not.toMatch(/custom/);
  });
});

describe('kernels', () => {
  test('run where they are listed, and tf.js’s own ops where they are not', async () => {
    const rx = rectifiers(tf, [elu]);
    expect(await stockKernels(rx, 'wasm')).toContain('Exp');
    // On cpu the interpreter computes in float64.
    expect(await stockKernels(rx, 'cpu')).toEqual([]);
    rectifiers(tf, [wasm]);
    expect(await stockKernels(rx, 'wasm')).toEqual([]);
  });

  test('of a second copy of the package serve what the first one has made', async () => {
    const rx = rectifiers(tf, [elu]);
    expect(await stockKernels(rx, 'wasm')).toContain('Exp');
    let copy: typeof import('../src/index') | undefined;
    jest.isolateModules(() => (copy = require('../src/index')));
    expect(copy!.rectifiers(tf)).toBe(rx);
    expect(await stockKernels(rx, 'wasm')).toEqual([]);
  });

  test('without them numbers are the same', async () => {
    const x = tf.linspace(-4, 4, 33);
    const values = async () => {
      const rx = rectifiers(tf, [smoothRelu, elu, apl, glu]);
      const results = tf.tidy(() => {
        const k = tf.scalar(2);
        const [dx, dk] = tf.grads((t: tf.Tensor, s: tf.Tensor) => rx.smoothRelu(t, {k: s}))([x, k]);
        return [
          dx!,
          dk!,
          rx.elu(x, {alpha: 0.5}),
          rx.apl(x, {a: tf.tensor1d([0.5, 1]), b: [0, 1]}),
          rx.glu(tf.stack([x, x]), {axis: 0}),
        ];
      });
      const all = await Promise.all(results.map(result => result.data()));
      tf.dispose(results);
      return all.flatMap(each => [...each]);
    };
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      targetsOf(tf).clear();
      const slow = await values();
      rectifiers(tf, [wasm]);
      const fast = await values();
      fast.forEach((value, i) => expect(slow[i]).toBeCloseTo(value, 5));
      expect(slow).toHaveLength(fast.length);
    }
    x.dispose();
  });
});

describe('one tf has one rx', () => {
  test('the main entry adds what is missing, and what was there stays', () => {
    const part = rectifiers(tf, [elu]);
    const {elu: op} = part;
    const rx = everything(tf);
    expect(rx).toBe(part);
    expect(rx.elu).toBe(op);
    expect(rx.functions.size).toBeGreaterThan(50);
    tf.dispose(rx.gelu([1]));
    expect(part.activation).toBe(rx.activation);
    rx.activation('gelu');
    expect(everything(tf)).toBe(rx);
  });

  test('after the main entry it gives all', () => {
    const rx = everything(tf);
    const {elu: op} = rx;
    expect(rectifiers(tf, [elu, wasm])).toBe(rx);
    expect(rx.elu).toBe(op);
  });

  test('parts of a second copy join those of the first, both ways', () => {
    const rx = rectifiers(tf, [elu]);
    let copy: typeof custom | undefined;
    jest.isolateModules(() => (copy = require('../src/custom')));
    const more = copy!.rectifiers(tf, [copy!.prelu, smoothRelu]);
    expect(more).toBe(rx);
    expect(copy!.elu).not.toBe(elu);
    expect([...rectifiers(tf, [copy!.glu, copy!.elu]).functions.keys()]).toEqual(['elu', 'prelu', 'smoothRelu', 'glu']);
    // Made by the first copy, of what the second has added.
    expect(rx.activation('prelu' as never, {alpha: 0.5} as never)).toEqual({className: 'prelu', config: {alpha: 0.5}});
  });

  test('companions of training take it', () => {
    const rx = rectifiers(tf, [prelu, wasm]);
    const {replaceActivations} = training(rx);
    const model = tf.sequential({layers: [tf.layers.dense({units: 2, inputShape: [2], activation: 'relu'})]});
    const replaced = replaceActivations(model, {from: 'relu', to: 'prelu'});
    expect(replaced.layers.map(layer => layer.getClassName())).toEqual(['Dense', 'RectifierPReLU']);
    expect(() => replaceActivations(model, {from: 'relu', to: 'gelu_'})).toThrow(
      /must be a name of rx.layers or of tf.js/,
    );
    model.dispose();
    replaced.dispose();
  });
});

describe('models', () => {
  const build = (rx: Pick<Everything, 'layers' | 'activation'>) =>
    tf.sequential({
      name: 'model',
      layers: [
        tf.layers.dense({units: 4, inputShape: [3], activation: rx.activation('smoothRelu', {k: 2}), name: 'dense'}),
        rx.layers.prelu({alpha: 0.5, name: 'prelu'}),
        rx.layers.apl({hinges: 2, name: 'apl'}),
        rx.layers.glu({name: 'glu'}),
        rx.layers.maxoutDense({units: 2, pieces: 2, name: 'maxout'}),
        rx.layers.alphaDropout({rate: 0.1, seed: 3, name: 'dropout'}),
      ],
    });

  test('are saved as by the main entry, and load in either', async () => {
    const rx = rectifiers(tf, [smoothRelu, prelu, apl, glu, maxoutDense, alphaDropout, wasm]);
    const model = build(rx as unknown as Everything);
    const x = tf.tensor2d([[1, -2, 3]]);
    const predict = (of: tf.LayersModel) => tf.tidy(() => [...(of.predict(x) as tf.Tensor).dataSync()]);
    const wanted = predict(model);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async artifacts => {
        saved = artifacts;
        return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
      }),
    );
    const again = await tf.loadLayersModel(handlerOf(saved!));
    expect(predict(again)).toEqual(wanted);
    const topology = model.toJSON(null, false);
    openPage();
    const whole = build(everything(tf));
    expect(whole.toJSON(null, false)).toEqual(topology);
    const loaded = await tf.loadLayersModel(handlerOf(saved!));
    expect(predict(loaded)).toEqual(wanted);
    x.dispose();
    for (const each of [model, again, whole, loaded]) each.dispose();
  });

  test('with what is not listed are an error of tf.js’s', async () => {
    rectifiers(tf, [elu]);
    const layers = [{class_name: 'GELU', config: {name: 'gelu', batch_input_shape: [null, 2]}}];
    const modelTopology = {
      class_name: 'Sequential',
      config: {name: 'model', layers},
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    };
    await expect(tf.loadLayersModel(handlerOf({modelTopology}))).rejects.toThrow(/Unknown layer: GELU/);
  });

  const fromKeras = (...layers: object[]) => {
    const input = {class_name: 'InputLayer', config: {name: 'x', batch_shape: [null, 2], dtype: 'float32'}};
    const config = {class_name: 'Sequential', config: {name: 'model', layers: [input, ...layers]}};
    return handlerOf({modelTopology: {keras_version: '3.15.1', backend: 'tensorflow', model_config: config}});
  };

  test('of Keras load, and where they need what is not listed, an error says to list it', async () => {
    const rx = rectifiers(tf, [elu, keras]);
    const layer = {class_name: 'ELU', config: {name: 'elu', alpha: 0.5}};
    const model = await rx.loadLayersModel(fromKeras(layer));
    expect(model.layers.map(each => each.getClassName())).toEqual(['InputLayer', 'RectifierELU']);
    model.dispose();
    for (const [missing, needed] of [
      ['relu', {class_name: 'ReLU', config: {name: 'a', negative_slope: 0.1}}],
      ['leakyRelu', {class_name: 'Activation', config: {name: 'a', activation: 'leaky_relu'}}],
      ['glu', {class_name: 'Activation', config: {name: 'a', activation: 'glu'}}],
      ['alphaDropout', {class_name: 'AlphaDropout', config: {name: 'a', rate: 0.1}}],
    ] as const) {
      const error: unknown = await rx.loadLayersModel(fromKeras(needed)).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect([missing, needed, error]).toEqual([missing, needed, expect.any(RectifierError)]);
      expect((error as Error).message).toMatch(new RegExp(`needs ${missing}: add it to the parts`));
    }
  });
});

test('rx.define is a part, and needs no function beside it', () => {
  const rx = rectifiers(tf, [define]);
  const half = rx.define({name: 'customHalf', className: 'CustomHalf', fn: x => x.mul(0.5)});
  tf.tidy(() => expect(half([4]).arraySync()).toEqual([2]));
  expect(half.layer().getClassName()).toBe('CustomHalf');
});

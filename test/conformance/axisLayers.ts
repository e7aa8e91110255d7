// Layers and activations over an axis, and maxoutDense: configs, shapes, masks, serialization, training, errors.
import {close, equal, ok, throws} from '../support/assert';
import {axisSubjects} from './axisSubjects';
import {scoped, shareOf, withoutLeaks, within, type AnyLayer, type Check, type Lane, type Tensor} from './lane';

type Config = Record<string, unknown>;
type Layer = ReturnType<AnyLayer>;
type Model = ReturnType<Lane['tf']['sequential']>;

const samples = (size: number) => Float32Array.from({length: size}, (_, i) => Math.fround(Math.sin(1.7 * i + 0.3) * 2));
const wrong = 'RectifierError';

export function axisLayerChecks(lane: Lane): Check[] {
  const {tf, rx} = lane;
  const checks: Check[] = [];
  const check = (name: string, run: Check['run']) => checks.push({name, run: () => withoutLeaks(tf, run)});

  for (const [index, {name, op, layer, info, others, labels}] of axisSubjects(lane).entries()) {
    const configs: Config[] = [{}, {...others, axis: 1}, {...others, axis: -1}];
    if (name === 'maxout') configs.push({pieces: 4, units: 2});
    if (severalAxes(name)) configs.push({...others, axis: [1, 2]}, {axis: [-1, 1]});

    check(`${name}: the layer is the op, and says which shape it gives`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor3d(samples(64), [2, 4, 8]);
        for (const config of shareOf(lane, configs, index, 2)) {
          const instance = layer(config);
          const y = instance.apply(x) as Tensor;
          close(await y.data(), await op(x, config).data(), lane.arithmetic === 'exact' ? 0 : 1e-6);
          equal(instance.computeOutputShape(x.shape), y.shape, JSON.stringify(config));
          equal(instance.computeOutputShape([null, 4, 8]), [null, ...y.shape.slice(1)], JSON.stringify(config));
        }
        // A size that is not known yet.
        const [, first] = layer({axis: 1}).computeOutputShape([null, null, 8]) as number[];
        equal(first, name === 'logSumExpPlus' ? 8 : null);
      });
    });

    check(`${name}: getConfig and fromConfig of the layer are exact, through JSON too`, () => {
      for (const config of configs) {
        const first = layer(deepFreeze({...config, name: 'over'}));
        const saved = first.getConfig() as Config;
        const Class = first.constructor as unknown as {fromConfig: (cls: unknown, config: unknown) => Layer};
        const again = Class.fromConfig(first.constructor, JSON.parse(JSON.stringify(saved))).getConfig();
        equal(again, JSON.parse(JSON.stringify(saved)), JSON.stringify(config));
        for (const [key, value] of Object.entries(config)) equal(saved[key], value, key);
        equal(
          Object.keys(info.params).filter(key => !(key in saved)),
          [],
        );
        if (Array.isArray(saved['axis'])) saved['axis'].push(7);
        equal(JSON.parse(JSON.stringify(first.getConfig())), again, 'getConfig hands out its own state');
      }
    });

    check(`${name}: models with the layer save and load exactly`, async () => {
      for (const config of configs) {
        const model = tf.sequential();
        model.add(tf.layers.inputLayer({inputShape: [4, 8], name: 'in'}));
        model.add(layer({...config, name: 'over'}));
        if (model.outputs[0]!.shape.length > 2) model.add(tf.layers.flatten({name: 'flat'}));
        await sameAfterLoading(lane, model, tf.tensor(samples(64), [2, 4, 8]), JSON.stringify(config));
      }
    });

    check(`${name}: a model trains through the layer`, async () => {
      for (const config of shareOf(lane, configs.slice(0, 3), index)) {
        const model = tf.sequential();
        const kernelInitializer = tf.initializers.glorotUniform({seed: 3});
        model.add(tf.layers.dense({units: 8, inputShape: [4, 3], kernelInitializer, name: 'first'}));
        model.add(layer(config));
        if (model.outputs[0]!.shape.length > 2) model.add(tf.layers.flatten());
        // Not all alike: shares have a sum that stays.
        model.add(tf.layers.dense({units: 1, kernelInitializer}));
        const optimizer = tf.train.sgd(0.1);
        model.compile({optimizer, loss: 'meanSquaredError'});
        const [x, y] = [tf.tensor(samples(96), [8, 4, 3]), tf.tensor(samples(8), [8, 1])];
        const read = () =>
          model
            .getWeights()[0]!
            .data()
            .then(values => Array.from(values));
        const before = await read();
        await model.fit(x, y, {epochs: 1, verbose: 0});
        const after = await read();
        ok(after.every(Number.isFinite), `the weights became ${after}`);
        ok(
          after.some((value, i) => value !== before[i]),
          `nothing moved for ${JSON.stringify(config)}`,
        );
        tf.dispose([x, y]);
        model.dispose();
        optimizer.dispose();
      }
    });

    check(`${name}: masks go on where the axis of time does`, async () => {
      await scoped(tf, async () => {
        const x = tf.ones([1, 4, 8]);
        const mask = tf.tensor2d([[true, true, false, true]], undefined, 'bool');
        ok(layer({axis: -1}).computeMask(x, mask) === mask, 'the mask does not pass');
        const along = layer({axis: 1}).computeMask(x, mask);
        ok(info.activationName ? along === mask : along === null, `along time it is ${along}`);
        ok(!layer().computeMask(x), 'a mask out of nothing');
      });
    });

    check(`${name}: the layer in TimeDistributed`, async () => {
      await scoped(tf, async () => {
        const inner = layer({...others, name: 'inner'}) as never;
        const model = tf.sequential({layers: [tf.layers.timeDistributed({layer: inner, inputShape: [3, 4, 8]})]});
        const x = tf.tensor4d(samples(192), [2, 3, 4, 8]);
        const y = model.predict(x) as Tensor;
        close(await y.data(), await op(x, others).data(), within(lane, 1e-6));
        model.dispose();
      });
    });

    check(`${name}: config errors of the layer`, async () => {
      await throws(() => layer({zzz: 1}), wrong, labels.layer, "'zzz'", 'axis');
      await throws(() => layer({axes: 1}), wrong, labels.layer, "'axes'", "Did you mean 'axis'");
      await throws(() => layer({axis: 0}), wrong, labels.layer, 'axis 0', 'batch');
      await throws(() => layer({axis: 1.5}), wrong, labels.layer, 'axis must be', '1.5');
      const build = (config: Config, shape: (number | null)[]) => () => layer(config).build(shape);
      await throws(build({axis: -3}, [null, 4, 8]), wrong, labels.layer, 'axis -3', 'batch');
      await throws(build({axis: 3}, [null, 4, 8]), wrong, labels.layer, 'axis 3', '[null,4,8]');
      const [a, b, c] = [1, 2, 3].map(() => tf.input({shape: [4]}));
      await throws(() => layer().apply([a!, b!, c!]), wrong, labels.layer, '3');
      if (name !== 'softmax') await throws(() => layer().apply([a!, b!]), wrong, labels.layer, '2');
      for (const [key, setting] of Object.entries(info.params)) {
        if (key === 'axis') continue;
        for (const value of [-1, NaN, 'zzz', {}]) {
          await throws(() => layer({[key]: value}), wrong, labels.layer, `${key} must be`);
        }
        if ('choices' in setting) await throws(() => layer({[key]: 'zzz'}), wrong, ...setting.choices);
      }
    });

    if (info.activationName === null) {
      check(`${name} has no activation, and says so`, async () => {
        await throws(() => rx.activation(name as never), wrong, `rx.activation('${name}')`, 'shape', labels.layer);
      });
      continue;
    }

    const {activationName} = info;
    const activation = (settings: Config = {}) => rx.activation(name as never, settings as never);

    check(`${name} as activation of stock layers: settings survive saving and loading`, async () => {
      for (const config of configs) {
        const model = tf.sequential();
        const settings = {units: 8, inputShape: [4, 3], name: 'dense', kernelInitializer: 'ones' as const};
        model.add(tf.layers.dense({...settings, activation: activation(config)}));
        model.add(tf.layers.activation({activation: activation(config), name: 'again'}));
        equal(activation(config), {className: activationName, config: {axis: -1, ...config}});
        await sameAfterLoading(lane, model, tf.tensor(samples(24), [2, 4, 3]), JSON.stringify(config));
      }
      await scoped(tf, async () => {
        // In a cell the last axis is that of the units.
        const gru = tf.layers.lstm({
          ...{units: 4, recurrentInitializer: 'ones', returnSequences: true},
          activation: activation({axis: -1}),
        });
        equal((gru.apply(tf.ones([1, 2, 3])) as Tensor).shape, [1, 2, 4]);
        gru.dispose();
      });
    });

    check(`${name}: its bare activation string, and errors`, async () => {
      for (const spelling of new Set([activationName, activationName.replace(/[A-Z]/g, c => `_${c.toLowerCase()}`)])) {
        await scoped(tf, async () => {
          const bare = tf.layers.activation({activation: spelling as never, name: 'bare'});
          equal(bare.getConfig()['activation'], activationName);
          const x = tf.tensor2d(samples(8), [2, 4]);
          close(await (bare.apply(x) as Tensor).data(), await op(x).data(), 0, spelling);
        });
      }
      await throws(() => activation({axis: 0}), wrong, `rx.activation('${name}')`, 'batch');
      await throws(() => activation({zzz: 1}), wrong, `rx.activation('${name}')`, "'zzz'");
      await throws(() => activation({axis: 'last'}), wrong, 'axis must be', "'last'");
    });
  }

  check('softmax: the stock activation string and layer stay tf.js’s own', async () => {
    await scoped(tf, async () => {
      const stock = tf.layers.activation({activation: 'softmax'});
      equal(stock.getConfig()['activation'], 'softmax');
      equal(tf.layers.softmax().getClassName(), 'Softmax');
      equal(rx.layers.softmax().getClassName(), 'RectifierSoftmax');
    });
  });

  check('softmax: a mask as second input, or where the layer is called with a tensor', async () => {
    await scoped(tf, async () => {
      const x = tf.tensor3d(samples(12), [2, 2, 3]);
      // One for all of a batch's rows; and a row with nothing left, whose numbers are then alike.
      const mask = tf.tensor3d([1, 0, 1, 0, 0, 0], [2, 1, 3]);
      const e = Array.from(await x.data(), Math.exp);
      const share = (i: number, of: number[]) => e[i]! / of.reduce((sum, j) => sum + e[j]!, 0);
      const third = 1 / 3;
      const expected = [share(0, [0, 2]), 0, share(2, [0, 2]), share(3, [3, 5]), 0, share(5, [3, 5])];
      const all = [...expected, ...Array<number>(6).fill(third)];
      const layer = rx.layers.softmax();
      const tolerance = within(lane, 1e-6);
      close(await (layer.apply([x, mask]) as Tensor).data(), all, tolerance, 'as an input');
      close(await (layer.apply(x, {mask: tf.cast(mask, 'bool')}) as Tensor).data(), all, tolerance, 'as an argument');
      if (!lane.half) {
        // What is masked is below any number, also one that half floats do not have.
        const low = tf.tensor2d([[-1e6, 0, -1e6]]);
        const some = tf.tensor2d([[1, 0, 1]]);
        close(await (layer.apply([low, some]) as Tensor).data(), [0.5, 0, 0.5], 1e-6, 'numbers far below zero');
      }
      const slope = tf.grad(t => tf.mul(layer.apply([t as Tensor, mask]) as Tensor, x))(x);
      const [, masked] = await slope.data();
      equal(masked, 0);

      const inputs = [tf.input({shape: [2, 3]}), tf.input({shape: [1, 3]})];
      const model = tf.model({inputs, outputs: rx.layers.softmax({axis: -1}).apply(inputs) as never});
      close(await (model.predict([x, mask]) as Tensor).data(), all, tolerance, 'in a model');
      model.dispose();
      const large = tf.ones([2, 2, 4]);
      await throws(() => layer.apply([x, large]), wrong, 'rx.layers.softmax', '[2,2,4]', '[2,2,3]');

      // A mask that a layer before has left behind is none of ours: tf.js gives it to all.
      if (!lane.brokenMasks) {
        const stale = tf.sequential();
        stale.add(tf.layers.masking({maskValue: 0, inputShape: [3, 1]}));
        stale.add(tf.layers.lstm({units: 3, kernelInitializer: 'ones', recurrentInitializer: 'ones'}));
        stale.add(rx.layers.softmax());
        const y = await (stale.predict(tf.tensor3d([1, 0, 0], [1, 3, 1])) as Tensor).data();
        ok(
          y.every(value => value > 0.1),
          `a mask of time was taken: ${y}`,
        );
        stale.dispose();
      }
    });
  });

  maxoutDenseChecks(lane, check);
  return checks;
}

const severalAxes = (name: string) => ['softmax', 'softmaxPlus', 'logSumExpPlus'].includes(name);

function maxoutDenseChecks({tf, rx, ...rest}: Lane, check: (name: string, run: Check['run']) => void): void {
  const lane = {tf, rx, ...rest};
  const make = (config: Config) => rx.layers.maxoutDense(config as never);
  const full: Config = {
    ...{units: 3, pieces: 2, name: 'most'},
    kernelInitializer: {className: 'RandomUniform', config: {minval: -0.5, maxval: 0.5, seed: 1}},
    kernelRegularizer: {className: 'L1L2', config: {l1: 0.125, l2: 0}},
    kernelConstraint: {className: 'NonNeg', config: {}},
    biasInitializer: 'ones',
    biasConstraint: rx.constraints.clamp({minValue: 0.5, maxValue: 2}),
  };

  check('maxoutDense: the largest of its maps', async () => {
    await scoped(tf, async () => {
      for (const shape of [
        [5, 4],
        [2, 5, 4],
        [0, 4],
      ]) {
        const x = tf.tensor(samples(shape.reduce((a, b) => a * b, 1)), shape);
        const layer = make({units: 3, pieces: 2});
        layer.build([null, ...shape.slice(1)]);
        equal(
          layer.getWeights().map(weight => weight.shape),
          [
            [2, 4, 3],
            [2, 3],
          ],
        );
        const [kernel, bias] = [tf.tensor3d(samples(24), [2, 4, 3]), tf.tensor2d([0, 1, -1, 0.5, 0, 1], [2, 3])];
        layer.setWeights([kernel, bias]);
        const maps = [0, 1].map(piece => {
          const matrix = tf.reshape(tf.slice(kernel, [piece, 0, 0], [1, 4, 3]), [4, 3]);
          return tf.add(tf.matMul(tf.reshape(x, [-1, 4]), matrix), tf.slice(bias, [piece, 0], [1, 3]));
        });
        const y = layer.apply(x) as Tensor;
        equal(y.shape, [...shape.slice(0, -1), 3]);
        equal(layer.computeOutputShape([null, ...shape.slice(1)]), [null, ...shape.slice(1, -1), 3]);
        if (x.size) close(await y.data(), await tf.maximum(maps[0]!, maps[1]!).data(), within(lane, 1e-6));
        dispose(layer);
      }
      const plain = make({units: 2, useBias: false});
      plain.build([null, 3]);
      equal(
        plain.getWeights().map(weight => weight.shape),
        [[4, 3, 2]],
      );
      dispose(plain);
    });
  });

  check('maxoutDense saves and loads exactly', async () => {
    for (const config of [{units: 2}, full, {units: 1, pieces: 1, useBias: false, kernelInitializer: 'heNormal'}]) {
      const first = make(config);
      const saved = JSON.parse(JSON.stringify(first.getConfig()));
      const Class = first.constructor as unknown as {fromConfig: (cls: unknown, config: unknown) => Layer};
      equal(JSON.parse(JSON.stringify(Class.fromConfig(first.constructor, saved).getConfig())), saved);
      const model = tf.sequential();
      model.add(tf.layers.inputLayer({inputShape: [4], name: 'in'}));
      model.add(make(config));
      await sameAfterLoading(lane, model, tf.tensor2d(samples(20), [5, 4]), JSON.stringify(config));
    }
  });

  check('maxoutDense trains, and its constraints hold', async () => {
    for (const optimizer of [tf.train.sgd(0.5), tf.train.adam(0.5)]) {
      const layer = make({...full, inputShape: [4]});
      const model = tf.sequential({layers: [layer]});
      const holds = async (moment: string) => {
        const [kernel, bias] = await Promise.all(layer.getWeights().map(weight => weight.data()));
        ok(
          kernel!.every(value => value >= 0),
          `${moment} the kernel is ${kernel}`,
        );
        ok(
          bias!.every(value => value >= 0.5 && value <= 2),
          `${moment} the bias is ${bias}`,
        );
        return Array.from(kernel!);
      };
      const before = await holds('at the start');
      model.compile({optimizer, loss: 'meanSquaredError'});
      const [x, y] = [tf.tensor2d(samples(64), [16, 4]), tf.tensor2d(samples(48), [16, 3])];
      await model.fit(x, y, {epochs: 2, verbose: 0});
      const after = await holds('after training');
      ok(
        after.some((value, i) => value !== before[i]),
        'nothing moved',
      );
      tf.dispose([x, y]);
      model.dispose();
      optimizer.dispose();
    }
  });

  check('maxoutDense: config errors', async () => {
    const where = 'rx.layers.maxoutDense';
    await throws(() => make({}), wrong, where, 'units must be given');
    for (const units of [0, 1.5, '3']) await throws(() => make({units}), wrong, where, 'units must be');
    await throws(() => make({units: 1, pieces: 0}), wrong, where, 'pieces must be');
    await throws(() => make({units: 1, useBias: 1}), wrong, where, 'useBias must be');
    await throws(() => make({units: 1, peices: 2}), wrong, where, "'peices'", "'pieces'");
    await throws(() => make({units: 1, kernelInitialiser: 'ones'}), wrong, where, "'kernelInitializer'");
    await throws(() => make({units: 1, kernelInitializer: 'nonsense'}), wrong, where, 'nonsense');
    await throws(() => make({units: 1}).build([null, null]), wrong, where, '[null,null]');
    await throws(() => make({units: 1}).build([null]), wrong, where, '[null]');
    const [a, b] = [tf.input({shape: [3]}), tf.input({shape: [3]})];
    await throws(() => make({units: 1}).apply([a, b]), wrong, where, '2');
  });

  check('maxoutDense: gradients of its weights and input', async () => {
    await scoped(tf, async () => {
      const layer = make({units: 2, pieces: 3, kernelInitializer: tf.initializers.glorotUniform({seed: 5})});
      const x = tf.tensor2d(samples(12), [4, 3]);
      layer.apply(x);
      const loss = (t: Tensor) => tf.sum(tf.square(layer.apply(t) as Tensor));
      const dx = Array.from(
        await tf
          .grad(t => loss(t as Tensor))(x)
          .data(),
      );
      const h = 1 / 64;
      const values = Array.from(await x.data());
      for (const i of lane.half ? [] : [0, 5, 11]) {
        const at = async (step: number) => {
          const moved = values.map((value, j) => (j === i ? value + step : value));
          return (await loss(tf.tensor2d(moved, [4, 3])).data())[0]!;
        };
        close([dx[i]!], [((await at(h)) - (await at(-h))) / (2 * h)], 2e-3, `dx[${i}]`);
      }
      dispose(layer);
    });
  });
}

const dispose = (layer: Layer) => layer.weights.forEach(weight => weight.dispose());

/** Saves the model, loads it, compares what it predicts and its JSON; disposes model and input. */
async function sameAfterLoading({tf}: Lane, model: Model, x: Tensor, what: string): Promise<void> {
  const before = model.predict(x) as Tensor;
  let text = '';
  let weightData: unknown;
  await model.save({
    save: async artifacts => {
      ({weightData} = artifacts);
      text = JSON.stringify({...artifacts, weightData: null});
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    },
  });
  const loaded = await tf.loadLayersModel(tf.io.fromMemory({...JSON.parse(text), weightData} as never));
  const after = loaded.predict(x) as Tensor;
  close(await after.data(), await before.data(), 0, what);
  equal(loaded.toJSON(null, false), model.toJSON(null, false), what);
  tf.dispose([x, before, after]);
  model.dispose();
  loaded.dispose();
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

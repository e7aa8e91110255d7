// Layers and activations: configs, weights, constraints, serialization, training, stock layers.
import {close, equal, ok, throws} from '../support/assert';
import {takeStep} from './step';
import {
  changed,
  isChoice,
  numberSpec,
  scoped,
  shareOf,
  subjects,
  within,
  withoutLeaks,
  type AnyLayer,
  type Check,
  type Lane,
  type Subject,
  type Tensor,
} from './lane';

type Config = Record<string, unknown>;
type Layer = ReturnType<AnyLayer>;

const samples = (size: number) => Float32Array.from({length: size}, (_, i) => Math.fround(Math.sin(1.7 * i + 0.3) * 2));

export function layerChecks(lane: Lane): Check[] {
  const {tf, rx} = lane;
  const checks: Check[] = [];
  const check = (name: string, run: Check['run']) => checks.push({name, run: () => withoutLeaks(tf, run)});

  for (const [index, subject] of subjects(lane).entries()) {
    const {name, info, op, layer, params, movable, others, learned, labels} = subject;

    check(`${name}: a fixed layer is the op`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor2d(samples(12), [4, 3]);
        const y = layer({...others, learnable: false}).apply(x) as Tensor;
        // Where small tensors stay on the CPU, the two may be computed on different devices.
        close(await y.data(), await op(x, others).data(), lane.arithmetic === 'exact' ? 0 : 1e-6);
      });
    });

    check(`${name}: its weights are the parameters that its config says`, async () => {
      const modes: [unknown, string[]][] = [
        [undefined, [...learned]],
        [false, []],
        [[], []],
        [true, [...movable]],
        ...movable.slice(-1).map((last): [unknown, string[]] => [[last], [last]]),
      ];
      for (const [learnable, expected] of modes) {
        const instance = layer({...others, learnable, name: 'layer'});
        build(instance, [null, 5, 3]);
        const weights = instance.getWeights();
        equal(
          weights.map(weight => weight.shape),
          expected.map(() => [1, 3]),
        );
        const found = await values(instance);
        expected.forEach((param, i) =>
          close(
            found[i]!,
            [1, 1, 1].map(() => others[param] as number),
            0,
          ),
        );
        equal(
          instance.trainableWeights.map(weight => weight.originalName.split('/').at(-1)),
          expected,
        );
        dispose(instance);
      }
    });

    check(`${name}: sharedAxes`, async () => {
      const shapes: [unknown, (number | null)[], number[]][] = [
        [undefined, [null, 4, 5, 3], [1, 1, 3]],
        [null, [null, null, null, 3], [1, 1, 3]],
        [undefined, [null, 7], [7]],
        [
          [1, 2],
          [null, null, null, 3],
          [1, 1, 3],
        ],
        [[-1], [null, 4, 5, 3], [4, 5, 1]],
        [-1, [null, 4, 5, 3], [4, 5, 1]],
        [[], [null, 4, 5, 3], [4, 5, 3]],
        [
          [1, 2, 3],
          [null, 4, null, 3],
          [1, 1, 1],
        ],
        [
          [-3, 2],
          [null, 4, 5, 3],
          [1, 1, 3],
        ],
        [undefined, [null], []],
      ];
      for (const [sharedAxes, inputShape, expected] of shapes) {
        const instance = layer({...others, learnable: true, sharedAxes});
        build(instance, inputShape);
        equal(instance.getWeights().length, movable.length);
        for (const weight of instance.getWeights()) equal(weight.shape, expected, `weight for ${sharedAxes}`);
        dispose(instance);
      }
      const wrong = 'RectifierError';
      if (movable.length) {
        const sizes = () => build(layer({...others, learnable: true, sharedAxes: [1]}), [null, 4, null, 3]);
        await throws(sizes, wrong, labels.layer, 'axis 2', 'sharedAxes: [1,2]');
        const rank = () => build(layer({...others, learnable: true, sharedAxes: [4]}), [null, 4, 5, 3]);
        await throws(rank, wrong, 'axis 4', '1 to 3');
      }
      await throws(() => layer({sharedAxes: [0]}), wrong, 'axis 0 is the batch');
      await throws(() => layer({sharedAxes: [1.5]}), wrong, '1.5');
      await throws(() => layer({sharedAxes: 'all'}), wrong, "'all'");
    });

    check(`${name}: one built with a size takes others on shared axes`, async () => {
      await scoped(tf, async () => {
        const instance = layer({...others, learnable: true});
        for (const shape of [
          [2, 4, 4, 3],
          [1, 5, 2, 3],
        ]) {
          const x = tf.tensor(samples(shape.reduce((a, b) => a * b)), shape);
          close(await (instance.apply(x) as Tensor).data(), await op(x, others).data(), within(lane, 1e-6));
        }
        dispose(instance);
      });
    });

    check(`${name}: getConfig and fromConfig are exact, through JSON too`, async () => {
      for (const config of configsOf(lane, subject)) {
        const first = layer(config);
        const saved = first.getConfig();
        const Class = first.constructor as unknown as {fromConfig: (cls: unknown, config: unknown) => Layer};
        const again = Class.fromConfig(first.constructor, JSON.parse(JSON.stringify(saved))).getConfig();
        equal(again, JSON.parse(JSON.stringify(saved)), JSON.stringify(config));
        // What is handed out is the caller's.
        (saved as Config)['learnable'] = 'spoilt';
        ok(first.getConfig()['learnable'] !== 'spoilt', 'getConfig hands out its own state');
      }
      const frozen = deepFreeze({
        ...others,
        learnable: true,
        sharedAxes: [1],
        ...(movable.length ? {[`${movable[0]}Regularizer`]: {className: 'L1L2', config: {l1: 0.5, l2: 0}}} : {}),
      });
      layer(frozen).getConfig();
    });

    check(`${name}: models save and load exactly, parameters and all`, async () => {
      for (const config of configsOf(lane, subject)) {
        const model = tf.sequential();
        model.add(tf.layers.inputLayer({inputShape: [4, 3], name: 'in'}));
        model.add(layer({...config, name: 'rectifier'}));
        model.add(tf.layers.flatten({name: 'flat'}));
        const x = tf.tensor(samples(24), [2, 4, 3]);
        const before = model.predict(x) as Tensor;
        let artifacts: Parameters<typeof tf.io.fromMemory>[0] | undefined;
        await model.save({
          save: async saved => {
            artifacts = JSON.parse(JSON.stringify({...saved, weightData: null}));
            (artifacts as {weightData: unknown}).weightData = saved.weightData;
            return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
          },
        });
        const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts!));
        const after = loaded.predict(x) as Tensor;
        close(await after.data(), await before.data(), 0, JSON.stringify(config));
        equal(loaded.toJSON(null, false), model.toJSON(null, false));
        tf.dispose([x, before, after]);
        model.dispose();
        loaded.dispose();
      }
    });

    check(`${name}: config errors`, async () => {
      const wrong = 'RectifierError';
      const where = labels.layer;
      await throws(() => layer({zzz: 1}), wrong, where, "'zzz'");
      const key = Object.keys(info.params)[0] ?? 'learnable';
      await throws(() => layer({[`${key}s`]: 1}), wrong, where, `'${key}s'`, `'${key}'`);
      await throws(() => layer({learnable: ['zzz']}), wrong, where, "'zzz'");
      await throws(() => layer({learnable: 'yes'}), wrong, where, "'yes'", 'true, false or a list');
      for (const param of params) {
        await throws(() => layer({[param]: NaN}), wrong, where, param, 'NaN');
        await throws(() => layer({[param]: Infinity}), wrong, where, param, 'Infinity');
        await throws(() => layer({[param]: '1'}), wrong, where, param, "'1'");
        if (movable.includes(param)) {
          const nonsense = {...others, learnable: true, [`${param}Initializer`]: 'nonsense'};
          await throws(() => layer(nonsense), wrong, where, 'nonsense');
        } else {
          await throws(() => layer({...others, learnable: [param]}), wrong, where, param, 'derivative is 0 everywhere');
        }
        await throws(() => layer({learnable: [], [`${param}Constraint`]: 'nonNeg'}), wrong, where, `${param} is fixed`);
        const {above, min, nonZero} = numberSpec(subject, param);
        if (above !== undefined) await throws(() => layer({[param]: above}), wrong, where, `> ${above}`);
        if (min !== undefined) await throws(() => layer({[param]: min - 1}), wrong, where, `>= ${min}`);
        if (nonZero) await throws(() => layer({[param]: 0}), wrong, where, 'not 0');
      }
      for (const [param, spec] of Object.entries(info.params)) {
        if (params.includes(param)) continue;
        await throws(() => layer({learnable: [param]}), wrong, where, `${param} cannot be learned`);
        await throws(() => layer({[`${param}Initializer`]: 'ones'}), wrong, where, `'${param}Initializer'`);
        if (isChoice(spec)) await throws(() => layer({[param]: 'zzz'}), wrong, where, param, "'zzz'");
      }
      const a = tf.input({shape: [3]});
      const b = tf.input({shape: [3]});
      await throws(() => layer().apply([a, b]), wrong, where, '2');
    });

    check(`${name}: training moves exactly what is learned, by its gradient`, async () => {
      const modes = [false, true, ...movable.map(param => [param])];
      for (const learnable of shareOf(lane, modes, index, 2)) {
        const expected = learnable === true ? movable : learnable === false ? [] : learnable;
        const instance = layer({...others, learnable, name: 'rectifier', inputShape: [3]});
        const model = tf.sequential({layers: [instance]});
        const dense = tf.layers.dense({units: 3});
        model.add(dense);
        setSampleWeights(lane, dense);
        // Wide enough that every piece is met.
        const x = tf.tensor2d(
          samples(48).map(v => 3 * v),
          [16, 3],
        );
        const y = tf.tensor2d(samples(48), [16, 3]);
        const moved = await takeStep(lane, model, instance, x, y);
        equal(
          moved.map(weight => weight.name),
          expected,
        );
        for (const {name: param, before, after, aim} of moved) {
          const {above, learnedMin, min, nonZero} = numberSpec(subject, param);
          const low = above !== undefined ? above + 1e-3 : (learnedMin ?? min ?? -Infinity);
          const bounded = aim.map(v => (nonZero && Math.abs(v) < 1e-3 ? (v < 0 ? -1e-3 : 1e-3) : Math.max(v, low)));
          close(after, bounded, lane.half ? 0.01 : 1e-4, `${param} when ${String(learnable)} is learned`);
          ok(
            after.some((v, i) => Math.abs(v - before[i]!) > 0.03),
            `${param} did not move: from ${before} to ${after}`,
          );
        }
        tf.dispose([x, y]);
        model.dispose();
      }
    });

    if (movable.length)
      check(`${name}: constraints and bounds hold after every assignment`, async () => {
        const clamp = () => rx.constraints.clamp({minValue: 0.5, maxValue: 0.625});
        const inside = async (instance: Layer) => {
          for (const v of (await values(instance)).flat()) ok(v >= 0.5 && v <= 0.625, `${v} is outside [0.5, 0.625]`);
        };
        const optimizers = [
          () => tf.train.sgd(50),
          () => tf.train.adam(5),
          () => tf.train.adagrad(5),
          () => tf.train.rmsprop(5),
        ];
        for (const make of shareOf(lane, optimizers, index)) {
          const optimizer = make();
          const constraints = Object.fromEntries(movable.map(param => [`${param}Constraint`, clamp()]));
          const instance = layer({...others, ...constraints, learnable: true, inputShape: [2]});
          const model = tf.sequential({layers: [instance]});
          await inside(instance);
          model.compile({optimizer, loss: 'meanSquaredError'});
          const x = tf.tensor2d(samples(16), [8, 2]);
          await model.fit(x, x, {epochs: 3, verbose: 0});
          await inside(instance);
          const wild = movable.map((_, i) => tf.tensor1d([i % 2 ? -100 : 100, 0.5625]));
          instance.setWeights(wild);
          await inside(instance);
          equal((await instance.getWeights()[0]!.data())[1], 0.5625);
          tf.dispose([x, ...wild]);
          model.dispose();
          optimizer.dispose();
        }
        // The catalogue's own bounds need no constraint.
        for (const param of movable) {
          const {above, learnedMin, min, nonZero} = numberSpec(subject, param);
          const low = above !== undefined ? above + 1e-3 : (learnedMin ?? min);
          if (low === undefined && !nonZero) continue;
          const instance = layer({...others, learnable: [param], [`${param}Initializer`]: 'zeros'});
          build(instance, [null, 2]);
          const lowest = Math.max(low ?? 0, nonZero ? 1e-3 : 0);
          close(
            await instance.getWeights()[0]!.data(),
            [lowest, lowest],
            within(lane, 1e-8),
            'after a wild initializer',
          );
          const wild = tf.tensor1d([nonZero ? -1e-5 : -5, 3]);
          instance.setWeights([wild]);
          close(
            await instance.getWeights()[0]!.data(),
            [nonZero ? -1e-3 : low!, 3],
            within(lane, 1e-8),
            'after setWeights',
          );
          wild.dispose();
          dispose(instance);
        }
      });

    check(`${name}: regularizers count in the loss, and in no other layer's`, async () => {
      await scoped(tf, async () => {
        const regularizers = Object.fromEntries(
          movable.map(param => [`${param}Regularizer`, tf.regularizers.l2({l2: 0.5})]),
        );
        const instance = layer({...others, ...regularizers, learnable: true});
        build(instance, [null, 2]);
        const losses = (await Promise.all(instance.calculateLosses().map(loss => loss.data()))).map(([loss]) => loss!);
        close(
          losses,
          movable.map(param => 0.5 * 2 * (others[param] as number) ** 2),
          1e-6,
        );
        dispose(instance);
      });
    });

    check(`${name}: in TimeDistributed, after a mask, and on unknown sizes`, async () => {
      await scoped(tf, async () => {
        const inner = layer({...others, learnable: true, name: 'inner'});
        const distributed = tf.layers.timeDistributed({layer: inner as never, inputShape: [5, 3]});
        const model = tf.sequential({layers: [distributed]});
        const x = tf.tensor3d(samples(30), [2, 5, 3]);
        close(await (model.predict(x) as Tensor).data(), await op(x, others).data(), within(lane, 1e-6));
        dispose(model);

        const mask = tf.tensor2d([[true, false]], undefined, 'bool');
        ok(inner.computeMask(tf.ones([1, 2, 3]), mask) === mask, 'the mask does not pass through');

        const conv = tf.sequential();
        conv.add(tf.layers.conv2d({filters: 3, kernelSize: 1, inputShape: [null, null, 2] as never}));
        conv.add(layer({...others, learnable: true}));
        equal((conv.predict(tf.ones([1, 4, 6, 2])) as Tensor).shape, [1, 4, 6, 3]);
        equal((conv.predict(tf.ones([2, 3, 3, 2])) as Tensor).shape, [2, 3, 3, 3]);
        dispose(conv);
      });
    });

    // The mask reaches an LSTM through our layer, so that padding changes nothing.
    if (!lane.brokenMasks) {
      check(`${name}: masks pass through to a recurrent layer`, async () => {
        await scoped(tf, async () => {
          const masked = tf.sequential();
          masked.add(tf.layers.masking({maskValue: 0, inputShape: [4, 2]}));
          masked.add(layer({...others, learnable: true}));
          masked.add(tf.layers.lstm({units: 2, kernelInitializer: 'ones', recurrentInitializer: 'ones'}));
          const full = tf.tensor3d([1, 2, 3, 4, 0, 0, 0, 0], [1, 4, 2]);
          const padding: [number, number][] = [
            [0, 0],
            [0, 2],
            [0, 0],
          ];
          const cut = tf.tensor3d([1, 2, 3, 4], [1, 2, 2]);
          const [a, b] = [masked.predict(full) as Tensor, masked.predict(tf.pad(cut, padding)) as Tensor];
          close(await a.data(), await b.data(), 0);
          const unmasked = tf.sequential();
          unmasked.add(tf.layers.inputLayer({inputShape: [2, 2]}));
          unmasked.add(layer({...others}));
          unmasked.add(tf.layers.lstm({units: 2, kernelInitializer: 'ones', recurrentInitializer: 'ones'}));
          const c = unmasked.predict(cut) as Tensor;
          close(await a.data(), await c.data(), within(lane, 1e-5));
          dispose(masked);
          dispose(unmasked);
        });
      });
    }

    check(`${name} as activation of stock layers: parameters survive saving and loading`, async () => {
      for (const [kind, make] of shareOf(lane, stockLayers(lane), index, 2)) {
        const model = tf.sequential({layers: make(subject.activation(others))});
        setSampleWeights(lane, model);
        const shape = model.inputs[0]!.shape.slice(1) as number[];
        const x = tf.tensor(samples(2 * shape.reduce((a, b) => a * b, 1)), [2, ...shape]);
        const before = model.predict(x) as Tensor;
        if (params.length) {
          const data = await before.data();
          const hasEffect = async (values: Config) => {
            const other = tf.sequential({layers: make(subject.activation(values))});
            other.setWeights(model.getWeights());
            const different = other.predict(x) as Tensor;
            const found = await different.data();
            different.dispose();
            other.dispose();
            return data.some((v, i) => v !== found[i]);
          };
          // Between two thresholds there may be no input.
          let found = false;
          for (const values of changed(subject, params[0]!)) found ||= await hasEffect(values);
          ok(found, `${params[0]} has no effect in ${kind}`);
        }
        const loaded = await saveAndLoad(lane, model);
        const after = loaded.predict(x) as Tensor;
        close(await after.data(), await before.data(), 0, kind);
        equal(loaded.toJSON(null, false), model.toJSON(null, false));
        tf.dispose([x, before, after]);
        [model, loaded].forEach(each => each.dispose());
      }
    });

    check(`${name}: what a bare activation string means`, async () => {
      const bare = info.activationName;
      const dense = () => tf.layers.dense({units: 2, activation: bare as never, inputShape: [2], name: 'd'});
      if (learned.length) {
        await throws(dense, 'RectifierError', labels.layer, labels.activation);
      } else {
        const config = dense().getConfig()['activation'] as unknown;
        equal(typeof config === 'string' ? config : (config as {className: string}).className, bare);
      }
      await throws(() => subject.activation({zzz: 1}), 'RectifierError', labels.activation, "'zzz'");
      await throws(() => subject.activation({learnable: true}), 'RectifierError', 'no weights');
      for (const param of params) {
        await throws(() => subject.activation({[param]: NaN}), 'RectifierError', param, 'NaN');
      }
    });
  }

  if (lane.defined) return checks;

  check('leaky_relu and leakyRelu as strings are Keras’s slope 0.2, with our slope 0.01 stored', async () => {
    await scoped(tf, async () => {
      for (const spelling of ['leakyRelu', 'leaky_relu']) {
        const layer = tf.layers.activation({activation: spelling as never});
        close(await (layer.apply(tf.tensor1d([-1, 1])) as Tensor).data(), [-0.2, 1], within(lane, 1e-7), spelling);
      }
      equal(rx.activation('leakyRelu'), {className: 'leakyRelu', config: {negativeSlope: 0.01}});
    });
  });

  check('a bare string means what it means in Keras, in each of its spellings', async () => {
    await scoped(tf, async () => {
      const x = [-4, -2.5, -0.75, -0.25, 0, 0.25, 0.75, 2.5, 4];
      for (const [name, keras] of Object.entries(KERAS)) {
        for (const spelling of new Set([name, name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())])) {
          const y = tf.layers.activation({activation: spelling as never}).apply(tf.tensor1d(x)) as Tensor;
          close(await y.data(), x.map(keras), within(lane, 2e-6), spelling);
        }
      }
    });
  });

  check("tf.js's own names as strings stay tf.js's own, ours are rectifierElu ...", async () => {
    equal(tf.layers.dense({units: 1, activation: 'elu'}).getConfig()['activation'], 'elu');
    equal(rx.activation('elu', {alpha: 0.5}), {className: 'rectifierElu', config: {alpha: 0.5}});
    for (const name of [
      'relu',
      'relu6',
      'selu',
      'softplus',
      'softsign',
      'gelu',
      'mish',
      'swish',
      'hardSigmoid',
    ] as const) {
      equal(tf.layers.activation({activation: name as never}).getConfig()['activation'], name);
    }
    equal(rx.activation('gelu', {approximate: 'tanh'}), {className: 'rectifierGelu', config: {approximate: 'tanh'}});
    await throws(() => rx.activation('smothRelu' as never), 'RectifierError', "'smothRelu'", "'smoothRelu'");
    await throws(() => rx.activation('relu6x' as never), 'RectifierError', 'relu6x');
  });

  check('other frameworks’ words are understood where a config is loaded', async () => {
    const load = (className: string) =>
      (
        tf.serialization.SerializationMap.getMap() as unknown as {
          classNameMap: Record<string, [unknown, (cls: unknown, config: unknown) => Layer]>;
        }
      ).classNameMap[className]!;
    const read = (className: string, config: Config) => {
      const [cls, fromConfig] = load(className);
      return fromConfig(cls, config).getConfig();
    };
    equal(read('SmoothReLU', {beta: 3})['k'], 3);
    equal(read('RectifierLeakyReLU', {alpha: 0.125})['negativeSlope'], 0.125);
    equal(read('RectifierLeakyReLU', {negative_slope: 0.125})['negativeSlope'], 0.125);
    equal(read('ParametricSoftplus', {alpha: 0.125, beta: 3})['alpha'], 0.125);
    equal(read('SoftShrink', {lambd: 0.25})['threshold'], 0.25);
    equal(read('HardShrink', {lambd: 0.25})['threshold'], 0.25);
    for (const words of [
      {min_val: -2, max_val: 3},
      {minVal: -2, maxVal: 3},
      {min_value: -2, max_value: 3},
    ]) {
      const {minValue, maxValue} = read('HardTanh', words);
      equal([minValue, maxValue], [-2, 3]);
    }
    await scoped(tf, async () => {
      const activation = {className: 'hardTanh', config: {min_val: -2}} as never;
      const layer = tf.layers.activation({activation});
      close(await (layer.apply(tf.tensor1d([-3, 3])) as Tensor).data(), [-2, 1], 0);
    });
  });

  check('the regularizers l1, l2 and l1l2 by name', async () => {
    await scoped(tf, async () => {
      const penalties: number[] = [];
      for (const regularizer of ['l1', 'l2', 'l1l2']) {
        const layer = rx.layers.prelu({alpha: 3, alphaRegularizer: regularizer as 'l1'});
        build(layer, [null, 1]);
        const [loss] = layer.calculateLosses();
        dispose(layer);
        penalties.push((await loss!.data())[0]!);
      }
      // Keras's factor is 0.01 for each.
      close(penalties, [0.03, 0.09, 0.12], within(lane, 1e-7));
    });
  });

  check('clamp: errors, null bounds, round trip', async () => {
    const wrong = 'RectifierError';
    await throws(() => rx.constraints.clamp({}), wrong, 'neither');
    for (const value of [undefined, null, 0.5, '0.5'] as never[]) {
      await throws(() => rx.constraints.clamp(value), wrong, 'received', String(value), 'or both');
    }
    await throws(() => rx.constraints.clamp({minValue: 2, maxValue: 1}), wrong, '2', '1');
    await throws(() => rx.constraints.clamp({minValue: NaN}), wrong, 'NaN');
    await throws(() => rx.constraints.clamp({minvalue: 1} as never), wrong, "'minvalue'", "'minValue'");
    await scoped(tf, async () => {
      const low = rx.constraints.clamp({minValue: 0});
      equal(low.getConfig(), {minValue: 0, maxValue: null});
      close(await low.apply(tf.tensor1d([-1, 2])).data(), [0, 2], 0);
      const dense = tf.layers.dense({units: 1, kernelConstraint: rx.constraints.clamp({maxValue: 1}), inputShape: [2]});
      equal((dense.getConfig()['kernelConstraint'] as Config)['className'], 'RectifierClamp');
    });
  });

  check('an error inside a model leaves no tensors behind', async () => {
    const model = tf.sequential({layers: [rx.layers.prelu({inputShape: [3]}) as never]});
    const wrong = tf.ones([2, 4]);
    await throws(() => model.predict(wrong), 'Error', '[null,3]');
    wrong.dispose();
    model.dispose();
  });

  return checks;
}

const clip = (low: number, x: number, high: number) => Math.min(Math.max(x, low), high);

/** The activations of Keras 3 that tf.js does not have, by the names that model files have for them. */
const KERAS: Readonly<Record<string, (x: number) => number>> = {
  leaky_relu: x => (x > 0 ? x : 0.2 * x),
  celu: x => (x > 0 ? x : Math.expm1(x)),
  squareplus: x => (x + Math.sqrt(x * x + 4)) / 2,
  silu: x => x / (1 + Math.exp(-x)),
  exponential: x => Math.exp(x),
  log_sigmoid: x => -Math.log1p(Math.exp(-x)),
  tanh_shrink: x => x - Math.tanh(x),
  soft_shrink: x => Math.sign(x) * Math.max(Math.abs(x) - 0.5, 0),
  hard_shrink: x => (Math.abs(x) > 0.5 ? x : 0),
  hard_tanh: x => clip(-1, x, 1),
  hard_silu: x => (x * clip(0, x + 3, 6)) / 6,
  hard_swish: x => (x * clip(0, x + 3, 6)) / 6,
  sparse_plus: x => (x >= 1 ? x : x > -1 ? (x + 1) ** 2 / 4 : 0),
  sparse_sigmoid: x => clip(0, (x + 1) / 2, 1),
};

/** The values of a layer's weights. */
const values = (layer: Layer): Promise<number[][]> =>
  Promise.all(layer.getWeights().map(async weight => Array.from(await weight.data())));

/** Configs that use every key. */
function configsOf({tf, rx}: Lane, {movable, others}: Subject): Config[] {
  const first = movable[0];
  if (first === undefined) return [{}, {...others, learnable: true, sharedAxes: [1]}];
  return [
    {},
    {...others, learnable: false},
    {...others, learnable: true, sharedAxes: []},
    {...others, learnable: [first], sharedAxes: [1]},
    {
      ...others,
      learnable: [first],
      sharedAxes: [-1],
      trainable: false,
      [`${first}Initializer`]: 'ones',
      [`${first}Regularizer`]: 'l1l2',
      [`${first}Constraint`]: rx.constraints.clamp({minValue: 0.25}),
    },
    {
      ...others,
      learnable: true,
      [`${first}Initializer`]: tf.initializers.randomUniform({minval: 0.5, maxval: 1, seed: 3}),
      [`${first}Regularizer`]: {className: 'L1L2', config: {l1: 0.125, l2: 0}},
      [`${first}Constraint`]: 'nonNeg',
    },
  ];
}

type Activation = ReturnType<Lane['rx']['activation']>;

/** Stock layers that take an activation. */
function stockLayers({tf}: Lane): [string, (activation: Activation) => Layer[]][] {
  // Not the default orthogonal initializer, which needs chained ops: core + layers has none.
  const recurrent = {recurrentInitializer: 'glorotUniform'} as const;
  return [
    ['dense', activation => [tf.layers.dense({units: 3, inputShape: [4], activation})]],
    ['activation', activation => [tf.layers.activation({inputShape: [4], activation})]],
    ['conv2d', activation => [tf.layers.conv2d({filters: 2, kernelSize: 2, inputShape: [3, 3, 1], activation})]],
    [
      'lstm',
      activation => [
        tf.layers.lstm({units: 2, ...recurrent, inputShape: [3, 2], activation, recurrentActivation: activation}),
      ],
    ],
    [
      'gru',
      activation => [
        tf.layers.gru({units: 2, ...recurrent, inputShape: [3, 2], activation, resetAfter: false} as never),
      ],
    ],
    ['simpleRNN', activation => [tf.layers.simpleRNN({units: 2, ...recurrent, inputShape: [3, 2], activation})]],
    [
      'bidirectional',
      activation => [
        tf.layers.bidirectional({
          layer: tf.layers.lstm({units: 2, ...recurrent, activation}) as never,
          mergeMode: 'concat',
          inputShape: [3, 2],
        }),
      ],
    ],
    [
      'timeDistributed',
      activation => [tf.layers.timeDistributed({layer: tf.layers.dense({units: 2, activation}), inputShape: [3, 2]})],
    ],
  ];
}

/** The same weights in every run, of both signs. */
function setSampleWeights({tf}: Lane, holder: Pick<Layer, 'getWeights' | 'setWeights'>): void {
  tf.tidy(() => holder.setWeights(holder.getWeights().map(weight => tf.tensor(samples(weight.size), weight.shape))));
}

async function saveAndLoad({tf}: Lane, model: ReturnType<Lane['tf']['sequential']>) {
  let saved: Parameters<typeof tf.io.fromMemory>[0] | undefined;
  await model.save({
    save: async artifacts => {
      saved = {...artifacts, modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology))} as never;
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    },
  });
  return tf.loadLayersModel(tf.io.fromMemory(saved!));
}

const build = (layer: Layer, shape: (number | null)[]) => layer.build(shape);

/** A layer that is not part of a model cannot be disposed by tf.js, its weights can. */
function dispose(layer: Layer): void {
  layer.weights.forEach(weight => weight.dispose());
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}

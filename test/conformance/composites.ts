// The layers that are no functions by themselves: alphaDropout, filterBank, metaAconC, dyRelu, frelu. What they should
// compute is written here once more, in loops over numbers; its differences are the reference of derivatives.
import type * as tfjs from '@tensorflow/tfjs';
import {equal, ok, throws} from '../support/assert';
import {cosineEntries, hadamardEntries} from '../support/transforms';
import {takeStep} from './step';
import {scoped, withoutLeaks, type AnyLayer, type Check, type Lane, type Tensor} from './lane';

type Layer = ReturnType<AnyLayer>;
type Config = Record<string, unknown>;
type Weights = Readonly<Record<string, readonly number[]>>;
type Reference = (x: readonly number[], weights: Weights) => number[];

/** A layer, and the same in plain numbers, for an input of that shape. */
interface Subject {
  readonly name: 'filterBank' | 'metaAconC' | 'dyRelu' | 'frelu';
  readonly config: Config;
  readonly shape: readonly number[];
  readonly training?: boolean;
  readonly reference: Reference;
}

export function compositeChecks(lane: Lane): Check[] {
  const {tf, rx} = lane;
  const checks: Check[] = [];
  const check = (name: string, run: () => Promise<void>) =>
    checks.push({name, run: () => withoutLeaks(tf, () => scoped(tf, run))});
  const make = (name: string, config: Config = {}) => (rx.layers as unknown as Record<string, AnyLayer>)[name]!(config);
  const apply = (layer: Layer, x: Tensor, training = false) =>
    (training ? layer.apply(x, {training}) : layer.apply(x)) as Tensor;
  const tensor = (values: readonly number[], shape: readonly number[]) => tf.tensor([...values], [...shape]);
  const read = async (x: Tensor) => Array.from(await x.data());
  /** Differences relative to the largest expected value. Half floats have 11 bits, and sums of them fewer. */
  const near = (actual: ArrayLike<number>, expected: readonly number[], tolerance: number, what = 'value') => {
    equal(actual.length, expected.length, `${what}.length`);
    const allowed = (lane.half ? 0.02 : tolerance) * Math.max(1, ...expected.map(Math.abs));
    expected.forEach((e, i) => {
      ok(
        Math.abs(actual[i]! - e) <= allowed || Object.is(actual[i], e),
        `${what}[${i}] is ${actual[i]}, expected ${e} within ${allowed}`,
      );
    });
  };

  for (const {name, config, shape, training = false, reference} of SUBJECTS) {
    const size = shape.reduce((a, b) => a * b);
    const title = `${name} ${JSON.stringify(config)}${training ? ' in training' : ''}`;

    check(`${title}: values, and first and second derivatives`, async () => {
      const layer = make(name, config);
      layer.build([null, ...shape.slice(1)]);
      setSampleWeights(lane, layer);
      const weights = await weightsOf(layer);
      const x = samples(size, 3);
      const y = apply(layer, tensor(x, shape), training);
      const expected = reference(x, weights);
      near(await read(y), expected, 1e-5, 'y');

      const dy = samples(expected.length, 11);
      // Moving averages went on: with the ones of before.
      setSampleWeights(lane, layer);
      // Half of dy y^2: no layer is so linear that second derivatives would vanish.
      const loss = (v: Tensor): tfjs.Scalar => {
        const result = apply(layer, v, training);
        return tf.sum(tf.mul(tf.square(result), tf.mul(tensor(dy, result.shape), 0.5))) as tfjs.Scalar;
      };
      const scalar = (v: readonly number[], w: Weights) =>
        reference(v, w).reduce((sum, each, i) => sum + 0.5 * dy[i]! * each ** 2, 0);
      near(
        await read(tf.grad(loss)(tensor(x, shape))),
        differences(v => scalar(v, weights), x),
        1e-5,
        'dx',
      );

      // Along u in x, derived once more in x and in each weight.
      const u = samples(size, 5);
      const along = (v: Tensor) => tf.sum(tf.mul(tf.grad(loss)(v), tensor(u, shape))) as tfjs.Scalar;
      const slope = (v: readonly number[], w: Weights) => {
        const step = 1e-4;
        const at = (sign: number) =>
          scalar(
            v.map((each, i) => each + sign * step * u[i]!),
            w,
          );
        return (at(1) - at(-1)) / (2 * step);
      };
      near(
        await read(tf.grad(along)(tensor(x, shape))),
        differences(v => slope(v, weights), x, 1e-4),
        1e-4,
        'dxx',
      );

      const variables = layer.trainableWeights.map(weight => weight.read() as tfjs.Variable);
      if (!variables.length) return dispose(layer);
      const first = tf.variableGrads(() => loss(tensor(x, shape)), variables).grads;
      const second = tf.variableGrads(() => along(tensor(x, shape)), variables).grads;
      for (const {originalName} of layer.trainableWeights) {
        const key = shortName(originalName);
        const within = (w: number[]) => ({...weights, [key]: w});
        const of = (grads: tfjs.NamedTensorMap) =>
          read(Object.entries(grads).find(([variable]) => shortName(variable) === key)![1]);
        near(
          await of(first),
          differences(w => scalar(x, within(w)), weights[key]!),
          1e-5,
          `d ${key}`,
        );
        near(
          await of(second),
          differences(w => slope(x, within(w)), weights[key]!, 1e-4),
          1e-4,
          `dx d ${key}`,
        );
      }
      dispose(layer);
    });
  }

  for (const {name, config, shape} of CONFIGS) {
    const title = `${name} ${JSON.stringify(config)}`;

    check(`${title}: saves and loads exactly, config and weights`, async () => {
      const layer = make(name, {...config, name: 'composite', inputShape: shape});
      const saved = layer.getConfig();
      const Class = layer.constructor as unknown as {fromConfig: (cls: unknown, config: unknown) => Layer};
      const plain = JSON.parse(JSON.stringify(saved));
      equal(JSON.parse(JSON.stringify(Class.fromConfig(layer.constructor, {...plain}).getConfig())), plain);
      for (const [key, value] of Object.entries(config)) {
        if (!/(Initializer|Regularizer|Constraint)$/.test(key))
          equal(plain[key], JSON.parse(JSON.stringify(value)), key);
      }
      // What is handed out is the caller's, and what was handed in stays the caller's.
      for (const key of Object.keys(saved)) (saved as Config)[key] = 'spoilt';
      equal(JSON.parse(JSON.stringify(layer.getConfig())), plain);
      make(name, deepFreeze(JSON.parse(JSON.stringify(config)))).getConfig();

      const model = tf.sequential({layers: [layer, tf.layers.flatten(), tf.layers.dense({units: 1})]});
      setSampleWeights(lane, model);
      model.compile({optimizer: 'sgd', loss: 'meanSquaredError'});
      const x = tensor(samples(2 * shape.reduce((a, b) => a * b), 1), [2, ...shape]);
      // Moving averages have to come along too.
      await model.trainOnBatch(x, tf.ones([2, 1]));
      let artifacts: tfjs.io.ModelArtifacts | undefined;
      await model.save({
        save: async given => {
          artifacts = {...given, modelTopology: JSON.parse(JSON.stringify(given.modelTopology))};
          return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
        },
      });
      const loaded = await tf.loadLayersModel(tf.io.fromMemory(artifacts!));
      equal(loaded.toJSON(null, false), model.toJSON(null, false));
      if (!lane.half) equal(await read(loaded.predict(x) as Tensor), await read(model.predict(x) as Tensor));
      [model, loaded].forEach(each => each.dispose());
    });

    check(`${title}: training moves every weight, a fixed layer none`, async () => {
      for (const trainable of [true, false]) {
        const layer = make(name, {...config, trainable, inputShape: shape});
        const model = tf.sequential({layers: [layer, tf.layers.flatten(), tf.layers.dense({units: 2})]});
        setSampleWeights(lane, model);
        // With means that are not 0: what is made of them moves what is made from them.
        const x = tensor(
          samples(4 * shape.reduce((a, b) => a * b), 2).map(v => 2 * v + 1),
          [4, ...shape],
        );
        const held = new Set(layer.trainableWeights.map(({originalName}) => shortName(originalName)));
        for (const {name: key, before, after} of await takeStep(lane, model, layer, x, tensor(samples(8, 4), [4, 2]))) {
          ok(after.every(Number.isFinite), `${key} became ${after}`);
          const farthest = Math.max(...after.map((v, i) => Math.abs(v - before[i]!)));
          // Moving averages follow the batch, whatever its gradients are.
          ok(
            trainable ? farthest > (held.has(key) ? 0.03 : 0.002) : farthest === 0,
            `${key} moved by ${farthest} at most`,
          );
        }
        model.dispose();
      }
    });

    check(`${title}: errors of its config`, async () => {
      const where = `rx.layers.${name}`;
      const wrong = 'RectifierError';
      await throws(() => make(name, {...config, zzz: 1}), wrong, where, "'zzz'");
      const [key] = Object.keys(rx.functions.get(name)!.params) as [string];
      await throws(() => make(name, {...config, [`${key}s`]: 1}), wrong, where, `'${key}'`);
      const two = () => make(name, config).apply([tf.input({shape}), tf.input({shape})]);
      await throws(two, wrong, where, '2');
      await throws(() => rx.activation(name as never), wrong, `rx.activation('${name}')`, where);
    });
  }

  check('rx.functions has them, as layers', async () => {
    for (const name of ['alphaDropout', 'filterBank', 'metaAconC', 'dyRelu', 'frelu', 'maxoutDense']) {
      const info = rx.functions.get(name)!;
      equal([info.kind, info.className], ['layer', make(name, requiredOf(name)).getClassName()]);
      ok(info.summary && info.formula && info.reference, `${name} lacks a text`);
    }
  });

  for (const name of ['metaAconC', 'dyRelu', 'frelu'] as const) {
    check(`${name}: images of any size, a batch of one, and errors that say what is needed`, async () => {
      const model = tf.sequential({layers: [make(name, {inputShape: [null, null, 3]})]});
      equal(model.outputs[0]!.shape, [null, null, null, 3]);
      for (const shape of [
        [1, 1, 1, 3],
        [1, 4, 2, 3],
        [3, 2, 5, 3],
      ]) {
        const size = shape.reduce((a, b) => a * b);
        equal((model.predict(tensor(samples(size, 1), shape)) as Tensor).shape, shape);
      }
      const one = make(name, {});
      equal(apply(one, tf.ones([1, 2, 2, 1]), true).shape, [1, 2, 2, 1]);
      dispose(one);
      const none = make(name, {});
      equal(apply(none, tf.zeros([0, 2, 2, 2])).shape, [0, 2, 2, 2]);
      dispose(none);
      const cast = make(name, {});
      equal(apply(cast, tf.ones([1, 2, 2, 2], 'int32')).dtype, 'float32');
      dispose(cast);
      const wrong = 'RectifierError';
      const where = `rx.layers.${name}`;
      const needs = '[batch, height, width, channels]';
      await throws(() => make(name, {}).apply(tf.ones([2, 3])), wrong, where, needs, '[2,3]');
      await throws(() => make(name, {}).apply(tf.input({shape: [4, 3]})), wrong, where, needs, '[null,4,3]');
      await throws(() => make(name, {}).apply(tf.input({shape: [4, 4, null]})), wrong, where, 'channels', 'inputShape');
      model.dispose();
    });

    check(`${name}: initializers, regularizers and constraints of its weights`, async () => {
      const part = {metaAconC: 'p1', dyRelu: 'kernel', frelu: 'depthwise'}[name];
      const clamp = rx.constraints.clamp({minValue: 0.5, maxValue: 0.625});
      const regularizer = tf.regularizers.l1({l1: 0.5});
      const layer = make(name, {
        [`${part}Initializer`]: tf.initializers.constant({value: 5}),
        [`${part}Regularizer`]: regularizer,
        [`${part}Constraint`]: clamp,
        inputShape: [3, 3, 2],
      });
      const model = tf.sequential({layers: [layer]});
      const held = layer.weights.filter(({originalName}) =>
        shortName(originalName).toLowerCase().includes(part.toLowerCase()),
      );
      ok(held.length > 0, 'no weight');
      const inside = async () => {
        for (const weight of held) {
          for (const v of await read(weight.read())) ok(v >= 0.5 && v <= 0.625, `${weight.originalName} has ${v}`);
        }
      };
      await inside();
      const losses = await Promise.all(layer.calculateLosses().map(read));
      near(
        losses.map(([loss]) => loss!),
        held.map(({shape}) => (shape as number[]).reduce((a, b) => a * b, 1) * 0.625 * 0.5),
        1e-5,
      );
      const optimizer = tf.train.sgd(10);
      model.compile({optimizer, loss: 'meanSquaredError'});
      const x = tensor(samples(36, 1), [2, 3, 3, 2]);
      await model.fit(x, tf.neg(x), {epochs: 2, verbose: 0});
      await inside();
      model.dispose();
      optimizer.dispose();
      await throws(() => make(name, {[`${part}Initializer`]: 'nonsense'}), 'RectifierError', 'nonsense');
    });
  }

  check('metaAconC, dyRelu, frelu: settings out of their range', async () => {
    const wrong = 'RectifierError';
    for (const name of ['metaAconC', 'dyRelu']) {
      for (const reduction of [0, 1.5, '2']) {
        await throws(() => make(name, {reduction}), wrong, `rx.layers.${name}`, 'reduction', 'whole number');
      }
    }
    await throws(() => make('dyRelu', {type: 'c'}), wrong, "'c'", "'b' or 'a'");
    await throws(() => make('dyRelu', {pieces: 0}), wrong, 'pieces', '0');
    await throws(() => make('dyRelu', {lambdaA: -1}), wrong, 'lambdaA', '>= 0');
    await throws(() => make('frelu', {kernelSize: 2}), wrong, 'odd', '2');
    await throws(() => make('frelu', {momentum: 2}), wrong, 'momentum', '<= 1');
    await throws(() => make('frelu', {epsilon: 0}), wrong, 'epsilon', '> 0');
    await throws(() => make('frelu', {batchNormalization: 1}), wrong, 'batchNormalization', 'true or false');
  });

  check('dyRelu begins as relu where theta is 0, metaAconC as silu of half x', async () => {
    const zeros = {kernelInitializer: 'zeros'};
    const x = samples(24, 1);
    const [relu, silu] = [make('dyRelu', zeros), make('metaAconC', zeros)];
    near(
      await read(apply(relu, tensor(x, [1, 2, 4, 3]))),
      x.map(v => Math.max(v, 0)),
      1e-6,
    );
    near(
      await read(apply(silu, tensor(x, [1, 2, 4, 3]))),
      x.map(v => v * sigmoid(v / 2)),
      1e-6,
    );
    [relu, silu].forEach(dispose);
  });

  check('frelu: moving averages follow the batch in training, and only there', async () => {
    const shape = [2, 3, 4, 2];
    const x = samples(48, 1);
    const layer = make('frelu', {momentum: 0.75});
    layer.build([null, ...shape.slice(1)]);
    setSampleWeights(lane, layer);
    const before = await weightsOf(layer);
    const t = depthwise(x, before['depthwiseKernel']!, shape, 3);
    const [mean, variance] = momentsOf(t, 2);
    apply(layer, tensor(x, shape));
    equal(await weightsOf(layer), before);
    apply(layer, tensor(x, shape), true);
    const after = await weightsOf(layer);
    const moved = (key: string, to: number[]) => to.map((v, i) => 0.75 * before[key]![i]! + 0.25 * v);
    near(after['movingMean']!, moved('movingMean', mean), 1e-6, 'mean');
    near(after['movingVariance']!, moved('movingVariance', variance), 1e-6, 'variance');
    // Not trainable, it goes by the averages and keeps them, as in Keras.
    layer.trainable = false;
    near(await read(apply(layer, tensor(x, shape), true)), await read(apply(layer, tensor(x, shape))), 0);
    equal(await weightsOf(layer), after);
    dispose(layer);
  });

  check('frelu, metaAconC, dyRelu: what NaN reaches is NaN', async () => {
    const x = samples(2 * 4 * 4 * 2, 1).map((v, i) => (i === 0 ? NaN : v));
    const at = async (name: string) => {
      const layer = make(name, {});
      const y = await read(apply(layer, tensor(x, [2, 4, 4, 2])));
      dispose(layer);
      return y.map(Number.isNaN);
    };
    // Its neighbours in the window.
    const near0 = (i: number) => i < 32 && i % 2 === 0 && Math.floor((i % 8) / 2) < 2 && Math.floor(i / 8) < 2;
    equal(
      await at('frelu'),
      x.map((_, i) => near0(i)),
    );
    // All of the first image: its mean is NaN.
    equal(
      await at('metaAconC'),
      x.map((_, i) => i < 32),
    );
    equal(
      await at('dyRelu'),
      x.map((_, i) => i < 32),
    );
  });

  check('filterBank: every length, forth and back', async () => {
    const lengths = {walshHadamard: [1, 2, 8, 16, 32, 256, 1024], dct: [1, 2, 3, 7, 12, 31, 64, 130, 256, 360, 1024]};
    for (const transform of ['walshHadamard', 'dct'] as const) {
      for (const n of lengths[transform]) {
        const x = samples(2 * n, n);
        const still = {transform, positiveSlope: 1, negativeSlope: 1, learnable: false};
        const [forth, back] = [make('filterBank', still), make('filterBank', {...still, inverse: true})];
        const y = apply(forth, tensor(x, [2, n]));
        near(
          await read(y),
          rowsOf(x, n, row => transformed(row, transform)),
          4e-6,
          `${transform} ${n}`,
        );
        near(await read(apply(back, y)), x, 4e-6, `${transform} ${n} and back`);
        near(await read(apply(forth, apply(back, tensor(x, [2, n])))), x, 4e-6, `${transform} ${n} the other way`);
      }
    }
  });

  check('filterBank: gradients are the transposed transform, to second order, padded too', async () => {
    for (const [transform, n, pad] of [
      ['walshHadamard', 32, false],
      ['walshHadamard', 20, true],
      ['dct', 256, false],
      ['dct', 45, false],
    ] as const) {
      const layer = make('filterBank', {transform, pad, positiveSlope: 1, negativeSlope: 1, learnable: false});
      const [x, v] = [samples(n, 1), samples(n, 2)];
      const m = pad ? 32 : n;
      const forth = (row: readonly number[]) => transformed([...row, ...Array(m - n).fill(0)], transform);
      const back = (row: readonly number[]) => transformed(row, transform, true).slice(0, n);
      // The third power of each result.
      const f = (t: Tensor) => tf.sum(tf.pow(apply(layer, t), 3)) as tfjs.Scalar;
      const g = tf.grad(f);
      const y = forth(x);
      near(await read(g(tensor(x, [1, n]))), back(y.map(each => 3 * each ** 2)), 1e-5, `${transform} ${n}`);
      const h = tf.grad(t => tf.sum(tf.mul(g(t), tensor(v, [1, n]))))(tensor(x, [1, n]));
      const w = forth(v);
      near(await read(h), back(y.map((each, i) => 6 * each * w[i]!)), 1e-5, `${transform} ${n}, second order`);
    }
  });

  check('filterBank: slopes an element of the last axis, ranks, nothing, NaN, int32', async () => {
    const layer = make('filterBank', {transform: 'dct'});
    layer.build([null, 2, 3]);
    equal(
      layer.weights.map(({originalName, shape}) => [shortName(originalName), shape]),
      [
        ['positiveSlope', [1, 3]],
        ['negativeSlope', [1, 3]],
      ],
    );
    dispose(layer);
    const still = {positiveSlope: 2, negativeSlope: 0.5, learnable: false};
    const x = samples(2 * 3 * 1 * 2 * 4, 1);
    const expected = rowsOf(x, 4, row =>
      transformed(
        row.map(v => (v > 0 ? 2 : 0.5) * v),
        'walshHadamard',
      ),
    );
    for (const shape of [
      [12, 4],
      [2, 6, 4],
      [2, 3, 2, 4],
      [2, 3, 1, 2, 4],
    ]) {
      const y = apply(make('filterBank', still), tensor(x, shape));
      equal(y.shape, shape);
      near(await read(y), expected, 1e-6, `rank ${shape.length}`);
    }
    equal(apply(make('filterBank', still), tf.zeros([0, 8])).shape, [0, 8]);
    equal(apply(make('filterBank', {...still, pad: true}), tf.zeros([0, 5])).shape, [0, 8]);
    const whole = apply(make('filterBank', still), tf.tensor2d([1, 2, 3, 4], [1, 4], 'int32'));
    near(await read(whole), [10, -2, -4, 0], 1e-6);
    const broken = await read(apply(make('filterBank', still), tf.tensor2d([NaN, 0, 1, 1, 1, 1], [3, 2])));
    equal(broken.map(Number.isNaN), [true, true, false, false, false, false]);
  });

  check('filterBank: pad says the length of the output, and errors how to have it', async () => {
    const padded = tf.sequential({layers: [make('filterBank', {pad: true, inputShape: [null, 5]})]});
    equal(padded.outputs[0]!.shape, [null, null, 8]);
    const x = samples(10, 1);
    padded.setWeights([tf.ones([1, 5]), tf.ones([1, 5])]);
    near(
      await read(padded.predict(tensor(x, [1, 2, 5])) as Tensor),
      rowsOf(x, 5, row => transformed([...row, 0, 0, 0], 'walshHadamard')),
      1e-6,
    );
    padded.dispose();
    const wrong = 'RectifierError';
    const where = 'rx.layers.filterBank';
    const input = (...shape: (number | null)[]) => tf.input({shape});
    await throws(() => make('filterBank').apply(input(5)), wrong, where, 'has 5', 'pad: true', '8', "'dct'");
    await throws(() => make('filterBank', {pad: true}).apply(input(4, null)), wrong, where, 'length', 'inputShape');
    await throws(() => make('filterBank').apply(tf.ones([4])), wrong, where, '[4]');
    await throws(() => make('filterBank', {transform: 'dct', pad: true}), wrong, where, 'pad', 'any length');
    await throws(() => make('filterBank', {transform: 'fft'}), wrong, where, "'fft'", "'walshHadamard' or 'dct'");
    await throws(() => make('filterBank', {pad: 'yes'}), wrong, where, 'true or false');
    await throws(() => make('filterBank', {trasform: 'dct'}), wrong, where, "'transform'");
    // A layer that was built for a length takes no other one.
    const built = make('filterBank', {learnable: false});
    apply(built, tf.ones([1, 4]));
    await throws(() => built.apply(tf.ones([1, 8])), 'Error', 'value 4', '1,8');
  });

  const RATE = 0.3;
  const SHAPE = [200, 200];
  const normal = (seed: number, shape: readonly number[] = SHAPE) => tf.randomNormal([...shape], 0, 1, 'float32', seed);

  check('alphaDropout: what is kept is a x + b, what is dropped a alpha + b', async () => {
    const x = normal(1);
    const y = await read(apply(make('alphaDropout', {rate: RATE, seed: 5}), x, true));
    const values = await read(x);
    const {a, b, dropped} = affine(RATE);
    let count = 0;
    values.forEach((v, i) => {
      const [isDropped, isKept] = [dropped, a * v + b].map(
        each => Math.abs(y[i]! - each) <= (lane.half ? 0.01 : 1e-5) * Math.max(1, Math.abs(each)),
      );
      ok(isDropped || isKept, `${v} became ${y[i]}, neither ${a * v + b} nor ${dropped}`);
      if (isDropped && !isKept) count++;
    });
    // Within five standard errors.
    const expected = RATE * values.length;
    ok(Math.abs(count - expected) < 5 * Math.sqrt(expected * (1 - RATE)), `${count} of ${values.length} were dropped`);
  });

  check('alphaDropout keeps mean 0 and variance 1, which that of tf.js does not', async () => {
    for (const rate of [0.05, 0.3, 0.6]) {
      const [mean, variance] = moments(await read(apply(make('alphaDropout', {rate, seed: 5}), normal(1), true)));
      ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.05, `rate ${rate}: mean ${mean}, variance ${variance}`);
    }
    const [mean] = moments(
      await read(tf.layers.alphaDropout({rate: 0.3}).apply(normal(1), {training: true}) as Tensor),
    );
    ok(mean > 0.5, `tf.js mended its sign: mean ${mean}. Say so in the documentation.`);
  });

  check('alphaDropout: a seed gives the same sequence of different masks', async () => {
    const x = tf.ones([40, 50]);
    const masks = async (seed?: number | null) => {
      const layer = make('alphaDropout', {rate: 0.5, seed});
      return [await read(apply(layer, x, true)), await read(apply(layer, x, true))] as const;
    };
    const same = (a: readonly number[], b: readonly number[]) => a.filter((v, i) => v === b[i]).length / a.length;
    const [first, second] = await masks(7);
    equal(await masks(7), [first, second]);
    // Independent ones agree at half of the places: within five standard errors.
    const independent = [
      same(first, second),
      same(first, (await masks(8))[0]),
      same(...(await masks())),
      same(...(await masks(null))),
      same((await masks())[0], (await masks())[0]),
    ];
    for (const share of independent) ok(Math.abs(share - 0.5) < 5 * Math.sqrt(0.25 / 2000), `masks agree in ${share}`);
  });

  check('alphaDropout: noiseShape', async () => {
    const x = tf.ones([6, 4, 5]);
    const drawn = async (noiseShape: readonly (number | null)[], input = x) =>
      read(apply(make('alphaDropout', {rate: 0.5, seed: 3, noiseShape}), input, true));
    const y = await drawn([null, 1, 5]);
    y.forEach((v, i) => equal(v, y[Math.floor(i / 20) * 20 + (i % 5)], 'one mask along axis 1'));
    ok(new Set(y.filter((_, i) => i % 20 < 5)).size === 2, 'nothing was dropped, or everything');
    equal(new Set(await drawn([1, 1, 1])).size, 1);
    ok(new Set(await drawn([null, null, null])).size === 2, 'nothing was dropped, or everything');
    const wrong = 'RectifierError';
    const where = 'rx.layers.alphaDropout';
    await throws(() => drawn([null, 2, 5]), wrong, where, '[null,2,5]', '[6,4,5]');
    await throws(() => drawn([4, 5]), wrong, where, '[4,5]');
    await throws(() => make('alphaDropout', {rate: 0.1, noiseShape: [0]}), wrong, where, 'noiseShape', '[0]');
    await throws(() => make('alphaDropout', {rate: 0.1, noiseShape: 3}), wrong, where, 'list');
  });

  check('alphaDropout: nothing outside training, and gradients inside', async () => {
    const x = normal(2, [3, 4]);
    const layer = make('alphaDropout', {rate: 0.5, seed: 3});
    equal(await read(apply(layer, x)), await read(x));
    equal(await read(layer.apply(x, {training: false}) as Tensor), await read(x));
    equal(await read(apply(make('alphaDropout', {rate: 0}), x, true)), await read(x));
    const model = tf.sequential({layers: [make('alphaDropout', {rate: 0.5, inputShape: [4]})]});
    equal(await read(model.predict(x) as Tensor), await read(x));
    model.dispose();
    // A layer for each call, so that all draw the same.
    const f = (v: Tensor) => apply(make('alphaDropout', {rate: 0.5, seed: 3}), v, true);
    const {a, b, dropped} = affine(0.5);
    const [y, values] = [await read(f(x)), await read(x)];
    const slopes = y.map(v => (Math.abs(v - dropped) < 1e-3 ? 0 : a));
    near(
      y,
      values.map((v, i) => (slopes[i] ? a * v + b : dropped)),
      1e-6,
    );
    const cube = (v: Tensor) => tf.sum(tf.pow(f(v), 3)) as tfjs.Scalar;
    near(
      await read(tf.grad(cube)(x)),
      y.map((v, i) => 3 * v ** 2 * slopes[i]!),
      1e-5,
    );
    const bent = tf.grad(v => tf.sum(tf.grad(cube)(v)))(x);
    near(
      await read(bent),
      y.map((v, i) => 6 * v * slopes[i]! ** 2),
      1e-5,
    );
    equal(apply(layer, tf.ones([2, 2], 'int32'), true).dtype, 'float32');
    equal(apply(layer, tf.zeros([0, 2]), true).shape, [0, 2]);
    ok((await read(apply(layer, tf.fill([9], NaN, 'float32'), true))).every(Number.isNaN), 'NaN was dropped');
  });

  check('alphaDropout: rates that cannot be', async () => {
    const wrong = 'RectifierError';
    const where = 'rx.layers.alphaDropout';
    await throws(() => make('alphaDropout'), wrong, where, 'rate must be given');
    await throws(() => make('alphaDropout', {rate: 1}), wrong, where, 'below 1');
    await throws(() => make('alphaDropout', {rate: -0.1}), wrong, where, 'rate', '-0.1', '>= 0');
    await throws(() => make('alphaDropout', {rate: NaN}), wrong, where, 'NaN');
    await throws(() => make('alphaDropout', {rate: 0.1, seed: 'x'}), wrong, where, 'seed', "'x'");
  });

  check('fifty layers of selu keep mean 0 and variance 1, with alphaDropout and without', async () => {
    const [width, rows] = [128, 64];
    /** Keras's lecunNormal: variance 1 / inputs. That of tf.js lacks what cutting off the normal distribution takes away. */
    const lecunNormal = (seed: number) =>
      tf.initializers.varianceScaling({
        scale: 1 / 0.87962566103423978 ** 2,
        mode: 'fanIn',
        distribution: 'normal',
        seed: 100 + seed,
      });
    // All nets have the same weights: drawing them takes longest.
    const weights = Array.from({length: 50}, (_, i) => lecunNormal(i).apply([width, width]));
    const at = async (dropout: (i: number) => Layer | null) => {
      const layers = weights.flatMap((_, i) => [
        tf.layers.dense({units: width, useBias: false, kernelInitializer: 'zeros', inputShape: [width]}),
        rx.layers.selu(),
        dropout(i),
      ]);
      const model = tf.sequential({layers: layers.filter(layer => layer !== null)});
      model.setWeights(weights);
      const result = moments(await read(model.apply(normal(1, [rows, width]), {training: true}) as Tensor));
      model.dispose();
      return result;
    };
    for (const rate of [null, 0.05, 0.1]) {
      const [mean, variance] = await at(i => (rate === null ? null : make('alphaDropout', {rate, seed: i})));
      ok(Math.abs(mean) < 0.1 && Math.abs(variance - 1) < 0.2, `rate ${rate}: mean ${mean}, variance ${variance}`);
    }
    // With that of tf.js the mean goes away.
    const [mean] = await at(() => tf.layers.alphaDropout({rate: 0.1}));
    ok(mean > 0.15, `mean ${mean}`);
  });

  return checks;
}

const requiredOf = (name: string): Config => ({alphaDropout: {rate: 0.5}, maxoutDense: {units: 1}})[name] ?? {};

/** Numbers of both signs, none of them at a kink. */
const samples = (size: number, seed: number): number[] =>
  Array.from({length: size}, (_, i) => Math.fround(Math.sin(1.7 * i + 0.3 + seed) * 1.5));

const sigmoid = (t: number) => 1 / (1 + Math.exp(-t));

/** Derivatives by differences. */
const differences = (f: (x: number[]) => number, x: readonly number[], step = 1e-5): number[] =>
  x.map((_, i) => {
    const at = (sign: number) => f(x.map((v, j) => (j === i ? v + sign * step : v)));
    return (at(1) - at(-1)) / (2 * step);
  });

/** A transform of one row, entry by entry. */
function transformed(row: readonly number[], transform: 'walshHadamard' | 'dct', transposed = false): number[] {
  const n = row.length;
  const entry = (transform === 'dct' ? cosineEntries : hadamardEntries)(n);
  return row.map((_, k) => row.reduce((sum, v, i) => sum + v * (transposed ? entry(i, k) : entry(k, i)), 0));
}

const rowsOf = (x: readonly number[], n: number, f: (row: readonly number[]) => number[]): number[] =>
  Array.from({length: x.length / n}, (_, row) => f(x.slice(row * n, (row + 1) * n))).flat();

/** One dense layer: a kernel [inputs, outputs] and a bias. */
const dense = (x: readonly number[], kernel: readonly number[], bias: readonly number[]): number[] =>
  bias.map((b, j) => x.reduce((sum, v, i) => sum + v * kernel[i * bias.length + j]!, b));

/** What two dense layers make of the mean of each channel, for each image. */
function fromMeans(
  x: readonly number[],
  w: Weights,
  images: number,
  channels: number,
  between: (t: number) => number,
): number[][] {
  const size = x.length / images;
  return Array.from({length: images}, (_, image) => {
    const means = Array.from({length: channels}, (_, c) => {
      const own = x.filter((_, i) => Math.floor(i / size) === image && i % channels === c);
      return own.reduce((a, b) => a + b, 0) / own.length;
    });
    const hidden = dense(means, w['reduceKernel']!, w['reduceBias']!).map(between);
    return dense(hidden, w['expandKernel']!, w['expandBias']!);
  });
}

const metaAconC =
  ([images = 0, , , channels = 0]: readonly number[]): Reference =>
  (x, w) => {
    const beta = fromMeans(x, w, images, channels, t => t).map(row => row.map(sigmoid));
    return x.map((v, i) => {
      const c = i % channels;
      const [p1, p2] = [w['p1']![c]!, w['p2']![c]!];
      return (p1 - p2) * v * sigmoid(beta[Math.floor((i * images) / x.length)]![c]! * (p1 - p2) * v) + p2 * v;
    });
  };

const dyRelu =
  (
    [images = 0, , , channels = 0]: readonly number[],
    pieces: number,
    shared: boolean,
    lambdaA = 1,
    lambdaB = 0.5,
  ): Reference =>
  (x, w) => {
    const theta = fromMeans(x, w, images, channels, t => Math.max(t, 0)).map(row => row.map(t => 2 * sigmoid(t) - 1));
    return x.map((v, i) => {
      const own = theta[Math.floor((i * images) / x.length)]!;
      const at = (k: number) => (shared ? own[k]! : own[k * channels + (i % channels)]!);
      const line = (k: number) => ((k ? 0 : 1) + lambdaA * at(k)) * v + lambdaB * at(pieces + k);
      return Math.max(...Array.from({length: pieces}, (_, k) => line(k)));
    });
  };

/** A depthwise convolution, zeros outside. */
function depthwise(
  x: readonly number[],
  kernel: readonly number[],
  shape: readonly number[],
  window: number,
): number[] {
  const [, height = 0, width = 0, channels = 0] = shape;
  return x.map((_, index) => {
    const c = index % channels;
    const column = Math.floor(index / channels) % width;
    const row = Math.floor(index / (channels * width)) % height;
    let sum = 0;
    for (let i = 0; i < window; i++) {
      for (let j = 0; j < window; j++) {
        const [down, right] = [i - (window - 1) / 2, j - (window - 1) / 2];
        if (row + down < 0 || row + down >= height || column + right < 0 || column + right >= width) continue;
        sum += kernel[(i * window + j) * channels + c]! * x[index + (down * width + right) * channels]!;
      }
    }
    return sum;
  });
}

/** Mean and variance of each channel. */
const momentsOf = (x: readonly number[], channels: number): [mean: number[], variance: number[]] => {
  const each = Array.from({length: channels}, (_, c) => moments(x.filter((_, i) => i % channels === c)));
  return [each.map(([mean]) => mean), each.map(([, variance]) => variance)];
};
function moments(x: readonly number[]): [mean: number, variance: number] {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  return [mean, x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length];
}

const frelu =
  (shape: readonly number[], window: number, normalized: boolean, training = false): Reference =>
  (x, w) => {
    const channels = shape[3]!;
    const t = depthwise(x, w['depthwiseKernel']!, shape, window);
    if (!normalized) return x.map((v, i) => Math.max(v, t[i]!));
    const [mean, variance] = training ? momentsOf(t, channels) : [w['movingMean']!, w['movingVariance']!];
    return x.map((v, i) => {
      const c = i % channels;
      const y = ((t[i]! - mean[c]!) / Math.sqrt(variance[c]! + 1e-3)) * w['gamma']![c]! + w['beta']![c]!;
      return Math.max(v, y);
    });
  };

const filterBank =
  (n: number, transform: 'walshHadamard' | 'dct', padded = n, inverse = false): Reference =>
  (x, w) =>
    rowsOf(x, n, row => {
      const y = row.map((v, i) => (v > 0 ? w['positiveSlope']! : w['negativeSlope']!)[i]! * v);
      return transformed([...y, ...Array(padded - n).fill(0)], transform, inverse);
    });

const IMAGES = [2, 3, 2, 3];
const SUBJECTS: readonly Subject[] = [
  {name: 'filterBank', config: {}, shape: [3, 8], reference: filterBank(8, 'walshHadamard')},
  {name: 'filterBank', config: {pad: true}, shape: [2, 2, 5], reference: filterBank(5, 'walshHadamard', 8)},
  {name: 'filterBank', config: {transform: 'dct'}, shape: [2, 2, 6], reference: filterBank(6, 'dct')},
  {
    name: 'filterBank',
    config: {transform: 'dct', inverse: true},
    shape: [2, 5],
    reference: filterBank(5, 'dct', 5, true),
  },
  {name: 'metaAconC', config: {reduction: 2}, shape: IMAGES, reference: metaAconC(IMAGES)},
  {name: 'metaAconC', config: {reduction: 1}, shape: [1, 2, 2, 2], reference: metaAconC([1, 2, 2, 2])},
  {name: 'dyRelu', config: {reduction: 1}, shape: IMAGES, reference: dyRelu(IMAGES, 2, false)},
  {name: 'dyRelu', config: {type: 'a', reduction: 2}, shape: IMAGES, reference: dyRelu(IMAGES, 2, true)},
  {
    name: 'dyRelu',
    config: {pieces: 3, lambdaA: 0.5, lambdaB: 2},
    shape: [1, 2, 3, 2],
    reference: dyRelu([1, 2, 3, 2], 3, false, 0.5, 2),
  },
  {name: 'frelu', config: {}, shape: IMAGES, reference: frelu(IMAGES, 3, true)},
  {name: 'frelu', config: {}, shape: IMAGES, training: true, reference: frelu(IMAGES, 3, true, true)},
  {
    name: 'frelu',
    config: {batchNormalization: false, kernelSize: 5},
    shape: IMAGES,
    reference: frelu(IMAGES, 5, false),
  },
];

/** Configs that are no defaults. */
const CONFIGS: readonly {
  readonly name: string;
  readonly config: Config;
  readonly shape: readonly number[] & number[];
}[] = [
  {name: 'alphaDropout', config: {rate: 0.25, noiseShape: [null, 1, 3], seed: 9}, shape: [2, 3]},
  {
    name: 'filterBank',
    config: {
      transform: 'dct',
      inverse: true,
      positiveSlope: 0.75,
      positiveSlopeRegularizer: 'l1l2',
      negativeSlopeConstraint: 'nonNeg',
      sharedAxes: [],
    },
    shape: [2, 6],
  },
  {name: 'filterBank', config: {transform: 'walshHadamard', pad: true}, shape: [2, 6]},
  {
    name: 'metaAconC',
    config: {reduction: 2, p1Initializer: 'randomNormal', p2Regularizer: 'l1l2', kernelConstraint: 'unitNorm'},
    shape: [3, 2, 3],
  },
  {
    name: 'dyRelu',
    config: {type: 'a', pieces: 3, reduction: 1, lambdaA: 0.5, lambdaB: 0.25, biasInitializer: 'ones'},
    shape: [3, 2, 3],
  },
  {
    name: 'frelu',
    config: {kernelSize: 1, momentum: 0.5, epsilon: 0.01, gammaRegularizer: 'l1l2', betaInitializer: 'ones'},
    shape: [3, 2, 3],
  },
  {name: 'frelu', config: {batchNormalization: false, depthwiseInitializer: 'zeros'}, shape: [3, 2, 3]},
];

/** Klambauer et al. 2017, section 3: what is dropped gets alpha', then all is a x + b. */
function affine(rate: number): {a: number; b: number; dropped: number} {
  const saturated = -1.0507009873554805 * 1.6732632423543772;
  const q = 1 - rate;
  const a = (q + saturated ** 2 * q * (1 - q)) ** -0.5;
  const b = -a * (1 - q) * saturated;
  return {a, b, dropped: a * saturated + b};
}

/** The last part of a weight's name, without what tf.js adds to make it unique. */
const shortName = (name: string): string => name.split('/').at(-1)!.replace(/_\d+$/, '');

const weightsOf = async (layer: Layer): Promise<Record<string, number[]>> =>
  Object.fromEntries(
    await Promise.all(
      layer.weights.map(async weight => [shortName(weight.originalName), Array.from(await weight.read().data())]),
    ),
  );

/**
 * The same weights in every run, positive where a variance or what leads to a relu is needed, and small. Half floats hold
 * them exactly: others read differently once they are used.
 */
function setSampleWeights({tf}: Lane, holder: Pick<Layer, 'getWeights' | 'setWeights'>): void {
  tf.tidy(() =>
    holder.setWeights(
      holder.getWeights().map(({shape, size}, index) =>
        tf.tensor(
          Float32Array.from({length: size}, (_, i) => Math.round(154 + 128 * Math.sin(1.3 * i + 0.7 * index)) / 512),
          shape,
        ),
      ),
    ),
  );
}

/** A layer that is not part of a model cannot be disposed by tf.js, its weights can. */
function dispose(layer: Layer): void {
  layer.weights.forEach(weight => weight.dispose());
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}

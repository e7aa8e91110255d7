// Clipping: numbers computed by hand, with each optimizer, through saving and loading, and where gradients are not finite.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import {rectifiers, RectifierError} from '../../src/index';
import {training, type ClipOptions} from '../../src/training/index';

const rx = rectifiers(tf);
const {clipGradients, callbacks, schedules} = training(rx);

beforeAll(async () => {
  await tf.setBackend('cpu');
});
afterEach(async () => {
  await tf.setBackend('cpu');
});

/** The step that plain SGD with rate 1 takes is the gradient itself, which the loss sum(w g) has. */
function clipped(gradients: number[][], options: ClipOptions): {after: number[][]; norm: number | null} {
  const optimizer = clipGradients(tf.train.sgd(1), options);
  const variables = gradients.map(gradient => tf.tidy(() => tf.variable(tf.zeros([gradient.length]))));
  const loss = () => tf.addN(variables.map((variable, i) => tf.sum(tf.mul(variable, gradients[i]!))));
  const before = tf.memory().numTensors;
  tf.tidy(() => void optimizer.minimize(loss as () => tf.Scalar, false, variables));
  // The norm is all that is kept.
  expect(tf.memory().numTensors).toBe(before + 1);
  const after = variables.map(variable => [...variable.dataSync()].map(value => 0 - value));
  const norm = optimizer.gradientNormSync();
  optimizer.dispose();
  tf.dispose(variables);
  return {after, norm};
}

const near = (actual: number[][], expected: number[][]) =>
  actual.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, 6)));

describe.each(['cpu', 'wasm'])('on %s', backend => {
  beforeEach(async () => {
    await tf.setBackend(backend);
    await tf.ready();
  });

  // Norms 5 and 12: together 13.
  const gradients = [[3, -4], [12]];

  test.each([
    [{globalNorm: 6.5}, [[1.5, -2], [6]]],
    [{globalNorm: 13}, [[3, -4], [12]]],
    [{norm: 6}, [[3, -4], [6]]],
    [{norm: 2.5}, [[1.5, -2], [2.5]]],
    [{value: 3.5}, [[3, -3.5], [3.5]]],
    [{value: 20}, [[3, -4], [12]]],
  ] as [ClipOptions, number[][]][])('%j', (options, expected) => {
    const before = tf.memory().numTensors;
    const {after, norm} = clipped(gradients, options);
    near(after, expected);
    expect(norm).toBeCloseTo(13, 5);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('what is within the limit stays as it is, bit by bit', () => {
    const values = [[0.1, 1 / 3, -1e-20, 0], [Math.fround(Math.PI)]];
    for (const options of [{globalNorm: 4}, {norm: 4}, {value: 4}]) {
      const {after} = clipped(values, options);
      expect(after.map(row => row.map(Math.fround))).toEqual(
        values.map(row => row.map(value => Math.fround(value) + 0)),
      );
    }
    near(clipped([[0, 0]], {globalNorm: 1}).after, [[0, 0]]);
  });

  test('NaN goes through where it is ignored', () => {
    expect(clipped([[NaN, 1], [2]], {globalNorm: 1}).after).toEqual([[NaN, NaN], [NaN]]);
    expect(clipped([[NaN, 1], [2]], {norm: 1}).after).toEqual([[NaN, NaN], [1]]);
    expect(clipped([[NaN, 1, 5], [2]], {value: 3}).after).toEqual([[NaN, 1, 3], [2]]);
    expect(clipped([[1e30, 1], [2]], {globalNorm: 1}).after).toEqual([[NaN, NaN], [NaN]]);
    expect(clipped([[Infinity, 1], [2]], {value: 3}).after).toEqual([[3, 1], [2]]);
  });

  test('NaN is an error that names the variable, or a step that is not taken; nothing leaks', () => {
    const weight = tf.variable(tf.tensor1d([1, 2]), true, `guilty-${backend}`);
    const other = tf.variable(tf.tensor1d([3]), true, `innocent-${backend}`);
    const step = (optimizer: tf.Optimizer, factor: number) =>
      optimizer.minimize(() => tf.add(tf.sum(tf.mul(weight, factor)), tf.sum(other)), false, [weight, other]);

    const strict = clipGradients(tf.train.adam(0.1), {globalNorm: 1, onNaN: 'error'});
    step(strict, 1);
    const before = tf.memory().numTensors;
    const weights = [...weight.dataSync()];
    expect(() => step(strict, NaN)).toThrow(RectifierError);
    expect(() => step(strict, NaN)).toThrow(
      new RegExp(`the gradients is NaN in step 2, by those of guilty-${backend}\\. The step was not taken`),
    );
    expect(tf.memory().numTensors).toBe(before);
    expect([...weight.dataSync()]).toEqual(weights);
    strict.dispose();

    // After a step that was skipped, Adam goes on as if it had not been.
    const results = [false, true].map(withNaN => {
      weight.assign(tf.tensor1d([1, 2]));
      other.assign(tf.tensor1d([3]));
      const optimizer = clipGradients(tf.train.adam(0.1), {norm: 1, onNaN: 'skip'});
      step(optimizer, 3);
      if (withNaN) for (const factor of [NaN, Infinity]) step(optimizer, factor);
      step(optimizer, -2);
      expect([optimizer.skippedSteps, optimizer.iterations]).toEqual([withNaN ? 2 : 0, 2]);
      const result = [...weight.dataSync(), ...other.dataSync()];
      optimizer.dispose();
      return result;
    });
    expect(results[1]).toEqual(results[0]);
    tf.dispose([weight, other]);
  });
});

test('the norm is read when it is asked for, not in each step, and not in vain while the next step is taken', async () => {
  const optimizer = clipGradients('sgd', {value: 1});
  expect([optimizer.gradientNormSync(), await optimizer.gradientNorm()]).toEqual([null, null]);
  const variable = tf.variable(tf.tensor1d([3, 4]));
  const loss = () => tf.div(tf.sum(tf.square(variable)), 2) as tf.Scalar;
  const reads = jest.spyOn(tf.backend(), 'readSync');
  optimizer.minimize(loss, false, [variable]);
  expect(reads).not.toHaveBeenCalled();
  reads.mockRestore();
  const before = tf.memory().numTensors;
  const pending = optimizer.gradientNorm();
  optimizer.minimize(loss, false, [variable]);
  expect(await pending).toBeCloseTo(5, 6);
  expect(optimizer.gradientNormSync()).toBeLessThan(5);
  expect(tf.memory().numTensors).toBe(before);
  optimizer.dispose();
  variable.dispose();
});

const OPTIMIZERS: [string, () => tf.Optimizer][] = [
  ['SGD', () => tf.train.sgd(0.1)],
  ['Momentum', () => tf.train.momentum(0.1, 0.9)],
  ['Adam', () => tf.train.adam(0.1)],
  ['Adamax', () => tf.train.adamax(0.1)],
  ['RMSProp', () => tf.train.rmsprop(0.1)],
  ['RMSProp with momentum', () => tf.train.rmsprop(0.1, 0.9, 0.5)],
  ['Adagrad', () => tf.train.adagrad(0.1)],
  ['Adadelta', () => tf.train.adadelta(0.1)],
];

const x = [[1, 2], [-1, 0.5], [3, -2], [0.25, -1]]; // prettier-ignore
const y = [[5], [-3], [2], [1]];
const create = () =>
  tf.sequential({
    layers: [
      tf.layers.dense({units: 3, inputShape: [2], kernelInitializer: tf.initializers.glorotUniform({seed: 1})}),
      rx.layers.prelu({alpha: 0.1}),
      tf.layers.dense({units: 1, kernelInitializer: tf.initializers.glorotUniform({seed: 2})}),
    ],
  });
const weightsOf = (model: tf.LayersModel) => model.getWeights().map(weight => [...weight.dataSync()]);
const fit = (model: tf.LayersModel, epochs: number) =>
  model.fit(tf.tensor2d(x), tf.tensor2d(y), {epochs, batchSize: 2, shuffle: false, verbose: 0});

test.each(OPTIMIZERS)('%s with a limit that is never reached is as without, in fit', async (_name, build) => {
  const [plain, wrapped] = [create(), create()];
  const [bare, optimizer] = [build(), clipGradients(build(), {globalNorm: 1e6})];
  plain.compile({optimizer: bare, loss: 'meanSquaredError'});
  wrapped.compile({optimizer, loss: 'meanSquaredError'});
  await fit(plain, 2);
  await fit(wrapped, 2);
  expect(weightsOf(wrapped)).toEqual(weightsOf(plain));
  expect(await optimizer.gradientNorm()).toBeGreaterThan(0);
  expect(optimizer.iterations).toBe(4);
  plain.dispose();
  wrapped.dispose();
  bare.dispose();
  optimizer.dispose();
});

test.each(OPTIMIZERS.filter(([name]) => name !== 'Adamax'))(
  'with %s, training goes on after saving and loading as if nothing had been',
  async (name, build) => {
    const model = create();
    const optimizer = clipGradients(build(), {globalNorm: 0.5, onNaN: 'skip'});
    model.compile({optimizer, loss: 'meanSquaredError', metrics: ['mse']});
    await fit(model, 2);
    let saved: tf.io.ModelArtifacts | undefined;
    await model.save(
      tf.io.withSaveHandler(async artifacts => {
        // As a file would have it.
        saved = {
          ...artifacts,
          ...JSON.parse(JSON.stringify({...artifacts, weightData: null})),
          weightData: artifacts.weightData,
        };
        return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
      }),
      {includeOptimizer: true},
    );
    expect(saved!.trainingConfig!.optimizer_config).toMatchObject({class_name: 'RectifierClippedOptimizer'});
    const load = [
      () => tf.loadLayersModel(tf.io.fromMemory(saved!)),
      () => rx.loadLayersModel(tf.io.fromMemory(saved!)),
    ];
    const rates: number[] = [];
    const others: number[][][] = [];
    for (const each of load) {
      const loaded = (await each()) as tf.LayersModel;
      expect(weightsOf(loaded)).toEqual(weightsOf(model));
      rates.push((loaded.optimizer as unknown as {learningRate: number}).learningRate);
      expect(loaded.optimizer.getConfig()).toEqual(optimizer.getConfig());
      expect(loaded.optimizer.iterations).toBe(4);
      await fit(loaded, 2);
      others.push(weightsOf(loaded));
      loaded.dispose();
      loaded.optimizer.dispose();
    }
    await fit(model, 2);
    for (const other of others) {
      // tf.js's Adam has powers of its betas, which it does not save but computes anew, by another rounding.
      if (name !== 'Adam') expect(other).toEqual(weightsOf(model));
      other.flat().forEach((value, i) => expect(Math.abs(value - weightsOf(model).flat()[i]!)).toBeLessThan(1e-6));
    }
    expect(rates).toEqual([0.1, 0.1]);
    model.dispose();
    optimizer.dispose();
  },
);

test('the learning rate is that of the wrapped one, whatever stores it, and a clip around a clip works', () => {
  for (const [, build] of OPTIMIZERS) {
    const optimizer = clipGradients(clipGradients(build(), {value: 1}), {globalNorm: 100});
    expect(optimizer.learningRate).toBe(0.1);
    optimizer.learningRate = 0;
    const variable = tf.variable(tf.tensor1d([7]));
    optimizer.minimize(() => tf.sum(tf.square(variable)) as tf.Scalar, false, [variable]);
    expect([...variable.dataSync()]).toEqual([7]);
    optimizer.dispose();
    variable.dispose();
  }
});

test('a name means what model.compile means by it', () => {
  for (const name of ['adagrad', 'adadelta', 'adam', 'adamax', 'rmsprop', 'sgd'] as const) {
    const model = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [1]})]});
    model.compile({optimizer: name, loss: 'meanSquaredError'});
    const optimizer = clipGradients(name, {norm: 1});
    expect(optimizer.optimizer.getConfig()).toEqual(model.optimizer.getConfig());
    expect(optimizer.optimizer.getClassName()).toBe(model.optimizer.getClassName());
    optimizer.dispose();
    model.dispose();
  }
});

test('what is wrong is said', () => {
  const wrong = (optimizer: unknown, options: unknown) => () => clipGradients(optimizer as never, options as never);
  expect(wrong('adan', {norm: 1})).toThrow(
    /optimizer must be one such as tf\.train\.adam\(\), or a name, but is 'adan'\. Did you mean 'adam'\?/,
  );
  expect(wrong(null, {norm: 1})).toThrow(/or a name, but is null\. Known: adagrad, adadelta/);
  expect(wrong('sgd', undefined)).toThrow(
    /options must be a single limit, such as \{globalNorm: 1\}, but is undefined\. Known: globalNorm, norm, value/,
  );
  expect(wrong('sgd', {norm: 1, value: 2})).toThrow(/a single limit.* but is \{"norm":1,"value":2\}/);
  expect(wrong('sgd', {norm: 0})).toThrow(/norm must be a finite number > 0, or null, but is 0/);
  expect(wrong('sgd', {norm: NaN})).toThrow(/but is NaN/);
  expect(wrong('sgd', {clipnorm: 1})).toThrow(/unknown setting 'clipnorm'\. Known: globalNorm, norm, value, onNaN/);
  expect(wrong('sgd', {globalNrm: 1})).toThrow(/Did you mean 'globalNorm'\?/);
  expect(wrong('sgd', {norm: 1, onNaN: 'warn'})).toThrow(/onNaN must be 'ignore' or 'error' or 'skip', but is 'warn'/);
});

test('schedules and plateaus reach through', async () => {
  const model = create();
  const optimizer = clipGradients('sgd', {globalNorm: 1});
  model.compile({optimizer, loss: 'meanSquaredError'});
  const halve = schedules.step({initialLearningRate: 0.08, decaySteps: 1, decayRate: 0.5});
  await model.fit(tf.tensor2d(x), tf.tensor2d(y), {
    epochs: 2,
    batchSize: 2,
    verbose: 0,
    callbacks: [callbacks.learningRateScheduler(halve)],
  });
  expect(optimizer.learningRate).toBe(0.01);
  await model.fit(tf.tensor2d(x), tf.tensor2d(y), {
    epochs: 2,
    verbose: 0,
    callbacks: [callbacks.reduceLROnPlateau({monitor: 'loss', patience: 1, minDelta: 1e9, factor: 0.5})],
  });
  expect(optimizer.learningRate).toBe(0.005);
  model.dispose();
  optimizer.dispose();
});

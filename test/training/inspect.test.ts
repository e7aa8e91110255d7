// inspect and callbacks.monitor: numbers against hand-computed ones, what it leaves behind, and what it can look into.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {rectifiers} from '../../src/index';
import {training, type LayerInspection} from '../../src/training';
import {close, throws} from '../support/assert';

const rx = rectifiers(tf);
const {inspect, callbacks} = training(rx);
type Model = tf.LayersModel;

beforeAll(async () => {
  await tf.setBackend('cpu');
});
const dense = (units: number, config: object = {}) =>
  tf.layers.dense({units, kernelInitializer: tf.initializers.glorotUniform({seed: 7}), ...config});
const normal = (shape: number[], seed = 1) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const rowOf = (layers: readonly LayerInspection[], name: string) => {
  const row = layers.find(each => each.name === name);
  if (!row) throw new Error(`no ${name} among ${layers.map(each => each.name)}`);
  return row;
};

test('units, sparsity, saturation, moments: by hand', async () => {
  const model = tf.sequential({layers: [dense(4, {name: 'one', inputShape: [1], activation: 'relu'})]});
  const weights = [tf.tensor2d([[1, -1, 0, 2]]), tf.tensor1d([0, 0, -1, -1])];
  model.setWeights(weights);
  const x = tf.tensor2d([[1], [2]]);
  // What relu gets: [1, -1, -1, 1], [2, -2, -1, 3]. Units 1 and 2 never fire.
  const report = await inspect(model, x);
  tf.dispose([weights, x]);
  expect(report.examples).toBe(2);
  expect(report.loss).toBeNull();
  const [row] = report.layers;
  expect(row).toMatchObject({name: 'one', className: 'Dense', activation: 'relu', units: 4, inputGradient: null});
  expect([row!.dead, row!.saturation, row!.sparsity]).toEqual([0.5, 0.5, 0.5]);
  const outputs = [1, 0, 0, 1, 2, 0, 0, 3];
  const mean = outputs.reduce((a, b) => a + b) / 8;
  close([row!.mean!, row!.variance!], [mean, outputs.reduce((a, b) => a + (b - mean) ** 2, 0) / 8], 1e-6);
  expect(row!.weights).toEqual([]);
  expect(report.advice).toHaveLength(1);
  expect(report.advice[0]).toBe(
    '50 % of the units of one never fire on this data (few examples: take more): a lower rate, ' +
      'He initialisation, or prelu (replaceActivations exchanges it)',
  );
  expect(JSON.parse(JSON.stringify(report))).toEqual({...report});
});

test('gradients are those of the loss that is compiled, and the loss that of training', async () => {
  const model = tf.sequential({
    layers: [
      dense(5, {inputShape: [3], activation: 'tanh', kernelRegularizer: 'l1l2', name: 'first'}),
      dense(2, {name: 'second'}),
    ],
  });
  const [x, y] = [normal([6, 3]), normal([6, 2], 2)];
  await throws(
    () => inspect(model, x, y),
    'RectifierError',
    'loss must be compiled, or a function such as',
    'undefined',
  );
  model.compile({loss: 'meanSquaredError', optimizer: 'sgd'});
  const report = await inspect(model, x, y);
  const byList = await inspect(model, x, y, {loss: [tf.losses.meanSquaredError as never]});
  const byFunction = await inspect(model, x, y, {loss: (a, b) => tf.losses.meanSquaredError(a, b)});
  close([byList.loss!], [report.loss!], 1e-6);
  close([byFunction.loss!], [report.loss!], 1e-6);

  const magnitude = (t: tf.Tensor) => t.abs().mean().dataSync()[0]!;
  tf.tidy(() => {
    const [k1, b1, k2, b2] = model.getWeights() as tf.Tensor2D[];
    const loss = (k: tf.Tensor, b: tf.Tensor, h: tf.Tensor, input: tf.Tensor) =>
      tf.addN([
        tf.losses.meanSquaredError(y, input.matMul(k).add(b).tanh().add(h).matMul(k2!).add(b2!)),
        k.abs().sum().mul(0.01),
        k.square().sum().mul(0.01),
      ]) as tf.Scalar;
    const [dk, db, dh, dx] = tf.grads(loss)([k1!, b1!, tf.zeros([6, 5]), x]);
    const [first, second] = report.layers;
    expect(first!.weights.map(({name, shape}) => [name, shape])).toEqual([
      ['kernel', [3, 5]],
      ['bias', [5]],
    ]);
    close([first!.weights[0]!.magnitude], [magnitude(k1!)], 1e-6);
    close(
      [first!.weights[0]!.gradient!, first!.weights[1]!.gradient!, second!.inputGradient!, first!.inputGradient!],
      [dk, db, dh, dx].map(each => magnitude(each!)),
      1e-6,
    );
  });
  close([report.loss!], [(await model.trainOnBatch(x, y)) as number], 1e-6);
  tf.dispose([x, y]);
});

test('one pass forward, one backward, whatever the depth', async () => {
  const model = tf.sequential({
    layers: Array.from({length: 12}, (_, i) =>
      dense(4, {activation: 'relu', ...(i === 0 && {inputShape: [4]}), useBias: false}),
    ),
  });
  model.compile({loss: 'meanSquaredError', optimizer: 'sgd'});
  const [x, y] = [normal([8, 4]), normal([8, 4], 2)];
  const products = async (run: () => Promise<unknown>) => {
    const {kernels} = await tf.profile(async () => (await run()) as never);
    return kernels.filter(({name}) => name === '_FusedMatMul' || name === 'BatchMatMul').length;
  };
  // A product forward, two backward.
  expect(await products(() => inspect(model, x))).toBe(12);
  expect(await products(() => inspect(model, x, y))).toBe(36);
  tf.dispose([x, y]);
});

test('the model is as it was, also after an error; nothing leaks', async () => {
  const model = tf.sequential({
    layers: [
      dense(8, {inputShape: [4], activation: 'relu', name: 'd'}),
      tf.layers.batchNormalization(),
      tf.layers.dropout({rate: 0.5}),
      rx.layers.prelu({alpha: 0.1}),
      dense(2, {activation: 'softmax'}),
    ],
  });
  model.compile({loss: 'categoricalCrossentropy', optimizer: 'sgd'});
  const [x, y] = [normal([6, 4]), tf.oneHot([0, 1, 0, 1, 0, 1], 2)];
  const state = () => [
    ...model.getWeights().map(weight => [...weight.dataSync()]),
    model.layers.map(layer => [Object.keys(layer), (layer as never)['activation']]),
  ];
  const [prediction, was, tensors] = [model.predict(x) as tf.Tensor, state(), tf.memory().numTensors];
  const report = await inspect(model, x, y);
  expect(tf.memory().numTensors).toBe(tensors);
  // Dropout is off: 0 dropped.
  expect(rowOf(report.layers, model.layers[2]!.name).sparsity).toBe(
    rowOf(report.layers, model.layers[1]!.name).sparsity,
  );
  await throws(
    () => inspect(model, x, y, {loss: () => { throw new Error('a loss that fails'); }}), // prettier-ignore
    'RectifierError',
    'a loss that fails',
  );
  await throws(() => inspect(tf.sequential(), x), 'RectifierError', 'known inputShape, but is a Sequential');
  await throws(() => training(tf as never), 'RectifierError', 'rx must be what rectifiers(tf)', 'of type object');
  await throws(() => inspect(model, tf.tensor2d([[1, 2]])), 'RectifierError', 'x for', '[1,2]', '[some,4]');
  await throws(() => inspect(model, x, y, {los: 'x'} as never), 'RectifierError', "Did you mean 'loss'");
  await throws(() => inspect(model, x, y, {loss: 'mse' as never}), 'RectifierError', 'loss must be compiled', "'mse'");
  await throws(() => inspect({} as never, x), 'RectifierError', 'tf.sequential');
  await throws(() => inspect(model, [x, x]), 'RectifierError', 'x must be a tensor');
  // The tensor that was made for an error above.
  expect(tf.memory().numTensors).toBe(tensors + 1);
  expect(state()).toEqual(was);
  const after = model.predict(x) as tf.Tensor;
  expect([...after.dataSync()]).toEqual([...prediction.dataSync()]);
  tf.dispose([x, y, prediction, after]);
});

test('functional models: several inputs and outputs, shared, nested, recurrent, over time, embedded', async () => {
  const encoder = tf.sequential({
    name: 'encoder',
    layers: [dense(6, {inputShape: [4], activation: 'relu', name: 'inner'}), dense(3, {name: 'code'})],
  });
  const [a, b] = [tf.input({shape: [4], name: 'a'}), tf.input({shape: [4], name: 'b'})];
  const words = tf.input({shape: [5], name: 'words', dtype: 'int32'});
  const shared = dense(4, {activation: 'sigmoid', name: 'shared'});
  const encode = (input: tf.SymbolicTensor) => encoder.apply(shared.apply(input)) as tf.SymbolicTensor;
  const embedded = tf.layers.embedding({inputDim: 10, outputDim: 4, name: 'embedding'}).apply(words);
  const overTime = tf.layers
    .timeDistributed({layer: dense(3, {activation: 'elu', name: 'step'}), name: 'steps'})
    .apply(embedded) as tf.SymbolicTensor;
  const read = tf.layers
    .bidirectional({layer: tf.layers.lstm({units: 2}) as never, mergeMode: 'concat', name: 'reader'})
    .apply(overTime) as tf.SymbolicTensor;
  const all = tf.layers.concatenate({name: 'all'}).apply([encode(a), encode(b), read]) as tf.SymbolicTensor;
  const outputs = [dense(1, {name: 'one'}).apply(all), dense(2, {activation: 'softmax', name: 'two'}).apply(all)];
  const model = tf.model({inputs: [a, b, words], outputs: outputs as tf.SymbolicTensor[]});
  model.compile({loss: ['meanSquaredError', 'categoricalCrossentropy'], optimizer: 'sgd'});
  const x = {a: normal([7, 4]), b: normal([7, 4], 2), words: tf.ones([7, 5], 'int32')};
  const y = [normal([7, 1], 3), tf.oneHot([0, 1, 0, 1, 0, 1, 0], 2)];
  const report = await inspect(model, x, y);
  const tensors = tf.memory().numTensors;
  const again = await inspect(model, [x.a, x.b, x.words], {one: y[0]!, two: y[1]!});
  expect({...again}).toEqual({...report});
  expect(tf.memory().numTensors).toBe(tensors);
  expect(new Set(report.layers.map(({name}) => name))).toEqual(
    new Set(['shared', 'encoder/inner', 'encoder/code', 'embedding', 'steps', 'reader', 'all', 'one', 'two']),
  );
  for (const row of report.layers) {
    expect([row.name, Number.isFinite(row.mean! + row.variance!)]).toEqual([row.name, true]);
    expect([row.name, row.weights.every(({gradient}) => gradient! > 0)]).toEqual([row.name, true]);
  }
  expect(rowOf(report.layers, 'embedding').inputGradient).toBeNull();
  expect(rowOf(report.layers, 'steps')).toMatchObject({activation: 'elu', units: 3});
  expect(rowOf(report.layers, 'two')).toMatchObject({activation: 'softmax', dead: null, saturation: null});
  // The shared layer is looked at in both places: the moments are those of both outputs together.
  const both = tf.tidy(() => {
    const outs = [x.a, x.b].map(each => shared.apply(each) as tf.Tensor);
    const {mean, variance} = tf.moments(tf.concat(outs));
    return [mean.dataSync()[0]!, variance.dataSync()[0]!];
  });
  close([rowOf(report.layers, 'shared').mean!, rowOf(report.layers, 'shared').variance!], both, 1e-6);
  tf.dispose([x, y]);
});

test('activations as layers, stock and ours, and in images', async () => {
  const twice = rx.define({name: 'halfRelu', className: 'HalfRelu', fn: x => x.relu().mul(0.5)});
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({filters: 3, kernelSize: 2, inputShape: [4, 4, 1], name: 'c', activation: 'relu'}),
      tf.layers.reLU({name: 'r'}),
      tf.layers.leakyReLU({name: 'l'}),
      tf.layers.activation({activation: rx.activation('elu', {alpha: 0.5}), name: 'e'}),
      rx.layers.smoothRelu({name: 's', k: 2, learnable: true}),
      twice.layer({name: 'h'}),
      rx.layers.crelu({name: 'both'}),
      tf.layers.flatten({name: 'f'}),
    ],
  });
  // Channels: always above 0, always below, the pixel itself.
  model.layers[0]!.setWeights([
    tf.tidy(() => tf.concat([tf.zeros([2, 2, 1, 2]), tf.ones([2, 2, 1, 1])], 3)),
    tf.tensor1d([1, -1, 0]),
  ]);
  const x = tf.tidy(() => normal([5, 4, 4, 1]).abs());
  const {layers} = await inspect(model, x);
  const seen = layers.map(({name, activation, units, dead}) => [name, activation, units, dead]);
  expect(seen).toEqual([
    ['c', 'relu', 3, 1 / 3],
    // The channel that is 0 has slope 0 in relu, which is the left one there, and that of the left piece in others.
    ['r', 'relu', 3, 1 / 3],
    ['l', 'leakyRelu', 3, 0],
    ['e', 'elu', 3, 0],
    ['s', 'smoothRelu', 3, 0],
    ['h', 'HalfRelu', 3, 0],
    ['both', 'crelu', 6, null],
    ['f', null, 54, null],
  ]);
  x.dispose();
});

const chain = (depth: number, activation: string, initializer: tf.serialization.ConfigDict | string) =>
  tf.sequential({
    layers: Array.from({length: depth}, (_, i) =>
      dense(10, {
        activation,
        kernelInitializer: initializer,
        name: `layer${i + 1}`,
        ...(i === 0 && {inputShape: [10]}),
      }),
    ),
  });

test('advice: gradients that vanish or explode, saturation, NaN, weights without gradient', async () => {
  const [x, y] = [normal([100, 10]), normal([100, 10], 2)];
  const adviceOf = async (model: Model) => {
    model.compile({loss: 'meanSquaredError', optimizer: 'sgd'});
    return (await inspect(model, x, y)).advice.join('\n');
  };
  const seeded = (stddev: number) => tf.initializers.randomNormal({stddev, seed: 3}) as never;
  expect(await adviceOf(chain(12, 'sigmoid', seeded(0.3)))).toMatch(
    /gradient shrinks .* times from layer12 to layer1:/,
  );
  expect(await adviceOf(chain(12, 'linear', seeded(3)))).toMatch(/gradient grows .* times from layer12 to layer1:/);
  expect(await adviceOf(chain(2, 'tanh', seeded(30)))).toMatch(/% of what tanh of layer1 gets lies where it is flat/);
  expect(await adviceOf(chain(3, 'elu', seeded(0.33)))).toBe('');
  const broken = chain(3, 'relu', seeded(0.5));
  broken.layers[1]!.setWeights([tf.fill([10, 10], NaN), tf.zeros([10])]);
  expect(await adviceOf(broken)).toMatch(/^layer2 is the first layer with NaN or infinite outputs/);
  const silent = chain(3, 'relu', seeded(0.5));
  silent.layers[1]!.setWeights([tf.zeros([10, 10]), tf.fill([10], -1)]);
  const advice = await adviceOf(silent);
  expect(advice).toMatch(/^100 % of the units of layer2 never fire on this data: a lower rate/m);
  expect(advice).toMatch(/^layer1 gets no gradient in kernel, bias/m);
  tf.dispose([x, y]);
});

test('the table', async () => {
  const model = tf.sequential({
    layers: [dense(2, {inputShape: [1], activation: 'relu', name: 'hidden'}), dense(1, {name: 'out'})],
  });
  model.setWeights([tf.tensor2d([[1, -1]]), tf.zeros([2]), tf.tensor2d([[1], [1]]), tf.zeros([1])]);
  model.compile({loss: 'meanSquaredError', optimizer: 'sgd'});
  const [x, y] = [tf.tensor2d([[1], [3]]), tf.tensor2d([[1], [1]])];
  const report = await inspect(model, x, y);
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  report.print();
  expect(log.mock.calls).toEqual([[report.toString()]]);
  log.mockRestore();
  expect(report.toString().split('\n').slice(0, 4)).toEqual([
    '2 examples, loss 2',
    'layer   activation  units  dead  saturated  zero  mean  variance  |d input|  |d weights|',
    'hidden  relu            2  50 %       50 %  50 %     1       1.5          1  kernel 3, bias 1',
    'out                     1                    0 %     2         1          1  kernel 3, bias 2',
  ]);
  tf.dispose([x, y]);
});

test('monitor records each epoch or every n batches, and leaves nothing behind', async () => {
  const model = tf.sequential({
    layers: [dense(6, {inputShape: [3], activation: 'relu', name: 'd'}), dense(1, {name: 'o'})],
  });
  model.compile({loss: 'meanSquaredError', optimizer: tf.train.sgd(0.1)});
  const [x, y] = [normal([32, 3]), normal([32, 1], 2)];
  const fit = (monitor: tf.Callback, epochs = 3) =>
    model.fit(x, y, {batchSize: 8, epochs, shuffle: false, verbose: 0, callbacks: [monitor]});
  await fit(callbacks.monitor({x}), 1);
  const tensors = tf.memory().numTensors;

  const each = callbacks.monitor({x, y});
  const history = await fit(each);
  expect(each.history.map(({epoch, batch}) => [epoch, batch])).toEqual([
    [0, null],
    [1, null],
    [2, null],
  ]);
  const last = each.history[2]!.inspection;
  const now = await inspect(model, x, y);
  expect({...last}).toEqual({...now});
  expect(history.history['loss']).toHaveLength(3);

  const seen: number[] = [];
  const some = callbacks.monitor({x, every: 3, onInspection: ({batch}) => void seen.push(batch!)});
  await fit(some, 2);
  // Of 4 batches an epoch: after 3, 6 and so on in all.
  expect(some.history.map(({epoch, batch}) => [epoch, batch])).toEqual([
    [0, 3],
    [1, 2],
  ]);
  expect(seen).toEqual([3, 2]);
  await fit(some, 1);
  expect(some.history).toHaveLength(1);

  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  const failing = callbacks.monitor({x, y, print: true, onInspection: () => Promise.reject(new Error('stop here'))});
  await expect(fit(failing)).rejects.toThrow('stop here');
  expect(log.mock.calls[0]![0]).toMatch(/^epoch 1: 32 examples, loss /);
  log.mockRestore();
  expect(model.layers.some(layer => Object.hasOwn(layer, 'call'))).toBe(false);
  expect(tf.memory().numTensors - tensors).toBeLessThanOrEqual(4); // What the fit that was stopped has itself left.

  // tf.js tells a callback its model only where no plain object is in the list.
  const mixed = [{onEpochEnd: async () => {}}, callbacks.monitor({x})] as never;
  const blind = model.fit(x, y, {epochs: 1, verbose: 0, callbacks: mixed});
  await throws(
    () => blind,
    'RectifierError',
    'callbacks.monitor: a plain object is in the list',
    'new tf.CustomCallback',
  );

  await throws(() => callbacks.monitor({} as never), 'RectifierError', 'x must be the examples', 'undefined');
  await throws(() => callbacks.monitor({x, every: 0}), 'RectifierError', 'every', '0');
  await throws(() => callbacks.monitor({x, evry: 2} as never), 'RectifierError', "Did you mean 'every'");
  tf.dispose([x, y]);
});

test('on wasm the same numbers', async () => {
  const model = tf.sequential({
    layers: [
      dense(8, {inputShape: [4], activation: 'relu'}),
      rx.layers.smoothRelu({learnable: true}),
      dense(2, {activation: 'tanh'}),
    ],
  });
  model.compile({loss: 'meanSquaredError', optimizer: 'sgd'});
  const [x, y] = [normal([20, 4]), normal([20, 2], 2)];
  const numbers = async () =>
    (await inspect(model, x, y)).layers.flatMap(row => [
      ...[row.dead, row.saturation, row.sparsity, row.mean, row.variance, row.inputGradient].map(n => n ?? -1),
      ...row.weights.map(({gradient}) => gradient!),
    ]);
  const cpu = await numbers();
  await tf.setBackend('wasm');
  try {
    close(await numbers(), cpu, 1e-5);
    const image = tf.sequential({layers: [tf.layers.conv2d({filters: 1, kernelSize: 2, inputShape: [3, 3, 1]})]});
    image.compile({loss: 'meanSquaredError', optimizer: 'sgd'});
    const [pixels, target] = [normal([1, 3, 3, 1]), normal([1, 2, 2, 1])];
    await throws(() => inspect(image, pixels, target), 'RectifierError', 'enableWasmTraining');
    tf.dispose([pixels, target]);
  } finally {
    await tf.setBackend('cpu');
  }
  tf.dispose([x, y]);
});

// linearRegion: the map against one made by hand, and against the model itself nearby.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {rectifiers} from '../../src/index';
import {training} from '../../src/training';
import {close, throws} from '../support/assert';
import {dense, normal, seeded} from './layers';

const rx = rectifiers(tf);
const {linearRegion} = training(rx);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Holds A x' + b against the model at x, and at points so near that no kink lies between. */
async function holds(model: tf.LayersModel, x: tf.Tensor, tolerance = 2e-6): Promise<void> {
  const tensors = tf.memory().numTensors;
  const region = linearRegion(model, x);
  expect(tf.memory().numTensors).toBe(tensors + 2);
  const [batch] = x.shape as [number];
  for (const distance of [0, 1e-4, -1e-4]) {
    tf.tidy(() => {
      const near = x.add(normal(x.shape, 5).mul(distance));
      const mapped = tf.matMul(region.matrix as tf.Tensor3D, near.reshape([batch, -1, 1]) as tf.Tensor3D);
      const got = mapped.reshape(region.offset.shape).add(region.offset);
      close(got.dataSync(), (model.predict(near) as tf.Tensor).dataSync(), tolerance, `at distance ${distance}`);
    });
  }
  tf.dispose(region as never);
}

test('two layers: W2 diag(active) W1, by hand', async () => {
  const model = tf.sequential({layers: [dense(3, {inputShape: [2], activation: 'relu'}), dense(2)]});
  const [k1, b1] = [tf.tensor2d([[1, -1, 2], [3, 1, -4]]), tf.tensor1d([0.5, 0.25, -1])]; // prettier-ignore
  const [k2, b2] = [tf.tensor2d([[1, 2], [3, 4], [5, 6]]), tf.tensor1d([10, 20])]; // prettier-ignore
  model.setWeights([k1, b1, k2, b2]);
  // Before relu: [4.5, 0.25, -3] for (1, 1): units 0 and 1. [-1.5, 2.25, -3] for (-2, 0): unit 1 alone, with slope -1 in x0.
  const x = tf.tensor2d([[1, 1], [-2, 0]]); // prettier-ignore
  const {matrix, offset} = linearRegion(model, x);
  expect(matrix.shape).toEqual([2, 2, 2]);
  expect([...matrix.dataSync()]).toEqual([1 - 3, 3 + 3, 2 - 4, 6 + 4, -3, 3, -4, 4]);
  close(offset.dataSync(), [10 + 0.5 + 0.75, 20 + 1 + 1, 10 + 0.75, 20 + 1], 1e-6);
  tf.dispose([k1, b1, k2, b2, x, matrix, offset]);
});

test('every piecewise linear function, as a layer', async () => {
  const layers = {
    relu: rx.layers.relu({negativeSlope: 0.1, maxValue: 0.8, threshold: 0.1}),
    relu6: rx.layers.relu6(),
    leakyRelu: rx.layers.leakyRelu(),
    prelu: rx.layers.prelu({alpha: -0.3}),
    rrelu: rx.layers.rrelu(),
    srelu: rx.layers.srelu(),
    dualSlopeRelu: rx.layers.dualSlopeRelu(),
    apl: rx.layers.apl({hinges: 3}),
    threshold: rx.layers.threshold({threshold: 0.2}),
    thresholdedRelu: rx.layers.thresholdedRelu({theta: 0.2}),
    hardShrink: rx.layers.hardShrink(),
    softShrink: rx.layers.softShrink(),
    hardTanh: rx.layers.hardTanh(),
    hardSigmoid: rx.layers.hardSigmoid(),
    sparseSigmoid: rx.layers.sparseSigmoid(),
    crelu: rx.layers.crelu(),
    maxout: rx.layers.maxout({pieces: 4}),
    sparsemax: rx.layers.sparsemax(),
    maxoutDense: rx.layers.maxoutDense({units: 3}),
    filterBank: rx.layers.filterBank({negativeSlope: 0.5}),
    stockReLU: tf.layers.reLU({maxValue: 0.7}),
    stockLeaky: tf.layers.leakyReLU(),
    stockPReLU: tf.layers.prelu({alphaInitializer: 'ones'}),
    stockHardSigmoid: tf.layers.activation({activation: 'hardSigmoid'}),
  };
  const x = normal([3, 5]);
  for (const layer of Object.values(layers)) {
    const model = tf.sequential({layers: [dense(8, {inputShape: [5]}), layer, dense(2)]});
    await holds(model, x);
    model.dispose();
  }
  x.dispose();
});

test('images: convolutions, pooling, batch normalisation, branches, nested models', async () => {
  const input = tf.input({shape: [8, 8, 2]});
  const conv = (config: object) =>
    tf.layers.conv2d({filters: 4, kernelSize: 3, padding: 'same', kernelInitializer: seeded(), ...config});
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const norm = tf.layers.batchNormalization();
  const first = apply(norm, apply(conv({activation: 'relu'}), input));
  const branches = [
    apply(tf.layers.depthwiseConv2d({kernelSize: 3, padding: 'same', depthwiseInitializer: seeded()}), first),
    apply(tf.layers.separableConv2d({filters: 4, kernelSize: 3, padding: 'same', activation: 'relu6'}), first),
    apply(rx.layers.frelu(), first),
    apply(conv({strides: 1, activation: rx.activation('leakyRelu', {negativeSlope: 0.2})}), first),
  ];
  const merged = apply(tf.layers.maximum(), [apply(tf.layers.add(), branches), branches[1]!]);
  const pooled = apply(tf.layers.maxPooling2d({poolSize: 2}), merged);
  const up = apply(
    tf.layers.conv2dTranspose({filters: 3, kernelSize: 2, strides: 2, kernelInitializer: seeded()}),
    pooled,
  );
  const heads = [
    apply(tf.layers.globalMaxPooling2d({}), up),
    apply(tf.layers.globalAveragePooling2d({}), up),
    apply(tf.layers.flatten(), apply(tf.layers.averagePooling2d({poolSize: 4}), up)),
  ];
  const head = tf.sequential({
    layers: [dense(6, {inputShape: [18], activation: 'relu'}), tf.layers.dropout({rate: 0.5}), dense(5)],
  });
  const model = tf.model({inputs: input, outputs: apply(head, apply(tf.layers.concatenate(), heads))});
  norm.setWeights([
    tf.tensor1d([1, 2, 0.5, -1]),
    tf.tensor1d([0.1, 0.2, 0, -0.4]),
    tf.tensor1d([0.2, 0, 0.1, 0.3]),
    tf.tensor1d([0.5, 1, 2, 1]),
  ]);
  const x = normal([2, 8, 8, 2]);
  await holds(model, x, 1e-5);
  const whole = linearRegion(model, x);
  expect(whole.matrix.shape).toEqual([2, 5, 128]);
  tf.dispose([x, whole.matrix, whole.offset]);
});

test('where several places are the largest, one of them is taken, not the sum of all', async () => {
  for (const dataFormat of ['channelsLast', 'channelsFirst'] as const) {
    const model = tf.sequential({
      layers: [tf.layers.globalMaxPooling2d({dataFormat, inputShape: dataFormat === 'channelsLast' ? [2, 2, 1] : [1, 2, 2]})], // prettier-ignore
    });
    const x = tf.ones(dataFormat === 'channelsLast' ? [1, 2, 2, 1] : [1, 1, 2, 2]);
    const {matrix, offset} = linearRegion(model, x);
    expect([...matrix.dataSync(), ...offset.dataSync()]).toEqual([1, 0, 0, 0, 0]);
    expect(Object.hasOwn(model.layers[0]!, 'call')).toBe(false);
    tf.dispose([x, matrix, offset]);
  }
  const model = tf.sequential({layers: [tf.layers.globalMaxPooling1d({inputShape: [3, 2]})]});
  const x = tf.tensor3d([[[1, 5], [2, 4], [2, 5]]]); // prettier-ignore
  const {matrix, offset} = linearRegion(model, x);
  expect([...matrix.dataSync(), ...offset.dataSync()]).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  tf.dispose([x, matrix, offset]);
});

test('what is not piecewise linear is an error that names it', async () => {
  const x = tf.ones([1, 4]);
  const inside = (layer: tf.layers.Layer) =>
    tf.sequential({
      layers: [
        dense(4, {inputShape: [4]}),
        tf.sequential({name: 'body', layers: [dense(4, {inputShape: [4]}), layer]}),
      ],
    });
  for (const [layer, path, is] of [
    [dense(2, {activation: 'tanh', name: 'd'}), 'body/d', 'Dense tanh'],
    [rx.layers.smoothRelu({name: 's'}), 'body/s', 'SmoothReLU smoothRelu'],
    [tf.layers.softmax({name: 'p'}), 'body/p', 'Softmax softmax'],
    [tf.layers.thresholdedReLU({name: 't'}), 'body/t', 'ThresholdedReLU thresholdedRelu'],
    [tf.layers.layerNormalization({name: 'n'}), 'body/n', 'LayerNormalization'],
    [
      rx.define({name: 'ownLine', className: 'OwnLine', fn: v => v.relu()}).layer({name: 'o'}),
      'body/o',
      'OwnLine OwnLine',
    ],
    [rx.layers.reglu({name: 'g'}), 'body/g', 'ReGLU reglu'],
  ] as const) {
    await throws(
      () => linearRegion(inside(layer), x),
      'RectifierError',
      `${path} must be piecewise linear`,
      `but is '${is}'`,
    );
  }
  const tensors = tf.memory().numTensors;
  const model = inside(dense(2));
  await throws(() => linearRegion(model, tf.ones([1, 3])), 'RectifierError', 'x for', '[1,3]', '[some,4]');
  const [a, b] = [tf.input({shape: [2]}), tf.input({shape: [2]})];
  const two = tf.model({inputs: [a, b], outputs: tf.layers.add().apply([a, b]) as tf.SymbolicTensor});
  await throws(
    () => linearRegion(two, x),
    'RectifierError',
    'the number of inputs and outputs must be [1,1], but is [2,1]',
  );
  // The model, and the tensor that was made for an error.
  expect(tf.memory().numTensors).toBe(tensors + 6 + 1);
  // A limit of tf.js.
  const dilated = tf.sequential({
    layers: [
      tf.layers.conv2d({filters: 1, kernelSize: 2, dilationRate: 2, inputShape: [4, 4, 1]}),
      tf.layers.flatten(),
    ],
  });
  const image = tf.ones([1, 4, 4, 1]);
  await throws(() => linearRegion(dilated, image), 'RectifierError', 'failed', 'dilation');
  expect(tf.memory().numTensors).toBe(tensors + 6 + 1 + 3);
  image.dispose();
  x.dispose();
});

test('more outputs than are done at once', async () => {
  const model = tf.sequential({layers: [dense(9, {inputShape: [3], activation: 'relu'}), dense(100)]});
  const x = normal([5, 3]);
  await holds(model, x);
  x.dispose();
});

test('on wasm', async () => {
  await tf.setBackend('wasm');
  try {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({filters: 3, kernelSize: 3, inputShape: [6, 6, 1], activation: 'relu', kernelInitializer: seeded()}), // prettier-ignore
        tf.layers.maxPooling2d({poolSize: 2}),
        rx.layers.prelu({alpha: 0.3}),
        tf.layers.flatten(),
        dense(3),
      ],
    });
    const x = normal([2, 6, 6, 1]);
    await holds(model, x);
    x.dispose();
  } finally {
    await tf.setBackend('cpu');
  }
});

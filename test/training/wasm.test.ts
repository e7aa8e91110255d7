// Gradient kernels that wasm lacks: against their definition in float64, and against the cpu backend's.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import fc from 'fast-check';
import {rectifiers, RectifierError} from '../../src/index';
import {training} from '../../src/training';
import {depthwiseGradients, filterGradient, type Convolution} from './convolutions';

const ADDED = [
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'UnsortedSegmentSum',
];
const tools = training(rectifiers(tf));

beforeAll(async () => {
  const lacking = ADDED.filter(name => !tf.getKernel(name, 'wasm'));
  // Before the backend has started.
  expect(tf.getBackend()).not.toBe('wasm');
  expect(tools.enableWasmTraining()).toEqual(lacking);
  expect(await tf.setBackend('wasm')).toBe(true);
});
beforeEach(() => tf.setBackend('wasm').then(() => undefined));

test('called again, nothing more is registered, and other backends keep their kernels', () => {
  const kernels = () => ['wasm', 'cpu'].map(backend => ADDED.map(name => tf.getKernel(name, backend)));
  const before = kernels();
  expect(before.flat().every(Boolean)).toBe(true);
  const warn = jest.spyOn(console, 'warn');
  expect(tools.enableWasmTraining()).toEqual([]);
  expect(training(rectifiers(tf)).enableWasmTraining()).toEqual([]);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
  kernels().forEach((list, i) => list.forEach((kernel, j) => expect(kernel).toBe(before[i]![j])));
});

test('a kernel of tf.js itself is kept', () => {
  const own = tf.getKernel('UnsortedSegmentSum', 'wasm');
  tf.unregisterKernel('UnsortedSegmentSum', 'wasm');
  const theirs = {kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: own.kernelFunc};
  tf.registerKernel(theirs);
  expect(tools.enableWasmTraining()).toEqual([]);
  expect(tf.getKernel('UnsortedSegmentSum', 'wasm')).toBe(theirs);
  tf.unregisterKernel('UnsortedSegmentSum', 'wasm');
  expect(tools.enableWasmTraining()).toEqual(['UnsortedSegmentSum']);
});

/** Runs a kernel; its numbers, and how many tensors it left behind. */
function run(name: string, inputs: Record<string, tf.Tensor>, attributes: object): Float32Array {
  const before = tf.memory();
  const result = tf.engine().runKernel(name, inputs, attributes as never) as tf.Tensor;
  const values = result.dataSync().slice() as Float32Array;
  result.dispose();
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  return values;
}

/** Of a sum of products of numbers of about 1, whose number is not large here. */
const TOLERANCE = 3e-6;

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>): void {
  expect(got).toHaveLength(want.length);
  const largest = Math.max(1, ...Array.from(want, Math.abs));
  const farthest = Math.max(0, ...Array.from(want, (value, i) => Math.abs(got[i]! - value)));
  // Not toBeLessThan alone: NaN must fail.
  expect(farthest <= TOLERANCE * largest).toBe(true);
}

const size = fc.integer({min: 1, max: 9});
const pair = <T>(each: fc.Arbitrary<T>) => fc.tuple(each, each);
const margin = pair(fc.integer({min: 0, max: 4}));
const pads = fc.oneof(
  fc.constantFrom('same' as const, 'valid' as const),
  fc.integer({min: 0, max: 3}),
  fc.tuple(fc.constant([0, 0]), margin, margin, fc.constant([0, 0])),
);
const steps = fc.oneof(
  fc.record({strides: pair(fc.integer({min: 1, max: 4})), dilations: fc.constant([1, 1])}),
  fc.record({strides: fc.constant([1, 1]), dilations: pair(fc.integer({min: 1, max: 3}))}),
);

/** Any convolution that has windows. */
const convolutions = (maxMultiplier: number, depthwise: boolean): fc.Arbitrary<Convolution> =>
  fc
    .record({
      batch: fc.integer({min: 1, max: 3}),
      input: pair(size),
      filter: pair(fc.integer({min: 1, max: 4})),
      channels: fc.integer({min: 1, max: depthwise ? 19 : 5}),
      outputs: fc.integer({min: 1, max: maxMultiplier}),
      pad: pads,
      steps,
      dimRoundingMode: fc.constantFrom('floor' as const, 'round' as const, 'ceil' as const),
      seed: fc.integer({min: 1, max: 1e6}),
    })
    .map(({steps: {strides, dilations}, dimRoundingMode, ...rest}) => ({
      ...rest,
      strides,
      dilations: depthwise ? dilations : [1, 1],
      // tf.js wants whole numbers of windows otherwise.
      ...(typeof rest.pad === 'string' ? {} : {dimRoundingMode}),
    }))
    .map(each => withInfo(each as never, depthwise))
    .filter(each => each !== null);

function withInfo(each: Omit<Convolution, 'before' | 'output'>, depthwise: boolean): Convolution | null {
  const {batch, input, filter, channels, outputs, strides, dilations, pad, dimRoundingMode} = each;
  const info = tf.backend_util.computeConv2DInfo(
    [batch, ...input, channels],
    [...filter, channels, outputs],
    strides as never,
    dilations as never,
    pad as never,
    dimRoundingMode,
    depthwise,
  );
  if (info.outHeight < 1 || info.outWidth < 1) return null;
  return {...each, before: [info.padInfo.top, info.padInfo.left], output: [info.outHeight, info.outWidth]};
}

const FIXED = {seed: 20, numRuns: 100};
const attributesOf = ({strides, dilations, pad, dimRoundingMode}: Convolution) => ({
  strides,
  dilations,
  pad,
  dimRoundingMode,
});
const noise = (shape: number[], seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
const undilated = ({dilations}: Convolution) => dilations.every(each => each === 1);

/** On wasm, and on cpu; both from the same numbers. */
async function onBoth(name: string, inputs: Record<string, tf.Tensor>, attributes: object): Promise<Float32Array[]> {
  const here = run(name, inputs, attributes);
  await tf.setBackend('cpu');
  const there = run(name, inputs, attributes);
  await tf.setBackend('wasm');
  return [here, there];
}

test("conv2d's filter, over shapes, strides and paddings at random", () =>
  fc.assert(
    fc.asyncProperty(convolutions(5, false), async each => {
      const {batch, input, output, filter, channels, outputs, seed} = each;
      const x = noise([batch, ...input, channels], seed);
      const dy = noise([batch, ...output, outputs], seed + 1);
      const filterShape = [...filter, channels, outputs];
      const attributes = {...attributesOf(each), dataFormat: 'NHWC', filterShape};
      const [wasm, cpu] = await onBoth('Conv2DBackpropFilter', {x, dy}, attributes);
      expectClose(wasm!, filterGradient(each, x.dataSync(), dy.dataSync()));
      expectClose(wasm!, cpu!);
      tf.dispose([x, dy]);
    }),
    FIXED,
  ));

test("depthwiseConv2d's filter and input, over shapes, strides, dilations and paddings at random", () =>
  fc.assert(
    fc.asyncProperty(convolutions(3, true), async each => {
      const {batch, input, output, filter: window, channels, outputs, seed} = each;
      const x = noise([batch, ...input, channels], seed);
      const dy = noise([batch, ...output, channels * outputs], seed + 1);
      const filter = noise([...window, channels, outputs], seed + 2);
      const want = depthwiseGradients(each, x.dataSync(), dy.dataSync(), filter.dataSync());
      for (const [name, inputs, more, reference] of [
        ['DepthwiseConv2dNativeBackpropFilter', {x, dy}, {filterShape: filter.shape}, want.filter],
        ['DepthwiseConv2dNativeBackpropInput', {dy, filter}, {inputShape: x.shape}, want.input],
      ] as const) {
        const [wasm, cpu] = await onBoth(name, inputs, {...attributesOf(each), ...more});
        expectClose(wasm!, reference);
        // The cpu backend's kernels do not look at dilations.
        if (undilated(each)) expectClose(wasm!, cpu!);
      }
      tf.dispose([x, dy, filter]);
    }),
    FIXED,
  ));

test('unsortedSegmentSum, with segments that are empty, repeated, or none at all', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({min: -2, max: 7}), {minLength: 1, maxLength: 20}),
      fc.array(fc.integer({min: 1, max: 4}), {maxLength: 3}),
      fc.integer({min: 1, max: 6}),
      async (ids, element, numSegments) => {
        const x = noise([ids.length, ...element], 3);
        const segmentIds = tf.tensor1d(ids, 'int32');
        const [wasm, cpu] = await onBoth('UnsortedSegmentSum', {x, segmentIds}, {numSegments});
        const values = x.dataSync();
        const length = values.length / ids.length;
        const want = new Array<number>(numSegments * length).fill(0);
        ids.forEach((id, i) => {
          if (id < 0 || id >= numSegments) return;
          for (let j = 0; j < length; j++) want[id * length + j]! += values[i * length + j]!;
        });
        expectClose(wasm!, want);
        expectClose(wasm!, cpu!);
        tf.dispose([x, segmentIds]);
      },
    ),
    FIXED,
  ));

test('sums over a large batch keep float32 accuracy', () => {
  const each = withInfo(
    {batch: 64, input: [30, 30], filter: [3, 3], channels: 2, outputs: 3, pad: 'valid', strides: [1, 1], dilations: [1, 1], seed: 5}, // prettier-ignore
    false,
  )!;
  // Numbers of one sign, whose sum grows: 50176 of them.
  const x = tf.tidy(() => noise([64, 30, 30, 2], 5).abs());
  const dy = tf.tidy(() => noise([64, 28, 28, 3], 6).abs());
  const attributes = {...attributesOf(each), dataFormat: 'NHWC', filterShape: [3, 3, 2, 3]};
  const got = run('Conv2DBackpropFilter', {x, dy}, attributes);
  const want = filterGradient(each, x.dataSync(), dy.dataSync());
  got.forEach((value, i) => expect(Math.abs(value / want[i]! - 1)).toBeLessThan(2e-5));
  tf.dispose([x, dy]);
});

test('NaN and infinities of a channel stay in its part of the gradient', () => {
  const x = tf.tensor4d([NaN, 1, 2, 3, 4, Infinity, 6, 7], [1, 2, 2, 2]);
  const dy = tf.ones([1, 2, 2, 2]);
  const got = run('DepthwiseConv2dNativeBackpropFilter', {x, dy}, {strides: 1, pad: 'same', filterShape: [1, 1, 2, 1]});
  expect([...got]).toEqual([NaN, Infinity]);
  tf.dispose([x, dy]);
});

test('nothing to sum gives zeros: empty batches, windows that never meet the input', () => {
  for (const [input, output] of [
    [[0, 4, 4, 2], [0, 4, 4, 3]], // prettier-ignore
  ] as [number[], number[]][]) {
    const [x, dy] = [tf.zeros(input), tf.zeros(output)];
    const attributes = {strides: 1, pad: 'same', dataFormat: 'NHWC', filterShape: [3, 3, 2, 3]};
    expect([...run('Conv2DBackpropFilter', {x, dy}, attributes)]).toEqual(new Array(54).fill(0));
    tf.dispose([x, dy]);
  }
  // One window, at -3.
  const [x, dy] = [tf.ones([1, 1, 1, 1]), tf.ones([1, 1, 1, 1])];
  const attributes = {strides: 9, pad: [[0, 0], [3, 0], [3, 0], [0, 0]], filterShape: [1, 1, 1, 1]}; // prettier-ignore
  expect([...run('Conv2DBackpropFilter', {x, dy}, {...attributes, dataFormat: 'NHWC'})]).toEqual([0]);
  expect([...run('DepthwiseConv2dNativeBackpropFilter', {x, dy}, attributes)]).toEqual([0]);
  const inputs = {dy, filter: x};
  expect([...run('DepthwiseConv2dNativeBackpropInput', inputs, {...attributes, inputShape: x.shape})]).toEqual([0]);
  tf.dispose([x, dy]);
});

test('another data format, and segments that are not one number a row, are RectifierErrors; nothing leaks', () => {
  const x = tf.ones([1, 2, 4, 4]);
  const dy = tf.ones([1, 3, 4, 4]);
  const ids = tf.zeros([1, 2], 'int32');
  const before = tf.memory().numTensors;
  const attributes = {strides: 1, pad: 'same', dataFormat: 'NCHW', filterShape: [3, 3, 2, 3]};
  const wrong = [
    [
      () => tf.engine().runKernel('Conv2DBackpropFilter', {x, dy}, attributes as never),
      /dataFormat must be 'NHWC'.*transpose.*but is 'NCHW'/,
    ],
    [
      () => tf.engine().runKernel('UnsortedSegmentSum', {x, segmentIds: ids}, {numSegments: 2}),
      /segmentIds must be of shape \[1\], but is a tensor of shape \[1,2\]/,
    ],
  ] as const;
  for (const [call, message] of wrong) {
    expect(call).toThrow(message);
    expect(call).toThrow(RectifierError);
  }
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([x, dy, ids]);
});

// Nets that need the gradients which wasm lacks, trained for a few steps: the same on every backend. In Node and in a page.
import type * as tfjs from '@tensorflow/tfjs';
import type {Rectifiers} from '../../src/index';

type Tf = typeof tfjs;

/** Numbers of about 1, the same everywhere. */
const wave = (tf: Tf, shape: number[], seed: number): tfjs.Tensor =>
  tf.tensor(
    Float32Array.from({length: shape.reduce((a, b) => a * b, 1)}, (_, i) => Math.sin(1.7 * i + seed)),
    shape,
  );

/** What each net trains on. */
const NETS: Readonly<Record<string, (tf: Tf, rx: Rectifiers<Tf>) => {net: tfjs.Sequential; x: tfjs.Tensor}>> = {
  'convolutions, depthwise and separable ones, pooling and normalisation': (tf, rx) => ({
    x: wave(tf, [6, 13, 11, 2], 1),
    net: tf.sequential({
      layers: [
        tf.layers.conv2d({filters: 6, kernelSize: [3, 2], padding: 'same', inputShape: [13, 11, 2]}),
        rx.layers.smoothRelu({k: 3, learnable: true}),
        tf.layers.maxPooling2d({poolSize: 2}),
        tf.layers.depthwiseConv2d({kernelSize: 3, depthMultiplier: 2}),
        tf.layers.batchNormalization(),
        rx.layers.prelu(),
        tf.layers.separableConv2d({
          filters: 5,
          kernelSize: 2,
          depthMultiplier: 2,
          padding: 'same',
        }),
        tf.layers.reLU(),
        tf.layers.averagePooling2d({poolSize: 2, padding: 'same'}),
        tf.layers.conv2d({filters: 4, kernelSize: 1}),
        tf.layers.flatten(),
        tf.layers.dense({units: 3}),
      ],
    }),
  }),
  'strided convolutions and transposed ones': (tf, rx) => ({
    x: wave(tf, [3, 9, 9, 2], 2),
    net: tf.sequential({
      layers: [
        tf.layers.conv2d({filters: 4, kernelSize: 3, strides: 2, inputShape: [9, 9, 2]}),
        rx.layers.elu({learnable: true}),
        tf.layers.conv2dTranspose({filters: 3, kernelSize: 3, strides: 2, padding: 'same'}),
        // Not by nearest neighbours, whose gradient on cpu is wrong for all images of a batch but the first.
        tf.layers.upSampling2d({size: [2, 2], interpolation: 'bilinear'}),
        tf.layers.conv2d({filters: 2, kernelSize: 3, strides: [3, 2], padding: 'same'}),
        tf.layers.globalAveragePooling2d({} as never),
        tf.layers.dense({units: 3}),
      ],
    }),
  }),
  'an embedding and convolutions along a sequence': (tf, rx) => ({
    x: tf.tensor2d([0, 3, 3, 1, 4, 0, 2, 2, 2, 2, 2, 2, 4, 3, 2, 1, 0, 0], [3, 6]),
    net: tf.sequential({
      layers: [
        tf.layers.embedding({inputDim: 6, outputDim: 4, inputLength: 6}),
        tf.layers.conv1d({filters: 5, kernelSize: 3}),
        rx.layers.parametricSoftplus({}),
        tf.layers.flatten(),
        tf.layers.dense({units: 3}),
      ],
    }),
  }),
};

export const NET_NAMES = Object.keys(NETS);

/** Trains on the current backend: the losses, and all weights at the end. */
export async function train(tf: Tf, rx: Rectifiers<Tf>, name: string): Promise<number[][]> {
  const {net, x} = NETS[name]!(tf, rx);
  const y = tf.tidy(() => wave(tf, [x.shape[0]!, 3], 3));
  // Not Adam, whose first steps are as large for a gradient of 1e-9 as for one of 1.
  const optimizer = tf.train.momentum(0.05, 0.9);
  start(tf, net);
  net.compile({optimizer, loss: 'meanSquaredError'});
  const losses: number[] = [];
  let tensors = 0;
  for (let step = 0; step < 5; step++) {
    losses.push((await net.trainOnBatch(x, y)) as number);
    if (step === 1) tensors = tf.memory().numTensors;
  }
  if (tf.memory().numTensors !== tensors) throw new Error(`Training left ${tf.memory().numTensors - tensors} tensors.`);
  const weights = await Promise.all(net.getWeights().map(async weight => Array.from(await weight.data())));
  net.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return [losses, ...weights];
}

/** Kernels and embeddings of our own: initializers draw other numbers on another version of tf.js, seed or not. */
function start(tf: Tf, net: tfjs.Sequential): void {
  tf.tidy(() =>
    net.setWeights(
      net.weights.map((weight, i) =>
        /kernel|embeddings/.test(weight.originalName)
          ? tf.mul(wave(tf, weight.shape as number[], 1.3 * i), 0.4)
          : (weight.read() as tfjs.Tensor),
      ),
    ),
  );
}

/** The largest difference, relative to the largest number of the same tensor, or Infinity where there is a NaN. */
export function farthest(got: readonly number[][], want: readonly number[][]): number {
  if (got.length !== want.length) return Infinity;
  const differences = want.map((list, i) => {
    const scale = Math.max(1e-3, ...list.map(Math.abs));
    return Math.max(...list.map((value, j) => Math.abs(value - got[i]![j]!) / scale));
  });
  const largest = Math.max(...differences);
  return Number.isNaN(largest) ? Infinity : largest;
}

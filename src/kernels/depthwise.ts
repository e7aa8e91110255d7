/**
 * A depthwise convolution: stride 1, odd window, zeros outside, so that the size stays. As kernels of ours it has derivatives
 * of any order on every backend: tf.js's wasm backend has no gradients of convolutions (tensorflow/tfjs#8474).
 */

import {makeProgram} from '../expr/program';
import {trace} from '../expr/trace';
import type {Tensor, Tf} from '../tf';
import {composed, runComposed} from './composed';
import {run} from './kernel';
import type {Kernel} from './register';

/** y[p] = sum_d window[d] x[p + d], each channel by itself. x is [batch, height, width, channels], window [h, w, channels, 1]. */
export const depthwiseConvolution = (tf: Tf, x: Tensor, window: Tensor): Tensor =>
  runComposed(tf, convolution, [x, window], {flipped: false});

interface Flip {
  /** y[p] = sum_d window[d] x[p - d]: what carries a gradient back. */
  readonly flipped: boolean;
}

const convolution: Kernel<Flip> = composed<Flip>({
  kernelName: 'RectifierDepthwise',
  shape: ([x]) => x!.shape,
  forward: (tf, [x, window], {flipped}) =>
    tf.depthwiseConv2d(x as never, (flipped ? tf.reverse(window!, [0, 1]) : window) as never, 1, 'same'),
  gradients: (tf, dy, [x, window], {flipped}) => [
    () => runComposed(tf, convolution, [dy, window!], {flipped: !flipped}),
    () => runComposed(tf, correlation, flipped ? [dy, x!] : [x!, dy], {window: window!.shape}),
  ],
});

interface Window {
  readonly window: readonly number[];
}

/** c[d] = sum_p a[p + d] b[p]: the gradient of the window. One reduction of ours a place of the window. */
const correlation: Kernel<Window> = composed<Window>({
  kernelName: 'RectifierDepthwiseWindow',
  shape: (_, {window}) => [...window],
  forward: (tf, [a, b], {window: [height = 1, width = 1, channels = 1]}) => {
    const margin = (size: number): [number, number] => [(size - 1) / 2, (size - 1) / 2];
    const padded = tf.pad(a!, [[0, 0], margin(height), margin(width), [0, 0]]);
    const {shape} = b!;
    const sums = Array.from({length: height * width}, (_, place) => {
      const shifted = tf.slice(padded, [0, Math.floor(place / width), place % width, 0], shape);
      return run(tf, products, [shifted, b!], [], shape, [[channels]])[0]!;
    });
    return tf.stack(sums);
  },
  gradients: (tf, dc, [a, b]) => [
    () => runComposed(tf, convolution, [b!, dc], {flipped: true}),
    () => runComposed(tf, convolution, [a!, dc], {flipped: false}),
  ],
});

const products = makeProgram(
  'RectifierProducts',
  ['x', 'y'],
  [],
  [trace('products', ['y'], (x, {y}: {y: typeof x}) => x.mul(y))],
);

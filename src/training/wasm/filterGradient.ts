/**
 * The gradient of a convolution's filter is itself a convolution: channels are its images, the batch its channels, dy its
 * filter, and strides and dilations change places. So XNNPACK computes it, which the wasm backend has for the forward pass.
 */

import type {Tensor, Tf} from '../../tf';
import {host} from '../host';
import {frame, windowsOf, type Attributes, type Axis, type Margin, type Windows} from './windows';

export interface FilterAttributes extends Attributes {
  readonly filterShape: number[];
}
interface Inputs {
  readonly x: Tensor;
  readonly dy: Tensor;
}

/** Conv2DBackpropFilter: filter[r, s, c, d] = sum of x[n, i + r, j + s, c] dy[n, i, j, d] over images n and places i, j. */
export function convolutionFilter(tf: Tf, {x, dy}: Inputs, attributes: FilterAttributes): Tensor {
  const {filterShape, dataFormat} = attributes;
  if ((dataFormat ?? 'NHWC') !== 'NHWC') {
    host.refuse('conv2d', 'dataFormat', dataFormat, "'NHWC' on wasm ('channelsLast' in layers): transpose x");
  }
  const windows = windowsOf(tf, x.shape, filterShape, attributes, false);
  if (isEmpty(windows, x, dy)) return tf.zeros(filterShape);
  if (windows.every(isOneToOne)) {
    const [xRows, dyRows] = [x, dy].map(each => tf.reshape(each, [-1, each.shape[3]!]));
    // Transposed beforehand: tf.js's wasm kernel is fast only for factors as they are.
    return tf.reshape(tf.matMul(tf.transpose(xRows!), dyRows!), filterShape);
  }
  return tf.transpose(correlate(tf, channelsFirst(tf, x), dy, windows), [1, 2, 0, 3]);
}

/** DepthwiseConv2dNativeBackpropFilter, where output channel c * multiplier + m is of input channel c alone. */
export function depthwiseFilter(tf: Tf, {x, dy}: Inputs, attributes: FilterAttributes): Tensor {
  const {filterShape} = attributes;
  const [height, width, channels, multiplier] = filterShape as [number, number, number, number];
  const windows = windowsOf(tf, x.shape, filterShape, attributes, true);
  if (isEmpty(windows, x, dy)) return tf.zeros(filterShape);
  const images = channelsFirst(tf, x);
  const results: Tensor[] = [];
  for (let first = 0; first < channels; first += GROUP) {
    const count = Math.min(GROUP, channels - first);
    const own = tf.slice(images, [first, 0, 0, 0], [count, -1, -1, -1]);
    const slope = tf.slice(dy, [0, 0, 0, first * multiplier], [-1, -1, -1, count * multiplier]);
    results.push(tf.reshape(correlate(tf, own, slope, windows), [-1]));
  }
  // All channels of a group with all were computed, and those of a channel with itself are taken.
  const places = height * width;
  const wanted = Int32Array.from({length: places * channels * multiplier}, (_, i) => {
    const [place, output] = [Math.floor(i / channels / multiplier), i % (channels * multiplier)];
    const channel = Math.floor(output / multiplier);
    const first = channel - (channel % GROUP);
    const outputs = Math.min(GROUP, channels - first) * multiplier;
    const row = (channel - first) * places + place;
    return first * places * GROUP * multiplier + row * outputs + output - first * multiplier;
  });
  return tf.reshape(tf.gather(tf.concat(results), tf.tensor1d(wanted, 'int32')), filterShape);
}

/**
 * Input channels that are convolved at once, though of the products of each with each only those with itself are wanted:
 * XNNPACK computes eight output channels in the time of one. Measured: 8 and 16 take the least, 16 where there are many.
 */
const GROUP = 16;

/** [channels, height, width, batch]. */
const channelsFirst = (tf: Tf, x: Tensor): Tensor => tf.transpose(x, [3, 1, 2, 0]);

/** result[c, r, s, d] = the sum over images n and places i, j of x[c, i * stride + r * dilation, ..., n] dy[n, i, j, d]. */
function correlate(tf: Tf, images: Tensor, dy: Tensor, [rows, columns]: Windows): Tensor {
  const {image, pad} = frame(tf, images, reach(rows), reach(columns));
  return tf.conv2d(
    image as never,
    tf.transpose(dy, [1, 2, 0, 3]) as never,
    [rows.dilation, columns.dilation],
    pad,
    'NHWC',
    [rows.stride, columns.stride],
  );
}

/** From the first number that any window reads to the last. */
const span = ({output, filter, stride, dilation}: Axis): number => (output - 1) * stride + (filter - 1) * dilation + 1;

const reach = (axis: Axis): Margin => [axis.before, span(axis) - axis.before - axis.input];

/** Nothing to sum up, or windows that lie in the zeros before the input alone. */
const isEmpty = (windows: Windows, x: Tensor, dy: Tensor): boolean =>
  [...x.shape, ...dy.shape].includes(0) || windows.some(axis => span(axis) <= axis.before);

/** Each number is a window. */
const isOneToOne = ({input, output, filter, before}: Axis): boolean => filter === 1 && input === output && before === 0;

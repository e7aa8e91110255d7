/** The gradient of a depthwise convolution's input: dy, spread out by the strides, convolved with the filter turned round. */

import type {Tensor, Tf} from '../../tf';
import {frame, windowsOf, type Attributes, type Axis, type Margin} from './windows';

export interface InputAttributes extends Attributes {
  readonly inputShape: [number, number, number, number];
}

/** DepthwiseConv2dNativeBackpropInput. */
export function depthwiseInput(
  tf: Tf,
  {dy, filter}: {readonly dy: Tensor; readonly filter: Tensor},
  attributes: InputAttributes,
): Tensor {
  const shape = attributes.inputShape;
  if ([...shape, ...dy.shape].includes(0)) return tf.zeros(shape);
  const [rows, columns] = windowsOf(tf, shape, filter.shape, attributes, true);
  const multiplier = filter.shape[3]!;
  const {image, pad} = frame(tf, spread(tf, dy, rows.stride, columns.stride), reach(rows), reach(columns));
  const each = tf.depthwiseConv2d(
    image as never,
    tf.reverse(tf.reshape(filter, [rows.filter, columns.filter, -1, 1]), [0, 1]) as never,
    1,
    pad,
    'NHWC',
    [rows.dilation, columns.dilation],
  );
  return multiplier === 1 ? each : tf.sum(tf.reshape(each, [...shape, multiplier]), 4);
}

/** Each row is followed by `down - 1` rows of zeros, and each number by `right - 1`. */
function spread(tf: Tf, dy: Tensor, down: number, right: number): Tensor {
  const [batch = 0, height = 0, width = 0, channels = 0] = dy.shape;
  const follow = (x: Tensor, length: number, times: number): Tensor =>
    times === 1 ? x : tf.pad(tf.reshape(x, [-1, length]), [[0, 0], [0, (times - 1) * length]]); // prettier-ignore
  const taller = follow(dy, width * channels, down);
  return tf.reshape(follow(taller, channels, right), [batch, height * down, width * right, channels]);
}

/** The last window's zeros are there too, so that something is left when windows lie in the padding alone. */
const reach = ({input, output, filter, stride, dilation, before}: Axis): Margin => [
  (filter - 1) * dilation - before,
  input - output * stride + before,
];

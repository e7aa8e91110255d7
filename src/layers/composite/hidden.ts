/** What makes parameters from an image: its mean over height and width, and two dense layers with few units between. */

import {meanTo} from '../../ops/mean';
import type {Tensor, Tf} from '../../tf';
import type {Call, Settings, WeightSpec} from './definition';

/** The config's parts for them. */
export const HIDDEN_PARTS = {kernel: 'glorotUniform', bias: 'zeros'} as const;

export const hiddenWeights = (channels: number, hidden: number, outputs: number): WeightSpec[] => [
  {name: 'reduceKernel', shape: [channels, hidden], part: 'kernel'},
  {name: 'reduceBias', shape: [hidden], part: 'bias'},
  {name: 'expandKernel', shape: [hidden, outputs], part: 'kernel'},
  {name: 'expandBias', shape: [outputs], part: 'bias'},
];

/** [batch, outputs]. A 1x1 convolution of the mean is a dense layer. */
export function fromMean<P extends Settings>(
  tf: Tf,
  x: Tensor,
  {weight}: Call<P>,
  between: (hidden: Tensor) => Tensor,
): Tensor {
  const [batch = 0, , , channels = 0] = x.shape;
  const dense = (input: Tensor, name: string) =>
    tf.add(tf.matMul(input, weight(`${name}Kernel`).read()), weight(`${name}Bias`).read());
  const mean = tf.reshape(meanTo(tf, x, [batch, 1, 1, channels]), [batch, channels]);
  return dense(between(dense(mean, 'reduce')), 'expand');
}

/** Mean and variance over some axes, each one kernel, with gradients of any order. */

import {makeProgram} from '../expr/program';
import {trace, type Expression} from '../expr/trace';
import {run} from '../kernels/kernel';
import {sizeOf} from '../kernels/shapes';
import type {Tensor, Tf} from '../tf';

/** The mean over the axes along which a tensor of `shape` is repeated in x. */
export const meanTo = (tf: Tf, x: Tensor, shape: readonly number[]): Tensor => reduce(tf, MEAN, [x], shape);

/** The mean square distance from `mean`, which has the shape of the result. */
export const varianceTo = (tf: Tf, x: Tensor, mean: Tensor): Tensor => reduce(tf, VARIANCE, [x, mean], mean.shape);

function reduce(tf: Tf, program: typeof MEAN, inputs: Tensor[], shape: readonly number[]): Tensor {
  const full = inputs[0]!.shape;
  return run(tf, program, inputs, [sizeOf(shape) / Math.max(1, sizeOf(full))], full, [shape])[0]!;
}

type Symbols = Readonly<Record<'scale' | 'mean', Expression>>;
const MEAN = makeProgram(
  'RectifierMean',
  ['x'],
  ['scale'],
  [trace('mean', ['scale'], (x, {scale}: Symbols) => x.mul(scale))],
);
const VARIANCE = makeProgram(
  'RectifierVariance',
  ['x', 'mean'],
  ['scale'],
  [trace('variance', ['mean', 'scale'], (x, {mean, scale}: Symbols) => x.sub(mean).square().mul(scale))],
);

/** Curves of what tensors compute along a line. */

import type {Tensor, Tensor1D} from '@tensorflow/tfjs';
import type {PlotCurve} from './picture/plot';
import {tf} from './tf';

type Along = (t: Tensor1D) => Tensor;

/** The curve of a number that depends on t, each for itself, and of its derivative. */
export function along(
  label: string,
  f: Along,
  jumps: readonly number[] = [],
  slopeJumps: readonly number[] = jumps,
): PlotCurve {
  const values = (compute: Along) => (ts: readonly number[]) =>
    ts.length ? tf.tidy(() => Array.from(compute(tf.tensor1d([...ts])).dataSync())) : [];
  return {
    label,
    value: {f: values(f), jumps},
    slope: {f: values(tf.grad(f as never) as never), jumps: slopeJumps},
  };
}

/** The tf that the plugin is given, as the plugin's own code sees it: types only, nothing is imported at run time. */

import type * as tfjs from '@tensorflow/tfjs';

/** What both `@tensorflow/tfjs` and core + layers offer. Ops are called as functions: core + layers has no chained ones. */
export type Tf = typeof tfjs;
export type Tensor = tfjs.Tensor;
export type TensorLike = tfjs.TensorLike;
export type TensorInfo = tfjs.TensorInfo;
export type Shape = tfjs.Shape;

/** Whether something is a tensor, of this or another copy of tf.js. */
export function isTensor(value: unknown): value is Tensor {
  const candidate = value as Partial<Tensor> | null;
  return typeof candidate === 'object' && candidate !== null && 'dataId' in candidate && Array.isArray(candidate.shape);
}

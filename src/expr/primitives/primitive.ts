/** What a primitive is: one record, which says all that deriving, computing and emitting need to know of it. */

import type {Tensor, Tf} from '../../tf';
import type {Node} from '../graph';
import type {PrimitiveName} from './index';

export interface Primitive {
  /** Float64 reference, accurate to a few roundings wherever it is not 0; also folds constants. */
  readonly reference: (...args: number[]) => number;
  /** Partial derivative for each argument, as a graph. `self` is the node itself, for reuse. */
  readonly derivative: readonly Partial[];
  /** The same of stock tf.js ops, float32 tensors in and out (conditions are bool tensors). */
  readonly compose: (tf: Tf, ...args: Tensor[]) => Tensor;
  /** The result is finite whatever the arguments. */
  readonly bounded?: true;
  /** The result reaches 0 faster than any power of its argument grows: 0 times infinity is then 0, the limit. */
  readonly vanishes?: true;
  /** The result is the first argument where this comparison of both holds, else the second; so is its derivative. */
  readonly selects?: 'greater' | 'less';
  /** The result is a condition: NaN does not pass through it. */
  readonly condition?: true;
  /** A stock op of some backend returns a number for NaN (max(NaN, 0) is 0 on GPUs), so NaN must be put back. */
  readonly swallowsNaN?: true;
}

/** Builds nodes: what graph.ts offers, handed in because it needs the table of primitives itself. */
export interface Build {
  readonly apply: (op: PrimitiveName, ...args: Node[]) => Node;
  readonly constant: (value: number) => Node;
}
export type Partial = (build: Build, args: readonly Node[], self: Node) => Node;

export const number =
  (value: number): Partial =>
  ({constant}) =>
    constant(value);

/** Comparisons, and what selects by them. */

import {number, type Primitive} from './primitive';

export type ComparisonName = 'maximum' | 'minimum' | 'greater' | 'greaterEqual' | 'less' | 'lessEqual' | 'where';

/** Which piece a comparison is on does not change continuously: its derivative is 0, and `where` selects. */
const comparison = (reference: (a: number, b: number) => boolean, compose: Primitive['compose']): Primitive => ({
  reference: (a, b) => Number(reference(a!, b!)),
  derivative: [number(0), number(0)],
  compose,
  condition: true,
});

export const COMPARISON: Readonly<Record<ComparisonName, Primitive>> = {
  /** The larger one; at a tie the derivative is b's, as in `a > b ? a : b`. */
  maximum: {
    reference: (a, b) => Math.max(a!, b!),
    derivative: [number(0), number(0)],
    selects: 'greater',
    compose: (tf, a, b) => tf.maximum(a!, b!),
    swallowsNaN: true,
  },
  /** The smaller one; at a tie the derivative is b's. */
  minimum: {
    reference: (a, b) => Math.min(a!, b!),
    derivative: [number(0), number(0)],
    selects: 'less',
    compose: (tf, a, b) => tf.minimum(a!, b!),
    swallowsNaN: true,
  },
  greater: comparison(
    (a, b) => a > b,
    (tf, a, b) => tf.greater(a!, b!),
  ),
  greaterEqual: comparison(
    (a, b) => a >= b,
    (tf, a, b) => tf.greaterEqual(a!, b!),
  ),
  less: comparison(
    (a, b) => a < b,
    (tf, a, b) => tf.less(a!, b!),
  ),
  lessEqual: comparison(
    (a, b) => a <= b,
    (tf, a, b) => tf.lessEqual(a!, b!),
  ),
  /** condition ? a : b. `derive` differentiates both branches under the same condition: the partials here and above are not used. */
  where: {
    reference: (condition, a, b) => (condition ? a! : b!),
    derivative: [number(0), number(1), number(1)],
    compose: (tf, condition, a, b) => tf.where(condition!, a!, b!),
  },
};

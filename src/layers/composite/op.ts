/** Pointwise functions that only a composite has: one kernel, differentiable to any order in all that it is given. */

import type {Definition} from '../../activations/definition';
import type {Expression} from '../../expr/trace';
import {pointwiseOp, type PointwiseOp} from '../../ops/pointwise';
import type {Tf} from '../../tf';

/** An op of x and of parameters, numbers or tensors, all of which have to be given. */
export const innerOp = <const P extends string>(
  tf: Tf,
  name: string,
  params: readonly P[],
  fn: (x: Expression, symbols: Readonly<Record<P, Expression>>) => Expression,
): PointwiseOp =>
  pointwiseOp(tf, {
    name,
    params: Object.fromEntries(params.map(param => [param, {default: 0}])),
    fn,
  } as unknown as Definition);

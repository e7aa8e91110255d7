/** The choice of a rectifier's derivative at its kink. */

import type {Expression} from '../expr/trace';

/** `value` with derivative `slope` in x, but `gradient` at exactly 0 and -0, unless that is null. */
export function atZero(x: Expression, gradient: Expression | null, value: Expression, slope: Expression): Expression {
  if (!gradient) return value;
  const left = gradient.where(x.greaterEqual(0), slope);
  return value.withDerivatives({x: left.where(x.lessEqual(0), slope)});
}

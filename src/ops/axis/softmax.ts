/**
 * Softmax, and its like with an implicit zero among the numbers. Everything is shifted by the largest number, so that
 * nothing overflows at any magnitude. Infinities of one sign count as equal numbers.
 */

import type {Expression} from '../../expr/trace';
import type {Kernel} from '../../kernels/register';
import type {Tensor, Tf} from '../../tf';
import {overAxis, type AxisSetting, type Size} from './definition';
import {largest} from './largest';
import {apply, compute, hasHalfFloats, kernelOf, programOf, reduced, reshaped, shifted} from './parts';

type Tensors = Readonly<Record<string, Expression>>;
interface Along {
  readonly axes: readonly number[];
}

/** Softmax; `plus`: with the zero. `a` is x, `m` the largest of its slice, `sum` that of e^(a - m). */
function softmaxKernels(name: string, plus: boolean) {
  const top = ({m}: Tensors) => (plus ? m!.maximum(0) : m!);
  const power = (all: Tensors) => shifted(all.a!, top(all)).exp();
  // The zero's own part of the total.
  const zero = (all: Tensors) => top(all).neg().exp();
  const total = (all: Tensors) => (plus ? all.sum!.add(zero(all)) : all.sum!);
  // dy without its mean as far as float32 has that, and the mean of what is left: so the difference keeps its digits also
  // where one number outweighs all others. The mean is a tensor, so rounded once for all that take it away: kernels may run
  // in float64 and in float32 side by side.
  const left = (all: Tensors) => all.dy!.sub(all.mean!);
  const meanLeft = (all: Tensors) => (plus ? all.rest!.sub(zero(all).mul(all.mean!)) : all.rest!).div(total(all));

  const sum = programOf(`${name}Sum`, ['a', 'm'], power);
  const share = programOf(`${name}Share`, ['a', 'm', 'sum'], all => power(all).div(total(all)));
  const weighted = programOf(`${name}Sum`, ['a', 'm', 'dy'], power, all => power(all).mul(all.dy!));
  const mean = programOf(`${name}Mean`, plus ? ['m', 'sum', 'weighted'] : ['sum', 'weighted'], all =>
    all.weighted!.div(total(all)),
  );
  const rest = programOf(`${name}Sum`, ['a', 'm', 'dy', 'mean'], all => power(all).mul(left(all)));
  const derivative = programOf(`${name}Share`, ['a', 'm', 'sum', 'dy', 'mean', 'rest'], all =>
    power(all)
      .div(total(all))
      .mul(left(all).sub(meanLeft(all))),
  );

  const sums = (tf: Tf, x: Tensor, {axes}: Along): [m: Tensor, sum: Tensor] => {
    const m = largest(tf, x, axes);
    return [m, compute(tf, sum, [x, m], x.shape, m.shape)[0]!];
  };
  const value: Kernel<Along> = kernelOf<Along>(
    name,
    (tf, [x], along) => compute(tf, share, [x!, ...sums(tf, x!, along)], x!.shape)[0]!,
    (tf, [dy], [x], along) => [() => apply(tf, gradient, [dy!, x!], along)],
  );
  /** y (dy - <y, dy>), linear and symmetric in dy. */
  const gradient: Kernel<Along> = kernelOf<Along>(
    `${name}Grad`,
    (tf, [dy, x], {axes}) => {
      const m = largest(tf, x!, axes);
      const {shape} = m;
      const sums = compute(tf, weighted, [x!, m, dy!], x!.shape, shape);
      const average = compute(tf, mean, plus ? [m, ...sums] : sums, shape)[0]!;
      const remaining = compute(tf, rest, [x!, m, dy!, average], x!.shape, shape)[0]!;
      return compute(tf, derivative, [x!, m, sums[0]!, dy!, average, remaining], x!.shape)[0]!;
    },
    (tf, [v], [dy, x], along) => [
      () => apply(tf, gradient, [v!, x!], along),
      () => {
        // The derivative in y of <v, y (dy - <y, dy>)>, and through y to x.
        const y = apply(tf, value, [x!], along);
        const means = compute(tf, MEANS, [y, v!, dy!], x!.shape, reduced(x!.shape, along.axes));
        return apply(tf, gradient, [compute(tf, CROSSED, [v!, dy!, ...means], x!.shape)[0]!, x!], along);
      },
    ],
  );
  return {value, sums};
}

const MEANS = programOf(
  'softmaxMean',
  ['y', 'v', 'dy'],
  ({y, v}) => y!.mul(v!),
  ({y, dy}) => y!.mul(dy!),
);
const CROSSED = programOf('softmaxCross', ['v', 'dy', 'meanV', 'meanDy'], ({v, dy, meanV, meanDy}) =>
  v!.mul(dy!.sub(meanDy!)).sub(meanV!.mul(dy!)),
);
const SCALED = programOf('scaled', ['y', 'dy'], ({y, dy}) => y!.mul(dy!));

const SOFTMAX = softmaxKernels('softmax', false);
const SOFTMAX_PLUS = softmaxKernels('softmaxPlus', true);

const LOGARITHM = programOf('logSumExpPlusValue', ['m', 'sum'], ({m, sum}) => {
  const top = m!.maximum(0);
  // ln(sum + e^-top), without the cancellation where the sum is small.
  return sum!.add(top.neg().expm1()).log1p().add(top);
});
/** With 1 for the axes. */
const LOG_SUM_EXP_PLUS: Kernel<Along> = kernelOf<Along>(
  'logSumExpPlus',
  (tf, [x], along) => {
    const inputs = SOFTMAX_PLUS.sums(tf, x!, along);
    return compute(tf, LOGARITHM, inputs, inputs[0].shape)[0]!;
  },
  (tf, [dy], [x], along) => [
    () => compute(tf, SCALED, [apply(tf, SOFTMAX_PLUS.value, [x!], along), dy!], x!.shape)[0]!,
  ],
);

const SEVERAL = {
  axis: 'several',
  default: -1,
  description: 'The axis, or a list of axes that are taken together.',
} as const satisfies AxisSetting;

/** What masked numbers become: lower than any other, so that it has no share beside one; finite, as shaders want it. */
const maskedBy = (lowest: number) =>
  programOf('softmaxMasked', ['a', 'mask'], ({a, mask}) => a!.where(mask!.greater(0), lowest));
const [MASKED, MASKED_HALF] = [maskedBy(-3e38), maskedBy(-65504)];

const keepShape = (shape: readonly Size[]): Size[] => [...shape];

export const softmax = overAxis({
  name: 'softmax',
  className: 'RectifierSoftmax',
  activationName: 'rectifierSoftmax',
  summary: 'Softmax: positive numbers with the sum 1, along any axis or several axes together.',
  formula: '\\frac{e^{x_i}}{\\sum_j e^{x_j}}',
  reference: 'Bridle 1990; Keras Softmax, PyTorch Softmax',
  params: {axis: SEVERAL},
  shape: keepShape,
  compute: (tf, x, axes) => apply(tf, SOFTMAX.value, [x], {axes}),
  masked: (tf, x, mask) => compute(tf, hasHalfFloats(tf) ? MASKED_HALF : MASKED, [x, mask], x.shape)[0]!,
});

export const softmaxPlus = overAxis({
  name: 'softmaxPlus',
  className: 'SoftmaxPlus',
  activationName: 'softmaxPlus',
  summary: 'Softmax with an implicit zero among the numbers, whose share is left out: the gradient of logSumExpPlus.',
  formula: '\\frac{e^{x_i}}{1 + \\sum_j e^{x_j}}',
  reference: 'The generalised logistic function; of one number it is the sigmoid',
  params: {axis: SEVERAL},
  shape: keepShape,
  compute: (tf, x, axes) => apply(tf, SOFTMAX_PLUS.value, [x], {axes}),
});

export const logSumExpPlus = overAxis({
  name: 'logSumExpPlus',
  className: 'LogSumExpPlus',
  summary: 'LogSumExp with an implicit zero among the numbers: softplus of many variables.',
  formula: '\\ln\\Bigl(1 + \\sum_i e^{x_i}\\Bigr)',
  reference: 'The multivariable generalisation of softplus; of one number it is softplus',
  params: {
    axis: SEVERAL,
    keepDims: {default: false, description: 'Whether the axes stay, with size 1.'},
  },
  shape: (shape, axes, {keepDims}) =>
    keepDims ? shape.map((size, i) => (axes.includes(i) ? 1 : size)) : shape.filter((_, i) => !axes.includes(i)),
  compute: (tf, x, axes, {keepDims}) => {
    const y = apply(tf, LOG_SUM_EXP_PLUS, [x], {axes});
    return keepDims
      ? y
      : reshaped(
          tf,
          y,
          x.shape.filter((_, i) => !axes.includes(i)),
        );
  },
});

import type {Expression} from '../expr/trace';
import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const isrlu = activation({
  name: 'isrlu',
  className: 'ISRLU',
  summary:
    'Inverse square root linear unit: like elu, by a root in place of the exponential; the identity for alpha = 0.',
  formula: '\\begin{cases} x & x > 0 \\\\ \\frac{x}{\\sqrt{1 + \\alpha x^2}} & x \\le 0 \\end{cases}',
  reference: 'Carlile et al. 2017, arXiv:1710.09967',
  params: {alpha: {default: 1, min: 0, description: 'The limit at -Infinity is -1 / sqrt(alpha).'}},
  fn: (x, {alpha}) => x.where(x.greater(0), below(x, alpha, 3).y),
});

/**
 * y = x q and q = 1 / sqrt(1 + alpha x^2), whose derivatives are q^3, -y^3/2 and -alpha y q^2, -y^2 q/2: products of
 * themselves, so that none cancels, and y and q do not leave the range of float32. To the given order.
 */
function below(x: Expression, alpha: Expression, order: number): {y: Expression; q: Expression} {
  const v = x.mul(alpha).mul(x);
  const root = v.add(1).rsqrt();
  // Beyond, it is the limit to the last digit, and v may overflow.
  const value = x.mul(root).where(v.less(1e18), alpha.rsqrt().neg());
  if (!order) return {y: value, q: root};
  const {y, q} = below(x, alpha, order - 1);
  // The third derivative as a product too, since it has a zero at alpha x^2 = 1/4.
  const turn = v.minimum(1e18).mul(4).sub(1).mul(alpha).mul(q.pow(7)).mul(3);
  const bend = y.mul(alpha).mul(q.pow(4)).mul(-3).withDerivatives({x: turn});
  return {
    y: value.withDerivatives({x: q.pow(3).withDerivatives({x: bend}), alpha: y.pow(3).mul(-0.5)}),
    q: root.withDerivatives({x: y.mul(alpha).mul(q.square()).neg(), alpha: y.square().mul(q).mul(-0.5)}),
  };
}

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', 'x / sqrt(1 + alpha * x * x)'],
  ],
  // Of alpha = 0 the derivatives in alpha are those of the power series.
  limits: [
    '-1 / sqrt(alpha) if number_of(alpha) else x - alpha * x**3 / 2 + 3 * alpha**2 * x**5 / 8 - 5 * alpha**3 * x**7 / 16',
    'x',
  ],
  cases: [[0], [0.1], [3], [50]],
  order: 3,
};

export const page: Page = {
  group: 'Exponential below zero',
  derivative: '\\begin{cases} 1 & x > 0 \\\\ (1 + \\alpha x^2)^{-3/2} & x \\le 0 \\end{cases}',
  plotted: [{}, {alpha: 3}, {alpha: 0.1}],
};

export const elsewhere: Elsewhere = {
  differences: 'Keras, PyTorch, JAX, ONNX and tf.js do not have it.',
  defaults: 'Carlile et al., whose experiments take 1 and 3.',
};

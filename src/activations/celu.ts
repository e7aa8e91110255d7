import type {Expression} from '../expr/trace';
import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const celu = activation({
  name: 'celu',
  className: 'CELU',
  summary: 'Continuously differentiable exponential linear unit: its slope at 0 is 1 for every alpha.',
  formula: '\\begin{cases} x & x > 0 \\\\ \\alpha (e^{x/\\alpha} - 1) & x \\le 0 \\end{cases}',
  reference: 'Barron 2017, arXiv:1704.07483; Keras celu',
  params: {alpha: {default: 1, above: 0, description: 'Minus the limit at -Infinity.'}},
  fn: (x, {alpha}) => x.where(x.greater(0), x.div(alpha).expm1().mul(alpha)),
  derivatives: {
    // Not alpha e^t / alpha, whose own derivative in alpha would be a difference.
    x: (x, {alpha}) => x.div(alpha).exp().where(x.lessEqual(0), 1),
    alpha: (x, {alpha}) => {
      const t = x.div(alpha);
      const decay = t.mul(t.exp()).div(alpha);
      const value = bend(t).withDerivatives({x: decay.neg(), alpha: decay.mul(t)});
      return value.where(x.lessEqual(0), 0);
    },
  },
});

/** expm1(t) - t e^t for t <= 0, by its series near 0, where the difference would cancel: -t^2/2 - t^3/3 - t^4/8 ... */
function bend(t: Expression): Expression {
  let sum = t.mul(0);
  let factorial = 39916800;
  for (let n = 11; n >= 2; n--) {
    sum = sum.mul(t).sub((n - 1) / factorial);
    factorial /= n;
  }
  return sum.mul(t.square()).where(t.greater(-0.5), t.expm1().sub(t.mul(t.exp())));
}

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', 'alpha * expm1(x / alpha)'],
  ],
  limits: ['-alpha', 'x'],
  cases: [[0.1], [2], [9]],
  order: 3,
};

export const page: Page = {
  group: 'Exponential below zero',
  derivative: '\\begin{cases} 1 & x > 0 \\\\ e^{x/\\alpha} & x \\le 0 \\end{cases}',
  plotted: [{}, {alpha: 0.5}, {alpha: 2}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.celu(x, alpha=1.0)`',
  torch: '`torch.nn.CELU(alpha=1.0)`',
  jax: '`jax.nn.celu(x, alpha=1.0)`',
  onnx: '`Celu` (opset 12), `alpha` = 1.0',
  differences: 'All agree. For alpha = 1 it is elu.',
  defaults: 'PyTorch, Keras and JAX.',
};

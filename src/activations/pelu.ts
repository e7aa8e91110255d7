import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const pelu = activation({
  name: 'pelu',
  className: 'PELU',
  summary: 'Parametric exponential linear unit: an elu whose scale and decay are learned, smooth at 0.',
  formula: '\\begin{cases} \\frac{a}{b} x & x > 0 \\\\ a (e^{x/b} - 1) & x \\le 0 \\end{cases}',
  reference: 'Trottier et al. 2016, arXiv:1605.09332; keras-contrib PELU',
  params: {
    a: {default: 1, above: 0, learned: true, description: 'Minus the limit at -Infinity.'},
    b: {default: 1, above: 0, learned: true, description: 'Decay length.'},
  },
  fn: (x, {a, b}) => {
    // 1 + t and 2 + t as such: derived term by term, second derivatives would not be 0 where these are.
    const t = x.div(b);
    const slope = t.exp().mul(a).div(b);
    const mixed = slope.mul(t.add(1)).div(b).neg();
    const dx = slope.withDerivatives({b: mixed});
    const db = slope
      .mul(t)
      .neg()
      .withDerivatives({x: mixed, b: slope.mul(t).mul(t.add(2)).div(b)});
    return x.mul(a.div(b)).where(x.greater(0), t.expm1().mul(a).withDerivatives({x: dx, b: db}));
  },
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'a / b * x'],
    ['True', 'a * expm1(x / b)'],
  ],
  limits: ['-a', 'a / b * x'],
  cases: [
    [0.5, 2],
    [2, 0.5],
    [3, 10],
  ],
};

export const page: Page = {
  group: 'Exponential below zero',
  derivative: '\\begin{cases} \\frac{a}{b} & x > 0 \\\\ \\frac{a}{b} e^{x/b} & x \\le 0 \\end{cases}',
  plotted: [{}, {a: 2}, {b: 2}, {a: 0.5, b: 0.25}],
};

export const elsewhere: Elsewhere = {
  others: 'keras-contrib: `PELU(alpha_initializer="ones", beta_initializer="ones", shared_axes=None)`',
  differences: 'keras-contrib calls a and b alpha and beta, learns one an element, and does not keep them positive.',
  defaults: 'keras-contrib: it starts as elu with alpha = 1.',
};

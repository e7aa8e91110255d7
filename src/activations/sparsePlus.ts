import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const sparsePlus = activation({
  name: 'sparsePlus',
  className: 'SparsePlus',
  summary: 'A rectifier whose kink is a parabola: to softplus what sparsemax is to softmax.',
  formula: '\\begin{cases} x & x \\ge 1 \\\\ \\frac{(x + 1)^2}{4} & -1 < x < 1 \\\\ 0 & x \\le -1 \\end{cases}',
  reference: 'Martins and Astudillo 2016, arXiv:1602.02068; Keras sparse_plus',
  params: {},
  fn: x => x.add(1).square().mul(0.25).where(x.greater(-1), 0).where(x.less(1), x),
});

export const oracle: Oracle = {
  pieces: [
    ['x >= 1', 'x'],
    ['x > -1', '(x + 1) * (x + 1) / 4'],
    ['True', '0'],
  ],
  limits: ['0', 'x'],
  points: [0.99999994, -0.99999994, 1.0000001, -1.0000001],
};

export const page: Page = {
  group: 'Softplus and smooth rectifiers',
  derivative: '\\begin{cases} 1 & x \\ge 1 \\\\ \\frac{x + 1}{2} & -1 < x < 1 \\\\ 0 & x \\le -1 \\end{cases}',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.sparse_plus(x)`',
  jax: '`jax.nn.sparse_plus(x)`',
  differences: 'They agree. Its derivative is [sparseSigmoid](sparseSigmoid.md).',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const sparseSigmoid = activation({
  name: 'sparseSigmoid',
  className: 'SparseSigmoid',
  summary: 'A sigmoid of three lines: the derivative of sparsePlus.',
  formula: '\\min(\\max(\\tfrac{x + 1}{2}, 0), 1)',
  reference: 'Martins and Astudillo 2016, arXiv:1602.02068; Keras sparse_sigmoid',
  params: {},
  // x itself is clipped: next to 1, x + 1 rounds to 2.
  fn: x => x.clipByValue(-1, 1).add(1).mul(0.5),
});

export const oracle: Oracle = {
  pieces: [
    ['x >= 1', '1'],
    ['x > -1', '(x + 1) / 2'],
    ['True', '0'],
  ],
  limits: ['0', '1'],
  points: [0.99999994, -0.99999994, 1.0000001, -1.0000001],
};

export const page: Page = {
  group: 'Bounded, periodic and others',
  derivative: '\\begin{cases} \\frac{1}{2} & -1 < x < 1 \\\\ 0 & \\text{else} \\end{cases}',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.sparse_sigmoid(x)`',
  jax: '`jax.nn.sparse_sigmoid(x)`',
  differences: 'They agree. It is the derivative of [sparsePlus](sparsePlus.md).',
};

import {activation} from './definition';
import type {Oracle} from './notes';

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

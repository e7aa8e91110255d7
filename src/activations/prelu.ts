import {activation} from './definition';
import type {Oracle} from './notes';

export const prelu = activation({
  name: 'prelu',
  className: 'RectifierPReLU',
  summary: 'A rectifier whose slope for negative inputs is learned.',
  formula: '\\begin{cases} x & x > 0 \\\\ \\alpha x & x \\le 0 \\end{cases}',
  reference: 'He et al. 2015, arXiv:1502.01852; PyTorch PReLU',
  params: {alpha: {default: 0.25, learned: true, description: 'Slope for x <= 0.'}},
  fn: (x, {alpha}) => x.where(x.greater(0), x.mul(alpha)),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', 'alpha * x'],
  ],
  limits: ['alpha * x', 'x'],
  cases: [[0], [1], [-0.5], [1.5]],
  order: 3,
};

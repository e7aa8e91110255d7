import {activation} from './definition';
import type {Oracle} from './notes';

export const hardShrink = activation({
  name: 'hardShrink',
  className: 'HardShrink',
  summary: 'The identity but for a dead zone around 0.',
  formula: '\\begin{cases} x & |x| > t \\\\ 0 & |x| \\le t \\end{cases}',
  reference: 'Donoho and Johnstone 1994; Keras hard_shrink, PyTorch Hardshrink',
  params: {
    threshold: {
      default: 0.5,
      min: 0,
      aliases: ['lambd'],
      description: 'Threshold t. Its derivative is 0, so it is never learned.',
    },
  },
  fn: (x, {threshold}) => x.where(x.abs().greater(threshold), 0),
});

export const oracle: Oracle = {
  pieces: [
    ['abs(x) > threshold', 'x'],
    ['True', '0'],
  ],
  limits: ['x', 'x'],
  cases: [[0], [1], [3]],
  points: ['threshold', '-threshold', 0.50000006, 0.49999997],
};

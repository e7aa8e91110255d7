import {activation} from './definition';
import type {Oracle} from './notes';

export const softShrink = activation({
  name: 'softShrink',
  className: 'SoftShrink',
  summary: 'Shrinks towards 0 by a threshold: the proximal operator of the absolute value.',
  formula: '\\begin{cases} x - t & x > t \\\\ x + t & x < -t \\\\ 0 & |x| \\le t \\end{cases}',
  reference: 'Donoho 1995; Keras soft_shrink, PyTorch Softshrink',
  params: {threshold: {default: 0.5, min: 0, aliases: ['lambd'], description: 'Threshold t.'}},
  fn: (x, {threshold}) =>
    x.sub(threshold).where(x.greater(threshold), x.add(threshold).where(x.less(threshold.neg()), 0)),
});

export const oracle: Oracle = {
  pieces: [
    ['x > threshold', 'x - threshold'],
    ['x < -threshold', 'x + threshold'],
    ['True', '0'],
  ],
  limits: ['x + threshold', 'x - threshold'],
  cases: [[0], [1], [3]],
  points: ['threshold', '-threshold', 0.50000006, 0.49999997],
};

import {activation} from './definition';
import type {Oracle} from './notes';

export const elu = activation({
  name: 'elu',
  className: 'RectifierELU',
  // tf.js's own activation 'elu' keeps its name, and ignores alpha.
  activationName: 'rectifierElu',
  summary: 'Exponential linear unit: saturates at -alpha for negative inputs.',
  formula: '\\begin{cases} x & x > 0 \\\\ \\alpha (e^x - 1) & x \\le 0 \\end{cases}',
  reference: 'Clevert et al. 2015, arXiv:1511.07289; Keras ELU',
  params: {alpha: {default: 1, description: 'Minus the limit at -Infinity.'}},
  fn: (x, {alpha}) => x.where(x.greater(0), x.expm1().mul(alpha)),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', 'alpha * expm1(x)'],
  ],
  limits: ['-alpha', 'x'],
  cases: [[0.5], [0], [2], [-0.3]],
  order: 3,
};

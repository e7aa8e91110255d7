import {activation} from './definition';
import type {Oracle} from './notes';

export const silu = activation({
  name: 'silu',
  className: 'SiLU',
  summary: 'Sigmoid-weighted linear unit; tf.js calls it swish.',
  formula: 'x \\sigma(x)',
  reference: 'Elfwing et al. 2017, arXiv:1702.03118; Keras silu',
  params: {},
  fn: x => x.mul(x.sigmoid()),
});

export const oracle: Oracle = {
  pieces: [['True', 'x * sigmoid(x)']],
  limits: ['0', 'x'],
};

import {activation} from './definition';

export const silu = activation({
  name: 'silu',
  className: 'SiLU',
  summary: 'Sigmoid-weighted linear unit; tf.js calls it swish.',
  formula: 'x \\sigma(x)',
  reference: 'Elfwing et al. 2017, arXiv:1702.03118; Keras silu',
  params: {},
  fn: x => x.mul(x.sigmoid()),
});

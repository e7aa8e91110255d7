import {activation} from './definition';
import type {Oracle} from './notes';

export const hardSwish = activation({
  name: 'hardSwish',
  className: 'HardSwish',
  aliases: ['hardSilu', 'hard_silu'],
  summary: 'Swish with its sigmoid replaced by three lines.',
  formula: 'x \\frac{\\min(\\max(x + 3, 0), 6)}{6}',
  reference: 'Howard et al. 2019, arXiv:1905.02244; Keras hard_swish, PyTorch Hardswish',
  params: {},
  // By pieces, whose derivatives do not cancel as those of a product with a clip do.
  fn: x =>
    x
      .add(3)
      .mul(x)
      .mul(1 / 6)
      .where(x.greater(-3), 0)
      .where(x.less(3), x),
});

export const oracle: Oracle = {
  pieces: [
    ['x >= 3', 'x'],
    ['x > -3', 'x * (x + 3) / 6'],
    ['True', '0'],
  ],
  limits: ['0', 'x'],
  points: [3, -3, 2.9999998, -2.9999998, 3.0000002, -3.0000002, -1.5, -1.4999999],
};

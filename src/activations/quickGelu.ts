import {activation} from './definition';
import type {Oracle} from './notes';

export const quickGelu = activation({
  name: 'quickGelu',
  className: 'QuickGELU',
  summary: 'Gelu with a logistic function in place of the normal distribution.',
  formula: 'x \\sigma(1.702 x)',
  reference: 'Hendrycks and Gimpel 2016, arXiv:1606.08415; timm QuickGELU',
  params: {},
  fn: x => x.mul(x.mul(1.702).sigmoid()),
});

export const oracle: Oracle = {
  pieces: [['True', "x * sigmoid(mpf('1.702') * x)"]],
  limits: ['0', 'x'],
};

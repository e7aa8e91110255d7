import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Gated by a sigmoid',
  derivative: '\\sigma(1.702 x) (1 + 1.702 x \\sigma(-1.702 x))',
};

export const elsewhere: Elsewhere = {
  onnx: 'none of its own; ONNX Runtime has `com.microsoft.QuickGelu`, `alpha` = 1.702',
  others: 'timm: `QuickGELU()`. Hugging Face Transformers: the activation `quick_gelu`, which CLIP takes',
  differences: 'The approximation of gelu by the logistic function; it is up to 0.02 off. They agree.',
};

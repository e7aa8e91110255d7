import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Shrinking and thresholds',
  symbols: {threshold: 't'},
  derivative: '\\begin{cases} 1 & |x| > t \\\\ 0 & |x| \\le t \\end{cases}',
  plotted: [{}, {threshold: 1}, {threshold: 2}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.hard_shrink(x, threshold=0.5)`',
  torch: '`torch.nn.Hardshrink(lambd=0.5)`',
  onnx: '`Shrink`, `lambd` = 0.5, `bias` = 0.0',
  others: 'TensorFlow Addons: `tfa.activations.hardshrink(x, lower=-0.5, upper=0.5)`',
  differences: 'They agree. The threshold is never learned, its derivative being 0 everywhere.',
  defaults: 'Keras, PyTorch and ONNX.',
};

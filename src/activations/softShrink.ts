import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const softShrink = activation({
  name: 'softShrink',
  className: 'SoftShrink',
  summary: 'Shrinks towards 0 by a threshold: the proximal operator of the absolute value.',
  formula: '\\begin{cases} x - t & x > t \\\\ x + t & x < -t \\\\ 0 & |x| \\le t \\end{cases}',
  reference: 'Donoho 1995; Keras soft_shrink, PyTorch Softshrink',
  params: {threshold: {default: 0.5, min: 0, aliases: ['lambd'], description: 'Threshold t.'}},
  fn: (x, {threshold}) => x.sub(x.clipByValue(threshold.neg(), threshold)),
  // At both ends those of the dead zone.
  derivatives: {
    x: (x, {threshold}) => x.mul(0).where(x.abs().lessEqual(threshold), 1),
    threshold: (x, {threshold}) => x.step(-1).neg().where(x.abs().greater(threshold), 0),
  },
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

export const page: Page = {
  group: 'Shrinking and thresholds',
  symbols: {threshold: 't'},
  derivative: '\\begin{cases} 1 & |x| > t \\\\ 0 & |x| \\le t \\end{cases}',
  plotted: [{}, {threshold: 1}, {threshold: 2}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.soft_shrink(x, threshold=0.5)`',
  torch: '`torch.nn.Softshrink(lambd=0.5)`',
  onnx: '`Shrink` with `bias` equal to `lambd` = 0.5; its default `bias` = 0.0 is hardShrink',
  others: 'TensorFlow Addons: `tfa.activations.softshrink(x, lower=-0.5, upper=0.5)`',
  differences: 'They agree.',
  defaults: 'Keras and PyTorch.',
};

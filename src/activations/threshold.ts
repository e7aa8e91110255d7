import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const threshold = activation({
  name: 'threshold',
  className: 'Threshold',
  summary: 'The identity above a threshold, else a constant.',
  formula: '\\begin{cases} x & x > t \\\\ v & x \\le t \\end{cases}',
  reference: 'PyTorch Threshold; Keras threshold',
  params: {
    threshold: {default: 0, description: 'Where the identity begins, t. Its derivative is 0, so it is never learned.'},
    value: {default: 0, description: 'The constant v.'},
  },
  fn: (x, {threshold, value}) => x.where(x.greater(threshold), value),
});

export const oracle: Oracle = {
  pieces: [
    ['x > threshold', 'x'],
    ['True', 'value'],
  ],
  limits: ['value', 'x'],
  cases: [
    [1, -1],
    [-0.5, 20],
  ],
  points: ['threshold', 1.0000001, 0.99999994],
};

export const page: Page = {
  group: 'Shrinking and thresholds',
  symbols: {threshold: 't', value: 'v'},
  derivative: '\\begin{cases} 1 & x > t \\\\ 0 & x \\le t \\end{cases}',
  plotted: [{}, {threshold: 1}, {threshold: 1, value: -1}, {threshold: -1, value: 0.5}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.threshold(x, threshold, default_value)`, without defaults',
  torch: '`torch.nn.Threshold(threshold, value)`, without defaults',
  differences: 'They agree.',
  defaults: 'Ours: with them it is relu.',
};

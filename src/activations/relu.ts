import {activation} from './definition';
import {atZero} from './gradientAtZero';
import type {Elsewhere, Oracle, Page} from './notes';

export const relu = activation({
  name: 'relu',
  className: 'RectifierReLU',
  activationName: 'rectifierRelu',
  summary: 'The rectifier, with Keras’s slope, cap and threshold, and a choice of its derivative at 0.',
  formula: '\\begin{cases} m & x \\ge m \\\\ x & t < x < m \\\\ s (x - t) & x \\le t \\end{cases}',
  reference: 'Fukushima 1969; Nair and Hinton 2010; Keras ReLU',
  params: {
    negativeSlope: {default: 0, min: 0, aliases: ['alpha'], description: 'Slope s for x <= t.'},
    maxValue: {default: null, min: 0, description: 'Cap m, or null for none.'},
    threshold: {default: 0, min: 0, description: 'Where it begins, t.'},
    gradientAtZero: {
      default: null,
      fixed: true,
      description: 'The derivative at exactly 0, 0 and 1 being usual; null: that of x <= t. Only where t is 0.',
    },
  },
  check: ({maxValue, threshold, gradientAtZero}) => {
    if (maxValue !== null && maxValue <= threshold) {
      return `maxValue must be greater than threshold, but they are ${maxValue} and ${threshold}`;
    }
    return gradientAtZero !== null && threshold > 0
      ? `gradientAtZero has a meaning only where threshold is 0, but it is ${threshold}`
      : null;
  },
  fn: (x, {negativeSlope, maxValue, threshold, gradientAtZero}) => {
    const low = x.where(x.greater(threshold), x.sub(threshold).mul(negativeSlope));
    const value = maxValue ? maxValue.where(x.greaterEqual(maxValue), low) : low;
    const slope = negativeSlope.where(x.lessEqual(threshold), 1);
    return atZero(x, gradientAtZero, value, maxValue ? slope.where(x.less(maxValue), 0) : slope);
  },
});

export const oracle: Oracle = {
  pieces: [
    ['maxValue is not None and x >= maxValue', 'maxValue'],
    ['x > threshold', 'x'],
    ['True', 'negativeSlope * (x - threshold)'],
  ],
  limits: ['negativeSlope * (x - threshold)', 'x if maxValue is None else maxValue'],
  cases: [
    [0.1, null, 0, null],
    [0, 6, 0, null],
    [0.25, 4, 1, null],
    [0, null, 0, 1],
    [0.5, 6, 0, 0.25],
  ],
  points: [4, 6],
  special: 'gradient_at_zero(x, gradientAtZero)',
};

export const page: Page = {
  group: 'Of straight lines',
  symbols: {negativeSlope: 's', maxValue: 'm', threshold: 't'},
  derivative: '\\begin{cases} 0 & x \\ge m \\\\ 1 & t < x < m \\\\ s & x \\le t \\end{cases}',
  plotted: [{}, {negativeSlope: 0.2}, {maxValue: 3}, {negativeSlope: 0.1, maxValue: 3, threshold: 1}],
  paper: 'https://www.cs.toronto.edu/~fritz/absps/reluICML.pdf',
};

export const elsewhere: Elsewhere = {
  keras:
    '`keras.layers.ReLU(max_value=None, negative_slope=0.0, threshold=0.0)`, `keras.activations.relu(x, ...)` alike',
  torch: '`torch.nn.ReLU()`, without settings',
  jax: '`jax.nn.relu(x)`, without settings',
  onnx: '`Relu`, without settings',
  tfjs: '`tf.relu(x)`, `tf.layers.reLU({maxValue})`, the activation `relu`',
  differences:
    'The derivative at 0 is 0 everywhere; `gradientAtZero` is ours. A Keras model with `negative_slope` or `threshold` loads into tf.js without an error, and both are ignored there; `rx.loadLayersModel` keeps them.',
  defaults: 'Keras: with them it is max(x, 0).',
};

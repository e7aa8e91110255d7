import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const thresholdedRelu = activation({
  name: 'thresholdedRelu',
  className: 'RectifierThresholdedReLU',
  summary: 'The identity above a threshold, else 0, with a jump between them.',
  formula: '\\begin{cases} x & x > \\theta \\\\ 0 & x \\le \\theta \\end{cases}',
  reference: 'Konda et al. 2014, arXiv:1402.3337; Keras 2 ThresholdedReLU, ONNX',
  params: {theta: {default: 1, min: 0, description: 'Where it begins. Its derivative is 0, so it is never learned.'}},
  fn: (x, {theta}) => x.where(x.greater(theta), 0),
});

export const oracle: Oracle = {
  pieces: [
    ['x > theta', 'x'],
    ['True', '0'],
  ],
  limits: ['0', 'x'],
  cases: [[0], [3]],
  points: ['theta', -1, 1.0000001, 0.99999994],
};

export const page: Page = {
  group: 'Shrinking and thresholds',
  derivative: '\\begin{cases} 1 & x > \\theta \\\\ 0 & x \\le \\theta \\end{cases}',
  plotted: [{}, {theta: 0.5}, {theta: 2}],
};

export const elsewhere: Elsewhere = {
  keras: 'none in Keras 3; Keras 2: `keras.layers.ThresholdedReLU(theta=1.0)`',
  onnx: '`ThresholdedRelu`, `alpha` = 1.0',
  tfjs: '`tf.layers.thresholdedReLU({theta: 1})`, which fails in `fit`: it has no gradient',
  others: 'In PyTorch it is `torch.nn.Threshold(theta, 0)`',
  differences: 'They agree.',
  defaults: 'Keras 2 and ONNX.',
};

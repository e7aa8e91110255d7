import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const dualSlopeRelu = activation({
  name: 'dualSlopeRelu',
  className: 'DualSlopeReLU',
  summary: 'A rectifier with a learned slope on either side.',
  formula: '\\begin{cases} p x & x > 0 \\\\ n x & x \\le 0 \\end{cases}',
  reference: 'Generalises PReLU (He et al. 2015, arXiv:1502.01852); a maxout of two lines through 0',
  params: {
    positiveSlope: {default: 1, learned: true, description: 'Slope p for x > 0.'},
    negativeSlope: {default: 0.01, learned: true, description: 'Slope n for x <= 0.'},
  },
  fn: (x, {positiveSlope, negativeSlope}) => x.mul(positiveSlope).where(x.greater(0), x.mul(negativeSlope)),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'positiveSlope * x'],
    ['True', 'negativeSlope * x'],
  ],
  limits: ['negativeSlope * x', 'positiveSlope * x'],
  cases: [
    [0.5, -0.5],
    [2, 2],
    [0, 1],
  ],
};

export const page: Page = {
  group: 'Of straight lines',
  symbols: {positiveSlope: 'p', negativeSlope: 'n'},
  derivative: '\\begin{cases} p & x > 0 \\\\ n & x \\le 0 \\end{cases}',
  plotted: [{}, {positiveSlope: 2, negativeSlope: 0.5}, {positiveSlope: 0.5, negativeSlope: -0.5}],
};

export const elsewhere: Elsewhere = {
  differences: 'Keras, PyTorch, JAX, ONNX and tf.js do not have it; [prelu](prelu.md) has the one slope.',
  defaults: 'Ours: it starts as leakyRelu.',
};

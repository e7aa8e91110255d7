import {activation} from './definition';
import type {Oracle} from './notes';

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

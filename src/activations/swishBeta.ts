import {activation} from './definition';
import type {Oracle} from './notes';

export const swishBeta = activation({
  name: 'swishBeta',
  className: 'SwishBeta',
  summary: 'Swish with a learned beta: between x/2 (beta = 0) and relu.',
  formula: 'x \\sigma(\\beta x)',
  reference: 'Ramachandran et al. 2017, arXiv:1710.05941; keras-contrib Swish, ONNX Swish',
  params: {beta: {default: 1, learned: true, description: 'Sharpness.'}},
  fn: (x, {beta}) => x.mul(x.mul(beta).sigmoid()),
});

export const oracle: Oracle = {
  pieces: [['True', 'x * sigmoid(beta * x)']],
  limits: ['swish_limit(x, beta)', 'swish_limit(x, beta)'],
  cases: [[0], [-1], [0.3], [10]],
  order: 3,
};

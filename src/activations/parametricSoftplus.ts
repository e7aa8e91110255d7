import {activation} from './definition';
import type {Oracle} from './notes';

export const parametricSoftplus = activation({
  name: 'parametricSoftplus',
  className: 'ParametricSoftplus',
  summary: 'Softplus with a learned scale alpha and a learned sharpness beta.',
  formula: '\\alpha \\ln(1 + e^{\\beta x})',
  reference: 'McFarland, Cui and Butts 2013; Keras 1 ParametricSoftplus',
  params: {
    alpha: {default: 0.2, learned: true, description: 'Scale.'},
    beta: {default: 5, above: 0, learned: true, description: 'Sharpness.'},
  },
  fn: (x, {alpha, beta}) => x.mul(beta).softplus().mul(alpha),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'alpha * beta * x + alpha * softplus(-beta * x)'],
    ['True', 'alpha * softplus(beta * x)'],
  ],
  limits: ['0', 'alpha * beta * x'],
  cases: [
    [1, 1],
    [-0.5, 0.7],
    [2, 20],
  ],
};

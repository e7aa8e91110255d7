import {activation} from './definition';

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

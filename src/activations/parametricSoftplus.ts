import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Softplus and smooth rectifiers',
  derivative: '\\alpha \\beta \\sigma(\\beta x)',
  plotted: [{}, {alpha: 0.5, beta: 2}, {alpha: 1, beta: 1}, {alpha: -0.5, beta: 1}],
  paper: 'https://doi.org/10.1371/journal.pcbi.1003143',
};

export const elsewhere: Elsewhere = {
  others:
    'Keras 1: `ParametricSoftplus(alpha_init=0.2, beta_init=5.0, shared_axes=None)`, which Keras 2 dropped. DirectML: `DML_OPERATOR_ACTIVATION_PARAMETRIC_SOFTPLUS`, Alpha and Beta being given',
  differences: 'Keras 1 learned one alpha and one beta an element.',
  defaults: 'Keras 1: with them it is close to relu, their product being 1.',
};

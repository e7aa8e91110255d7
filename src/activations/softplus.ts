import {activation} from './definition';
import type {Oracle} from './notes';

export const softplus = activation({
  name: 'softplus',
  className: 'Softplus',
  activationName: 'rectifierSoftplus',
  summary: 'The smooth rectifier, without overflow or cancellation.',
  formula: '\\ln(1 + e^x)',
  reference: 'Dugas et al. 2001; Keras softplus',
  params: {},
  fn: x => x.softplus(),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x + softplus(-x)'],
    ['True', 'softplus(x)'],
  ],
  limits: ['0', 'x'],
};

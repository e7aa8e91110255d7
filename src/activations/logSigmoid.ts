import {activation} from './definition';
import type {Oracle} from './notes';

export const logSigmoid = activation({
  name: 'logSigmoid',
  className: 'LogSigmoid',
  summary: 'The logarithm of the logistic function, without overflow or cancellation.',
  formula: '\\ln \\sigma(x)',
  reference: 'Keras log_sigmoid, PyTorch LogSigmoid',
  params: {},
  fn: x => x.logSigmoid(),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', '-softplus(-x)'],
    ['True', 'x - softplus(x)'],
  ],
  limits: ['x', '0'],
};

import {activation} from './definition';
import type {Oracle} from './notes';

export const exponential = activation({
  name: 'exponential',
  className: 'Exponential',
  summary: 'The exponential function.',
  formula: 'e^x',
  reference: 'Keras exponential',
  params: {},
  fn: x => x.exp(),
});

export const oracle: Oracle = {
  pieces: [['True', 'exp(x)']],
  limits: ['0', 'exp(x)'],
};

import {activation} from './definition';
import type {Oracle} from './notes';

export const hardTanh = activation({
  name: 'hardTanh',
  className: 'HardTanh',
  summary: 'The identity between two bounds.',
  formula: '\\min(\\max(x, m), M)',
  reference: 'Collobert 2004; PyTorch Hardtanh, Keras hard_tanh',
  params: {
    minValue: {default: -1, aliases: ['minVal', 'min_val'], description: 'Lower bound m.'},
    maxValue: {default: 1, aliases: ['maxVal', 'max_val'], description: 'Upper bound M.'},
  },
  check: ({minValue, maxValue}) =>
    minValue >= maxValue ? `minValue must be below maxValue, but they are ${minValue} and ${maxValue}` : null,
  fn: (x, {minValue, maxValue}) => x.clipByValue(minValue, maxValue),
});

export const oracle: Oracle = {
  pieces: [
    ['x >= maxValue', 'maxValue'],
    ['x > minValue', 'x'],
    ['True', 'minValue'],
  ],
  limits: ['minValue', 'maxValue'],
  cases: [
    [-2, 0.5],
    [0, 6],
  ],
  points: ['minValue', 'maxValue', 1.0000001, 0.99999994],
};

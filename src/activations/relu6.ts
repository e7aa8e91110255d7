import {activation} from './definition';
import {atZero} from './gradientAtZero';
import type {Oracle} from './notes';

export const relu6 = activation({
  name: 'relu6',
  className: 'ReLU6',
  activationName: 'rectifierRelu6',
  aliases: ['relu_6'],
  summary: 'The rectifier capped at 6.',
  formula: '\\min(\\max(x, 0), 6)',
  reference: 'Krizhevsky 2010; Keras relu6',
  params: {
    gradientAtZero: {
      default: null,
      fixed: true,
      description: 'The derivative at exactly 0, 0 and 1 being usual; null: 0.',
    },
  },
  fn: (x, {gradientAtZero}) => atZero(x, gradientAtZero, x.relu6(), x.step().where(x.less(6), 0)),
});

export const oracle: Oracle = {
  pieces: [
    ['x >= 6', '6'],
    ['x > 0', 'x'],
    ['True', '0'],
  ],
  limits: ['0', '6'],
  cases: [[1], [0.5]],
  points: [6, 5.9999995],
  special: 'gradient_at_zero(x, gradientAtZero)',
};

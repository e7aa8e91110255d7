import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Bounded, periodic and others',
  symbols: {minValue: 'm', maxValue: 'M'},
  derivative: '\\begin{cases} 1 & m < x < M \\\\ 0 & \\text{else} \\end{cases}',
  plotted: [{}, {minValue: -2, maxValue: 0.5}, {minValue: 0, maxValue: 3}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.hard_tanh(x)`, from -1 to 1 only',
  torch: '`torch.nn.Hardtanh(min_val=-1.0, max_val=1.0)`',
  jax: '`jax.nn.hard_tanh(x)`, from -1 to 1 only',
  onnx: 'none of its own; `Clip` with min -1 and max 1',
  tfjs: '`tf.clipByValue(x, -1, 1)`; no activation',
  differences: 'At the ends the derivative is 0 here and in PyTorch, 1 in JAX.',
  defaults: 'PyTorch.',
};

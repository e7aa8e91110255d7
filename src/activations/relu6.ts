import {activation} from './definition';
import {atZero} from './gradientAtZero';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Of straight lines',
  derivative: '\\begin{cases} 1 & 0 < x < 6 \\\\ 0 & \\text{else} \\end{cases}',
  domain: [-4, 10],
  paper: 'https://www.cs.utoronto.ca/~kriz/conv-cifar10-aug2010.pdf',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.relu6(x)`, `keras.layers.ReLU(max_value=6)`',
  torch: '`torch.nn.ReLU6()`',
  jax: '`jax.nn.relu6(x)`',
  onnx: 'none of its own; `Clip` with min 0 and max 6',
  tfjs: '`tf.relu6(x)`, the activation `relu6`',
  differences: 'The derivative is 0 at 0 and at 6. On the wasm backend, tf.relu6(NaN) is 0; here NaN stays NaN.',
};

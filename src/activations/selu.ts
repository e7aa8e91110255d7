import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const selu = activation({
  name: 'selu',
  className: 'SELU',
  activationName: 'rectifierSelu',
  summary: 'Scaled elu: with the default constants, activations keep mean 0 and variance 1 through depth.',
  formula: '\\lambda \\begin{cases} x & x > 0 \\\\ \\alpha (e^x - 1) & x \\le 0 \\end{cases}',
  reference: 'Klambauer et al. 2017, arXiv:1706.02515; Keras selu',
  params: {
    scale: {default: 1.0507009873554805, description: 'Lambda: slope for x > 0.'},
    alpha: {default: 1.6732632423543772, description: 'Minus the limit at -Infinity, before scaling.'},
  },
  fn: (x, {scale, alpha}) => x.where(x.greater(0), x.expm1().mul(alpha)).mul(scale),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'scale * x'],
    ['True', 'scale * alpha * expm1(x)'],
  ],
  limits: ['-scale * alpha', 'scale * x'],
  cases: [
    [1.2, 0.5],
    [2, 1.75],
  ],
};

export const page: Page = {
  group: 'Exponential below zero',
  symbols: {scale: '\\lambda'},
  derivative: '\\lambda \\begin{cases} 1 & x > 0 \\\\ \\alpha e^x & x \\le 0 \\end{cases}',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.selu(x)`',
  torch: '`torch.nn.SELU()`',
  jax: '`jax.nn.selu(x)`',
  onnx: '`Selu`, `alpha` = 1.67326319, `gamma` = 1.05070102 (our alpha and scale, rounded to float32)',
  tfjs: '`tf.selu(x)`, the activation `selu`',
  differences:
    'Elsewhere both constants are fixed, but in ONNX. To keep mean and variance, weights need the variance 1 / inputs, and dropout is alpha dropout. tf.js’s `leCunNormal` has 0.78 of that variance: it cuts the normal distribution off at two standard deviations and does not make up for it.',
  defaults: 'Klambauer et al.: the solution of their fixed point equations for mean 0 and variance 1.',
};

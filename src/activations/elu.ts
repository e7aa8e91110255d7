import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const elu = activation({
  name: 'elu',
  className: 'RectifierELU',
  // tf.js's own activation 'elu' keeps its name, and ignores alpha.
  activationName: 'rectifierElu',
  summary: 'Exponential linear unit: saturates at -alpha for negative inputs.',
  formula: '\\begin{cases} x & x > 0 \\\\ \\alpha (e^x - 1) & x \\le 0 \\end{cases}',
  reference: 'Clevert et al. 2015, arXiv:1511.07289; Keras ELU',
  params: {alpha: {default: 1, description: 'Minus the limit at -Infinity.'}},
  fn: (x, {alpha}) => x.where(x.greater(0), x.expm1().mul(alpha)),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', 'alpha * expm1(x)'],
  ],
  limits: ['-alpha', 'x'],
  cases: [[0.5], [0], [2], [-0.3]],
  order: 3,
};

export const page: Page = {
  group: 'Exponential below zero',
  derivative: '\\begin{cases} 1 & x > 0 \\\\ \\alpha e^x & x \\le 0 \\end{cases}',
  plotted: [{}, {alpha: 0.5}, {alpha: 2}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.layers.ELU(alpha=1.0)`, `keras.activations.elu(x, alpha=1.0)`',
  torch: '`torch.nn.ELU(alpha=1.0)`',
  jax: '`jax.nn.elu(x, alpha=1.0)`',
  onnx: '`Elu`, `alpha` = 1.0',
  tfjs: '`tf.elu(x)`, the activation `elu`, `tf.layers.elu({alpha})`',
  differences:
    'tf.js has alpha = 1 only: its layer throws for another alpha, its activation ignores one. The second derivative at 0 is alpha here, that of the left piece, and 0 in PyTorch.',
  defaults: 'Clevert et al.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Softplus and smooth rectifiers',
  derivative: '\\sigma(x)',
  paper: 'https://papers.nips.cc/paper/1920-incorporating-second-order-functional-knowledge-for-better-option-pricing',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.softplus(x)`',
  torch: '`torch.nn.Softplus(beta=1.0, threshold=20.0)`',
  jax: '`jax.nn.softplus(x)`',
  onnx: '`Softplus`',
  tfjs: '`tf.softplus(x)`, the activation `softplus`',
  differences:
    'All agree to rounding. PyTorch’s beta is `k` of [smoothRelu](smoothRelu.md). tf.js is right to the second derivative, its third is not.',
};

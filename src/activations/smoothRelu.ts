import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const smoothRelu = activation({
  name: 'smoothRelu',
  className: 'SmoothReLU',
  summary: 'Softplus with a sharpness k: a smooth rectifier that approaches relu as k grows.',
  formula: '\\frac{\\ln(1 + e^{kx})}{k}',
  reference: 'Dugas et al. 2001; PyTorch Softplus(beta=k), without its cut-off at large kx',
  params: {k: {default: 1, above: 0, aliases: ['beta'], description: 'Sharpness.'}},
  fn: (x, {k}) => x.mul(k).softplus().div(k),
  derivatives: {
    // x s(kx)/k - softplus(kx)/k^2 cancels wherever |kx| is large.
    k: (x, {k}) => x.mul(k).logisticEntropy().div(k.square()).neg(),
  },
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x + softplus(-k * x) / k'],
    ['True', 'softplus(k * x) / k'],
  ],
  limits: ['0', 'x'],
  cases: [[0.5], [2], [5], [50]],
  order: 3,
};

export const page: Page = {
  group: 'Softplus and smooth rectifiers',
  derivative: '\\sigma(kx)',
  plotted: [{}, {k: 2}, {k: 5}, {k: 0.5}],
  paper: 'https://papers.nips.cc/paper/1920-incorporating-second-order-functional-knowledge-for-better-option-pricing',
};

export const elsewhere: Elsewhere = {
  keras: 'k = 1 only: `keras.activations.softplus(x)`',
  torch: '`torch.nn.Softplus(beta=1.0, threshold=20.0)`, beta being k',
  jax: 'k = 1 only: `jax.nn.softplus(x)`',
  onnx: 'k = 1 only: `Softplus`',
  tfjs: 'k = 1 only: `tf.softplus(x)`',
  others: 'k = 1 only: SmoothReLU of Intel DAAL',
  differences:
    'PyTorch takes x itself where beta x is above its threshold of 20; here there is no cut-off, and no overflow.',
  defaults: 'PyTorch’s beta: with it, this is softplus.',
};

import {activation} from './definition';
import type {Oracle} from './notes';

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

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const starRelu = activation({
  name: 'starRelu',
  className: 'StarReLU',
  summary:
    'The squared rectifier, scaled and shifted: by default so that a standard normal input gives mean 0, variance 1.',
  formula: 's \\max(x, 0)^2 + b',
  reference: 'Yu et al. 2022, arXiv:2210.13452',
  params: {
    scale: {default: 0.8944, learned: true, description: 'Factor s, near 2 / sqrt(5).'},
    bias: {default: -0.4472, learned: true, description: 'Shift b, near -1 / sqrt(5).'},
  },
  // The scale between both factors: x^2 may leave the range of float32 where the result does not.
  fn: (x, {scale, bias}) => x.mul(scale).mul(x).where(x.greater(0), 0).add(bias),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'scale * x * x + bias'],
    ['True', 'bias'],
  ],
  limits: ['bias', 'scale * x * x + bias'],
  cases: [
    [1, 0],
    [-0.5, 2],
  ],
};

export const page: Page = {
  group: 'Of straight lines',
  symbols: {scale: 's', bias: 'b'},
  derivative: '2 s \\max(x, 0)',
  plotted: [{}, {scale: 1, bias: 0}, {scale: 0.5, bias: -1}],
  domain: [-2, 2],
};

export const elsewhere: Elsewhere = {
  others:
    'timm: `StarReLU(scale_value=1.0, bias_value=0.0, scale_learnable=True, bias_learnable=True)` of its MetaFormer',
  differences: 'timm, as the authors’ code, starts at 1 and 0 and learns one of each for all channels.',
  defaults: 'Yu et al.: for a standard normal x, the result has mean 0 and variance 1.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const shiftedSoftplus = activation({
  name: 'shiftedSoftplus',
  className: 'ShiftedSoftplus',
  summary: 'Softplus lowered by ln 2, so that it passes through the origin.',
  formula: '\\ln(1 + e^x) - \\ln 2',
  reference: 'Schütt et al. 2017, arXiv:1706.08566',
  params: {},
  // softplus(x) - ln 2 cancels near 0. In the other form neither term overflows, and they add up to half of x there.
  fn: x => x.abs().neg().expm1().mul(0.5).log1p().add(x.relu()),
  derivatives: {x: x => x.sigmoid()},
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x + log((1 + exp(-x)) / 2)'],
    ['True', 'log((1 + exp(x)) / 2)'],
  ],
  limits: ['-mp.log(2)', 'x - mp.log(2)'],
};

export const page: Page = {
  group: 'Softplus and smooth rectifiers',
  derivative: '\\sigma(x)',
};

export const elsewhere: Elsewhere = {
  others: 'SchNetPack: `shifted_softplus(x)`. PyTorch Geometric: `ShiftedSoftplus` of its SchNet',
  differences: 'They agree; by subtracting ln 2 after the fact, they lose digits near 0, where it is 0.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const squaredRelu = activation({
  name: 'squaredRelu',
  className: 'SquaredReLU',
  summary: 'The square of the rectifier.',
  formula: '\\max(x, 0)^2',
  reference: 'So et al. 2021, arXiv:2109.08668',
  params: {},
  fn: x => x.square().where(x.greater(0), 0),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x * x'],
    ['True', '0'],
  ],
  limits: ['0', 'x * x'],
};

export const page: Page = {
  group: 'Of straight lines',
  derivative: '2 \\max(x, 0)',
  domain: [-2, 2],
};

export const elsewhere: Elsewhere = {
  others: 'the code of MetaFormer’s authors: `SquaredReLU`. Hugging Face Transformers: the activation `relu2`',
  differences: 'They agree.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const lisht = activation({
  name: 'lisht',
  className: 'LiSHT',
  summary: 'Linearly scaled hyperbolic tangent: even, near the square for small x and near |x| for large.',
  formula: 'x \\tanh(x)',
  reference: 'Roy et al. 2019, arXiv:1901.05894; TensorFlow Addons lisht',
  params: {},
  fn: x => x.mul(x.tanh()),
});

export const oracle: Oracle = {
  pieces: [['True', 'x * tanh(x)']],
  limits: ['-x', 'x'],
};

export const page: Page = {
  group: 'Bounded, periodic and others',
  derivative: '\\tanh(x) + x \\operatorname{sech}^2(x)',
};

export const elsewhere: Elsewhere = {
  others: 'TensorFlow Addons: `tfa.activations.lisht(x)`',
  differences: 'They agree.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const rrelu = activation({
  name: 'rrelu',
  className: 'RReLU',
  summary:
    'A leaky rectifier whose slope is random in training, drawn anew for each element, and the mean of its range else.',
  formula: '\\begin{cases} x & x > 0 \\\\ a x & x \\le 0 \\end{cases}, \\quad a = \\tfrac{l + u}{2}',
  reference: 'Xu et al. 2015, arXiv:1505.00853, which divides x by a divisor from U(3, 8); PyTorch RReLU',
  params: {
    lower: {default: 1 / 8, min: 0, description: 'Smallest slope l.'},
    upper: {default: 1 / 3, min: 0, description: 'Largest slope u.'},
    seed: {default: null, fixed: true, noise: true, description: 'Makes the slopes of training the same in every run.'},
  },
  check: ({lower, upper}) =>
    lower > upper ? `lower must not be above upper, but they are ${lower} and ${upper}` : null,
  fn: (x, {lower, upper, seed: noise}) => {
    const slope = noise ? upper.sub(lower).mul(noise).add(lower) : lower.add(upper).mul(0.5);
    return x.where(x.greater(0), x.mul(slope));
  },
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', '(lower + upper) / 2 * x'],
  ],
  limits: ['(lower + upper) / 2 * x', 'x'],
  cases: [
    [0, 1, null],
    [0.25, 0.25, null],
    [0.5, 2, 7],
  ],
};

export const page: Page = {
  group: 'Of straight lines',
  symbols: {lower: 'l', upper: 'u'},
  derivative: '\\begin{cases} 1 & x > 0 \\\\ a & x \\le 0 \\end{cases}, \\quad a = \\tfrac{l + u}{2}',
  plotted: [{}, {lower: 0, upper: 0.2}],
};

export const elsewhere: Elsewhere = {
  torch: '`torch.nn.RReLU(lower=1/8, upper=1/3)`',
  others: 'TensorFlow Addons: `tfa.activations.rrelu(x, lower=0.125, upper=1/3, training=False, seed=None)`',
  differences:
    'PyTorch’s module draws slopes in `train()` mode, one an element, as here. Xu et al. divide x by a number drawn from U(3, 8), whose reciprocals are not uniform.',
  defaults: 'PyTorch: the reciprocals of 8 and 3.',
};

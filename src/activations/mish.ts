import {activation} from './definition';
import type {Oracle} from './notes';

export const mish = activation({
  name: 'mish',
  className: 'Mish',
  activationName: 'rectifierMish',
  summary: 'A smooth, self-regularized rectifier with a dip below zero.',
  formula: 'x \\tanh(\\ln(1 + e^x))',
  reference: 'Misra 2019, arXiv:1908.08681; Keras mish',
  params: {},
  fn: x => {
    // tanh(softplus(x)) of one exponential, with p = s(x) and q = s(-x): p (1 + q) / (1 + q^2). Nothing cancels, nor
    // in its derivative.
    const [p, q] = [x.sigmoid(), x.neg().sigmoid()];
    const under = q.square().add(1);
    const slope = p.mul(q.div(under).square()).mul(4);
    return x.mul(p.mul(q.add(1)).div(under).withDerivatives({x: slope}));
  },
});

export const oracle: Oracle = {
  pieces: [['True', 'x * tanh(softplus(x))']],
  limits: ['0', 'x'],
};

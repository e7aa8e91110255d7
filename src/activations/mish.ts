import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Gated by a sigmoid',
  derivative: '\\tanh(s) + x \\sigma(x) (1 - \\tanh^2(s)), \\quad s = \\ln(1 + e^x)',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.mish(x)`',
  torch: '`torch.nn.Mish()`',
  jax: '`jax.nn.mish(x)`',
  onnx: '`Mish` (opset 18)',
  tfjs: 'the activation `mish`',
  differences:
    'All agree for x of usual size. tf.js’s is 1.5 % off at -13 and 0 at -20 on GPUs, and its second derivative is wrong.',
};

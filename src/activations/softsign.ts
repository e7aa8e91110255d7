import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const softsign = activation({
  name: 'softsign',
  className: 'Softsign',
  activationName: 'rectifierSoftsign',
  summary: 'A sigmoid between -1 and 1 that approaches its limits slowly.',
  formula: '\\frac{x}{1 + |x|}',
  reference: 'Bergstra et al. 2009; Keras softsign',
  params: {},
  fn: x => {
    // Infinity / Infinity has no value; 1e30 / (1 + 1e30) is 1.
    const near = x.clipByValue(-1e30, 1e30);
    return near.div(near.abs().add(1));
  },
  // 1/(1 + |x|) - |x|/(1 + |x|)^2 cancels for large |x|.
  derivatives: {x: x => x.abs().add(1).reciprocal().square()},
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x / (1 + x)'],
    ['True', 'x / (1 - x)'],
  ],
  limits: ['-1', '1'],
};

export const page: Page = {
  group: 'Bounded, periodic and others',
  derivative: '\\frac{1}{(1 + |x|)^2}',
  domain: [-6, 6],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.softsign(x)`',
  torch: '`torch.nn.Softsign()`',
  jax: '`jax.nn.soft_sign(x)`',
  onnx: '`Softsign`',
  tfjs: 'the activation `softsign`',
  differences: 'At infinity PyTorch gives NaN, here it is 1 or -1. The second derivative at 0 is 2 here, 0 in PyTorch.',
};

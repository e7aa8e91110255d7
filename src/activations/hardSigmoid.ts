import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const hardSigmoid = activation({
  name: 'hardSigmoid',
  className: 'HardSigmoid',
  // tf.js's own activation of this name is Keras 2's, of slope 0.2.
  activationName: 'rectifierHardSigmoid',
  summary: 'A sigmoid of three lines, of slope 1/6 at 0: Keras 3’s, where tf.js and Keras 2 have slope 0.2.',
  formula: '\\frac{\\min(\\max(x + 3, 0), 6)}{6}',
  reference: 'Keras 3 hard_sigmoid, PyTorch Hardsigmoid',
  params: {},
  // x itself is clipped: next to 3, x + 3 rounds to 6.
  fn: x =>
    x
      .clipByValue(-3, 3)
      .add(3)
      .mul(1 / 6),
});

export const oracle: Oracle = {
  pieces: [
    ['x >= 3', '1'],
    ['x > -3', '(x + 3) / 6'],
    ['True', '0'],
  ],
  limits: ['0', '1'],
  points: [3, -3, 2.9999998, -2.9999998, 3.0000002, -3.0000002],
};

export const page: Page = {
  group: 'Bounded, periodic and others',
  derivative: '\\begin{cases} \\frac{1}{6} & -3 < x < 3 \\\\ 0 & \\text{else} \\end{cases}',
  domain: [-5, 5],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.hard_sigmoid(x)`; in Keras 2 that name is another function, clamp(0.2 x + 0.5, 0, 1)',
  torch: '`torch.nn.Hardsigmoid()`',
  jax: '`jax.nn.hard_sigmoid(x)`',
  onnx: '`HardSigmoid` is clamp(alpha x + beta, 0, 1) with `alpha` = 0.2, `beta` = 0.5; this one has `alpha` = 1/6',
  tfjs: 'the activation `hardSigmoid` is Keras 2’s, clamp(0.2 x + 0.5, 0, 1)',
  differences:
    'Two functions under one name: slope 1/6 in Keras 3, PyTorch and JAX, slope 1/5 in Keras 2, ONNX by default, and tf.js, where `hardSigmoid` and `hard_sigmoid` as strings keep that meaning. `rx.loadLayersModel` tells by the Keras that wrote a model which one it means.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const silu = activation({
  name: 'silu',
  className: 'SiLU',
  summary: 'Sigmoid-weighted linear unit; tf.js calls it swish.',
  formula: 'x \\sigma(x)',
  reference: 'Elfwing et al. 2017, arXiv:1702.03118; Keras silu',
  params: {},
  fn: x => x.mul(x.sigmoid()),
});

export const oracle: Oracle = {
  pieces: [['True', 'x * sigmoid(x)']],
  limits: ['0', 'x'],
};

export const page: Page = {
  group: 'Gated by a sigmoid',
  derivative: '\\sigma(x) (1 + x \\sigma(-x))',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.silu(x)`, or `swish`',
  torch: '`torch.nn.SiLU()`',
  jax: '`jax.nn.silu(x)`, or `swish`',
  onnx: '`Swish` (opset 24), `alpha` = 1.0; before it, `Sigmoid` and `Mul`',
  tfjs: 'the activation `swish`',
  differences:
    'One function, two names. tf.js knows no `silu`, so that Keras models with it do not load, ignores the `alpha` of its swish in models, and its second derivative is wrong (0.470 at -0.5, where it is 0.441).',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const hardSwish = activation({
  name: 'hardSwish',
  className: 'HardSwish',
  aliases: ['hardSilu', 'hard_silu'],
  summary: 'Swish with its sigmoid replaced by three lines.',
  formula: 'x \\frac{\\min(\\max(x + 3, 0), 6)}{6}',
  reference: 'Howard et al. 2019, arXiv:1905.02244; Keras hard_swish, PyTorch Hardswish',
  params: {},
  // By pieces, whose derivatives do not cancel as those of a product with a clip do.
  fn: x =>
    x
      .add(3)
      .mul(x)
      .mul(1 / 6)
      .where(x.greater(-3), 0)
      .where(x.less(3), x),
});

export const oracle: Oracle = {
  pieces: [
    ['x >= 3', 'x'],
    ['x > -3', 'x * (x + 3) / 6'],
    ['True', '0'],
  ],
  limits: ['0', 'x'],
  points: [3, -3, 2.9999998, -2.9999998, 3.0000002, -3.0000002, -1.5, -1.4999999],
};

export const page: Page = {
  group: 'Gated by a sigmoid',
  derivative: '\\begin{cases} 1 & x \\ge 3 \\\\ \\frac{2x + 3}{6} & -3 < x < 3 \\\\ 0 & x \\le -3 \\end{cases}',
  domain: [-5, 5],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.hard_silu(x)`, or `hard_swish`',
  torch: '`torch.nn.Hardswish()`',
  jax: '`jax.nn.hard_silu(x)`, or `hard_swish`',
  onnx: '`HardSwish` (opset 14)',
  differences: 'All agree; MobileNetV3 has it.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const prelu = activation({
  name: 'prelu',
  className: 'RectifierPReLU',
  summary: 'A rectifier whose slope for negative inputs is learned.',
  formula: '\\begin{cases} x & x > 0 \\\\ \\alpha x & x \\le 0 \\end{cases}',
  reference: 'He et al. 2015, arXiv:1502.01852; PyTorch PReLU',
  params: {alpha: {default: 0.25, learned: true, description: 'Slope for x <= 0.'}},
  fn: (x, {alpha}) => x.where(x.greater(0), x.mul(alpha)),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', 'alpha * x'],
  ],
  limits: ['alpha * x', 'x'],
  cases: [[0], [1], [-0.5], [1.5]],
  order: 3,
};

export const page: Page = {
  group: 'Of straight lines',
  derivative: '\\begin{cases} 1 & x > 0 \\\\ \\alpha & x \\le 0 \\end{cases}',
  plotted: [{}, {alpha: 0}, {alpha: 0.5}, {alpha: -0.25}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.layers.PReLU(alpha_initializer="Zeros", shared_axes=None)`',
  torch: '`torch.nn.PReLU(num_parameters=1, init=0.25)`',
  onnx: '`PRelu`, the slope being its second input',
  tfjs: "`tf.prelu(x, alpha)`, `tf.layers.prelu({alphaInitializer: 'zeros'})`",
  others: 'Flax: `flax.linen.PReLU(negative_slope_init=0.01)`, one slope for all',
  differences:
    'How many slopes are learned differs: one an element in Keras and tf.js, one for all in PyTorch and Flax, one a channel here; `sharedAxes` makes it any of these. On the wasm backend tf.prelu is wrong unless alpha has the shape of the last axes of x.',
  defaults: 'He et al. and PyTorch. Keras starts at 0, where it is relu.',
};

import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const swishBeta = activation({
  name: 'swishBeta',
  className: 'SwishBeta',
  summary: 'Swish with a learned beta: between x/2 (beta = 0) and relu.',
  formula: 'x \\sigma(\\beta x)',
  reference: 'Ramachandran et al. 2017, arXiv:1710.05941; keras-contrib Swish, ONNX Swish',
  params: {beta: {default: 1, learned: true, description: 'Sharpness.'}},
  fn: (x, {beta}) => x.mul(x.mul(beta).sigmoid()),
});

export const oracle: Oracle = {
  pieces: [['True', 'x * sigmoid(beta * x)']],
  limits: ['swish_limit(x, beta)', 'swish_limit(x, beta)'],
  cases: [[0], [-1], [0.3], [10]],
  order: 3,
};

export const page: Page = {
  group: 'Gated by a sigmoid',
  derivative: '\\sigma(\\beta x) (1 + \\beta x \\sigma(-\\beta x))',
  plotted: [{}, {beta: 0}, {beta: 0.5}, {beta: 3}],
};

export const elsewhere: Elsewhere = {
  onnx: '`Swish` (opset 24), `alpha` = 1.0 in place of beta, a fixed number',
  others: 'keras-contrib: `Swish(beta=1.0, trainable=False)`. TensorFlow: `tf.nn.silu(features, beta=1.0)`',
  differences: 'Keras, PyTorch and JAX have beta = 1 only, their silu.',
  defaults: 'Ramachandran et al. and keras-contrib, which learns it only if asked: here it is learned.',
};

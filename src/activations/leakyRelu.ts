import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const leakyRelu = activation({
  name: 'leakyRelu',
  className: 'RectifierLeakyReLU',
  // In model files, Keras's, the bare string 'leaky_relu' means slope 0.2 (its LeakyReLU layer 0.3).
  bareString: {negativeSlope: 0.2},
  summary: 'A rectifier with a small fixed slope for negative inputs: 0.01, where Keras’s layer has 0.3.',
  formula: '\\begin{cases} x & x > 0 \\\\ s x & x \\le 0 \\end{cases}',
  reference: 'Maas et al. 2013; PyTorch LeakyReLU, JAX, ONNX (slope 0.01)',
  params: {negativeSlope: {default: 0.01, aliases: ['alpha'], description: 'Slope s for x <= 0.'}},
  fn: (x, {negativeSlope}) => x.where(x.greater(0), x.mul(negativeSlope)),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x'],
    ['True', 'negativeSlope * x'],
  ],
  limits: ['negativeSlope * x', 'x'],
  cases: [[0], [0.3], [-1], [1.5]],
  order: 3,
};

export const page: Page = {
  group: 'Of straight lines',
  symbols: {negativeSlope: 's'},
  derivative: '\\begin{cases} 1 & x > 0 \\\\ s & x \\le 0 \\end{cases}',
  plotted: [{}, {negativeSlope: 0.2}, {negativeSlope: 0.3}],
  paper: 'https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.leaky_relu(x, negative_slope=0.2)`, but `keras.layers.LeakyReLU(negative_slope=0.3)`',
  torch: '`torch.nn.LeakyReLU(negative_slope=0.01)`',
  jax: '`jax.nn.leaky_relu(x, negative_slope=0.01)`',
  onnx: '`LeakyRelu`, `alpha` = 0.01',
  tfjs: '`tf.leakyRelu(x, alpha = 0.2)`, `tf.layers.leakyReLU({alpha: 0.3})`',
  differences:
    'The same function with four defaults, so write the slope. At exactly 0 the derivative in JAX is 1, elsewhere and here the slope. tf.js does not know the `negative_slope` of Keras 3 models, and silently takes 0.3; `rx.loadLayersModel` reads it.',
  defaults: 'Maas et al., PyTorch, JAX and ONNX. It is not Keras’s.',
};

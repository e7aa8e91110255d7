import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const logSigmoid = activation({
  name: 'logSigmoid',
  className: 'LogSigmoid',
  summary: 'The logarithm of the logistic function, without overflow or cancellation.',
  formula: '\\ln \\sigma(x)',
  reference: 'Keras log_sigmoid, PyTorch LogSigmoid',
  params: {},
  fn: x => x.logSigmoid(),
});

export const oracle: Oracle = {
  pieces: [
    ['x > 0', '-softplus(-x)'],
    ['True', 'x - softplus(x)'],
  ],
  limits: ['x', '0'],
};

export const page: Page = {
  group: 'Softplus and smooth rectifiers',
  derivative: '\\sigma(-x)',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.log_sigmoid(x)`',
  torch: '`torch.nn.LogSigmoid()`',
  jax: '`jax.nn.log_sigmoid(x)`',
  onnx: 'none of its own; `Softplus` between two `Neg`',
  tfjs: '`tf.logSigmoid(x)`; no activation',
  differences: 'All agree.',
};

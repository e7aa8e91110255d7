import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const exponential = activation({
  name: 'exponential',
  className: 'Exponential',
  summary: 'The exponential function.',
  formula: 'e^x',
  reference: 'Keras exponential',
  params: {},
  fn: x => x.exp(),
});

export const oracle: Oracle = {
  pieces: [['True', 'exp(x)']],
  limits: ['0', 'exp(x)'],
};

export const page: Page = {
  group: 'Bounded, periodic and others',
  derivative: 'e^x',
  domain: [-4, 2],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.exponential(x)`',
  torch: '`torch.exp(x)`, no module',
  jax: '`jax.numpy.exp(x)`',
  onnx: '`Exp`',
  tfjs: '`tf.exp(x)`; no activation, so that Keras models with `exponential` do not load',
  differences: 'All agree. The second derivative of tf.exp is wrong.',
};

import {activation} from './definition';
import type {Oracle} from './notes';

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

import {activation} from './definition';
import type {Oracle} from './notes';

export const gelu = activation({
  name: 'gelu',
  className: 'GELU',
  activationName: 'rectifierGelu',
  summary: 'Gaussian error linear unit: x times the probability that a standard normal variable is below it.',
  formula: 'x \\Phi(x), \\quad \\text{or} \\quad \\tfrac{x}{2} (1 + \\tanh(\\sqrt{2/\\pi} (x + 0.044715 x^3)))',
  reference: 'Hendrycks and Gimpel 2016, arXiv:1606.08415; Keras gelu, PyTorch GELU',
  params: {
    approximate: {default: 'none', choices: ['none', 'tanh'], description: 'Exact, or by tanh as in BERT and GPT-2.'},
  },
  fn: (x, {approximate}) => {
    if (approximate === 'none') return x.mul(x.normalCdf());
    // (1 + tanh(v))/2 is sigmoid(2v), which does not cancel for x < 0. Beyond 30 it is 0 or 1 in float64 too, and
    // the cube of a larger x would overflow float32.
    const near = x.clipByValue(-30, 30);
    const v = near.square().mul(0.044715).add(1).mul(near);
    return x.mul(v.mul(2 * Math.sqrt(2 / Math.PI)).sigmoid());
  },
});

export const oracle: Oracle = {
  pieces: [
    ["approximate == 'none'", 'x * normal_cdf(x)'],
    ['True', "x * sigmoid(2 * mp.sqrt(2 / mp.pi) * (x + mpf('0.044715') * x * x * x))"],
  ],
  limits: ['0', 'x'],
  cases: [['tanh']],
};

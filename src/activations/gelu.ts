import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

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

export const page: Page = {
  group: 'Gated by a sigmoid',
  derivative:
    '\\Phi(x) + x \\varphi(x), \\quad \\text{or} \\quad \\sigma(2v) (1 + 2 x w \\sigma(-2v)), \\quad v = \\sqrt{2/\\pi} (x + 0.044715 x^3), \\quad w = \\sqrt{2/\\pi} (1 + 0.134145 x^2)',
  plotted: [{}, {approximate: 'tanh'}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.gelu(x, approximate=False)`, but `keras.ops.gelu(x, approximate=True)`',
  torch: "`torch.nn.GELU(approximate='none')`, or 'tanh'",
  jax: '`jax.nn.gelu(x, approximate=True)`: by tanh unless told otherwise',
  onnx: '`Gelu` (opset 20), `approximate` = "none", or "tanh"',
  tfjs: 'the activations `gelu`, exact, and `gelu_new`, by tanh',
  differences:
    'Exact by default in PyTorch, ONNX and Keras’s activation, by tanh in JAX and Keras’s op: up to 0.0005 apart. tf.js’s `gelu` has an erf with an error of 1.5e-7, which is more than half of gelu(-5.5), and models with its `gelu_new` cannot be loaded again.',
  defaults: 'Hendrycks and Gimpel, PyTorch.',
};

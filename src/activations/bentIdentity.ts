import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const bentIdentity = activation({
  name: 'bentIdentity',
  className: 'BentIdentity',
  summary: 'The identity, bent: its slope goes from 1/2 to 3/2.',
  formula: '\\frac{\\sqrt{x^2 + 1} - 1}{2} + x',
  reference: 'common tables of activations',
  params: {},
  fn: x => {
    // Not sqrt(x^2 + 1) - 1, which cancels near 0, and whose square overflows: x (1 + q/2) with |q| < 1.
    const near = x.clipByValue(-1e18, 1e18);
    const r = near.square().add(1).sqrt();
    const slope = near.div(r).mul(0.5).add(1);
    const value = x.mul(near.div(r.add(1)).mul(0.5).add(1));
    // 1/r - x^2/r^3 would cancel for large x.
    return value.withDerivatives({x: slope.withDerivatives({x: r.reciprocal().pow(3).mul(0.5)})});
  },
});

export const oracle: Oracle = {
  pieces: [['True', 'x * (1 + x / (sqrt(x * x + 1) + 1) / 2)']],
  limits: ['x / 2 - mpf(1) / 2', '3 * x / 2 - mpf(1) / 2'],
};

export const page: Page = {
  group: 'Bounded, periodic and others',
  derivative: '\\frac{x}{2 \\sqrt{x^2 + 1}} + 1',
};

export const elsewhere: Elsewhere = {
  differences: 'Keras, PyTorch, JAX, ONNX and tf.js do not have it.',
};

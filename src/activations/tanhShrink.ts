import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const tanhShrink = activation({
  name: 'tanhShrink',
  className: 'TanhShrink',
  summary: 'The identity less its hyperbolic tangent: flat at 0, where it is near x^3 / 3.',
  formula: 'x - \\tanh(x)',
  reference: 'Keras tanh_shrink, PyTorch Tanhshrink',
  params: {},
  fn: x => {
    // Below 1.25 the difference cancels, in float32 to nothing; x^3 times a quotient of positive terms does not.
    const u = x.square();
    const polynomial = (coefficients: readonly number[]) =>
      coefficients.reduceRight((sum, coefficient) => sum.mul(u).add(coefficient), x.mul(0));
    const near = polynomial(OVER).div(polynomial(UNDER)).mul(u).mul(x);
    return near.where(x.abs().less(1.25), x.sub(x.tanh()));
  },
  derivatives: {x: x => x.tanh().square()},
});

/** (x - tanh x) / x^3 in x^2 for |x| < 1.25, fitted by Remez's algorithm to a relative error of 4.9e-11. */
const OVER = [0.3333333333172, 0.01609398724379, 6.107322345388e-6];
const UNDER = [1, 0.4482819599483, 0.01742635465866];

export const oracle: Oracle = {
  pieces: [['True', 'x - tanh(x)']],
  limits: ['x + 1', 'x - 1'],
};

export const page: Page = {
  group: 'Shrinking and thresholds',
  derivative: '\\tanh^2(x)',
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.tanh_shrink(x)`',
  torch: '`torch.nn.Tanhshrink()`',
  others: 'TensorFlow Addons: `tfa.activations.tanhshrink(x)`',
  differences: 'They subtract, which leaves 0 for small x, where it is x³/3.',
};

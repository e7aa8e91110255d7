import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const snake = activation({
  name: 'snake',
  className: 'Snake',
  summary: 'The identity with a learnable ripple, which extrapolates periodic data.',
  formula: 'x + \\frac{\\sin^2(\\omega x)}{\\omega}',
  reference: 'Ziyin et al. 2020, arXiv:2006.08195; TensorFlow Addons snake',
  params: {frequency: {default: 1, nonZero: true, description: 'Omega, in radians per unit of x.'}},
  fn: (x, {frequency}) => {
    const t = x.mul(frequency);
    const [s, c] = [t.sin(), t.cos()];
    const u = s.div(frequency);
    const double = c.square().sub(s.square());
    const mixed = double.mul(x).mul(2);
    // The square of a sum has roots of first order before it is squared: 1 + sin(2t) would lose all digits near them.
    const dx = s
      .add(c)
      .square()
      .withDerivatives({x: double.mul(frequency).mul(2), frequency: mixed});

    // Near t = 0 the three terms of the second derivative cancel to -2 x^3 t: there by its series.
    const square = t.square();
    const series = SERIES.reduceRight((sum, term) => sum.mul(square).add(term), x.mul(0));
    const terms = x
      .square()
      .mul(double)
      .add(u.mul(u.sub(x.mul(c).mul(2))));
    const second = x.pow(3).mul(t).mul(series).where(t.abs().less(0.5), terms.mul(2).div(frequency));
    const dFrequency = u.mul(x.mul(c).mul(2).sub(u)).withDerivatives({x: mixed, frequency: second});

    // Far out the ripple is below rounding; an infinite x has no sine, but a limit.
    return x.add(u.mul(s)).where(x.abs().less(1e30), x).withDerivatives({x: dx, frequency: dFrequency});
  },
});

/** 2 cos 2t - 2 sin(2t)/t + 2 (sin(t)/t)^2 over t^2, in powers of t^2: (-4)^n 4n (2n + 1) / (2n + 2)!, n = 1, 2 ... */
const SERIES = [-2, 8 / 9, -2 / 15, 16 / 1575, -4 / 8505, 832 / 56756700];

export const oracle: Oracle = {
  pieces: [['True', 'x + sin(frequency * x) * sin(frequency * x) / frequency']],
  limits: [null, null],
  cases: [[0.5], [5], [-2], [0.01]],
  // A larger float32 x does not say where in the period it is.
  within: 'abs(frequency * x) < 1000',
  order: 3,
};

export const page: Page = {
  group: 'Bounded, periodic and others',
  symbols: {frequency: '\\omega'},
  derivative: '1 + \\sin(2 \\omega x)',
  plotted: [{}, {frequency: 0.5}, {frequency: 2}],
  domain: [-5, 5],
};

export const elsewhere: Elsewhere = {
  others:
    'TensorFlow Addons: `tfa.activations.snake(x, frequency=1)`, `tfa.layers.Snake(frequency_initializer="ones")`',
  differences: 'The layer of TensorFlow Addons learns one frequency for all, here it is fixed unless asked for.',
  defaults: 'TensorFlow Addons. Ziyin et al. advise 5 to 50 for data that are known to be periodic.',
};

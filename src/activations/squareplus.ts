import type {Expression} from '../expr/trace';
import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const squareplus = activation({
  name: 'squareplus',
  className: 'Squareplus',
  summary: 'An algebraic smooth rectifier: no exponential; relu for b = 0.',
  formula: '\\frac{x + \\sqrt{x^2 + b}}{2}',
  reference: 'Barron 2021, arXiv:2112.11687; Keras squareplus',
  // Learned, b stays off 0, where its derivative at x = 0 is infinite.
  params: {b: {default: 4, min: 0, learnedMin: 1e-3, description: 'Width of the bend.'}},
  fn: (x, {b}) => {
    const width = b.sqrt();
    const r = x.hypot(width);
    // x + sqrt(x^2 + b) cancels for x < 0; relu(x) + h does not, and its parts overflow no sooner than it does. b as a
    // product of roots, of which each is divided, so that neither a small nor a large b leaves the range of float32.
    const h = width.mul(0.25).mul(width.div(positive(r.mul(0.5).add(x.abs().mul(0.5)))));
    const q = h.div(positive(r));
    // x/r is 1 for large x: without the cap, Infinity / Infinity in float32. Beyond, what it is a factor of is 0. Where r
    // is tiny, b is 0 and x/r is the sign of x, which GPUs can tell of numbers that they divide as if they were 0.
    const sign = x.step().sub(1).where(x.less(0), x.step());
    const direction = sign.where(r.less(1e-30), x.clipByValue(-1e23, 1e23).div(positive(r)));
    const mixed = direction.div(positive(r)).div(positive(r)).mul(-0.25);
    const dx = q
      .neg()
      .add(1)
      .where(x.greater(0), q)
      .withDerivatives({x: curvature(r.withDerivatives({x: direction}), width), b: mixed});
    const db = r
      .reciprocal()
      .mul(0.25)
      .withDerivatives({x: mixed, b: r.reciprocal().div(r).div(r).mul(-0.125)});
    return x.relu().add(h).withDerivatives({x: dx, b: db});
  },
});

/** b / (2 r^3). */
const curvature = (r: Expression, width: Expression) => width.div(positive(r)).square().mul(0.5).div(positive(r));

/** Never 0, so that 0 / 0 at x = b = 0 is 0; smaller denominators than this do not occur for other x and b. */
const positive = (denominator: Expression) => denominator.maximum(1e-30);

export const oracle: Oracle = {
  pieces: [
    ['x > 0', 'x + b / (2 * (sqrt(x * x + b) + x))'],
    ['True', 'b / (2 * (sqrt(x * x + b) - x))'],
  ],
  limits: ['0', 'x'],
  cases: [[0], [0.01], [100]],
  // Relu's for derivatives in x, the limits b -> 0+ for those in b.
  special: "{'': 0, 'x': 0, 'x,x': 0, 'x,x,x': 0, 'b': mp.inf, 'x,b': 0, 'b,b': -mp.inf} if x == 0 and b == 0 else {}",
};

export const page: Page = {
  group: 'Softplus and smooth rectifiers',
  derivative: '\\frac{1}{2} \\left( 1 + \\frac{x}{\\sqrt{x^2 + b}} \\right)',
  plotted: [{}, {b: 1}, {b: 0.1}, {b: 0}],
};

export const elsewhere: Elsewhere = {
  keras: '`keras.activations.squareplus(x, b=4)`',
  jax: '`jax.nn.squareplus(x, b=4)`',
  differences:
    'Both compute the formula as it stands, which loses all digits for x far below 0. In half precision on phones, x * x overflows from 256 on; here it does not.',
  defaults: 'Keras and JAX. Barron: 4 for the value 1 at 0; 4 ln²2 = 1.92 for softplus’s value there.',
};

import {selu} from '../../activations/selu';
import {RectifierError} from '../../errors';
import {broadcastsTo} from '../../kernels/shapes';
import {composite} from './definition';
import {innerOp} from './op';

/**
 * Dropout after selu: what is dropped takes the value of a saturated selu, and all are scaled and shifted so that mean 0 and
 * variance 1 stay. With the probability q of being kept, and alpha' = -scale alpha:
 * a = (q + alpha'^2 q (1 - q))^(-1/2), b = -a (1 - q) alpha'. (tf.js adds alpha' with the other sign: at rate 0.3 the
 * mean becomes 0.9.)
 */
export const alphaDropout = composite({
  name: 'alphaDropout',
  className: 'RectifierAlphaDropout',
  summary: 'Dropout that keeps mean 0 and variance 1 after selu. It drops in training only.',
  formula:
    "a \\begin{cases} x & \\text{with probability } q = 1 - \\text{rate} \\\\ \\alpha' & \\text{else} \\end{cases} + b, \\quad " +
    "\\alpha' = -\\lambda \\alpha, \\quad a = (q + \\alpha'^2 q (1 - q))^{-1/2}, \\quad b = -a (1 - q) \\alpha'",
  reference: 'Klambauer et al. 2017, arXiv:1706.02515',
  params: {
    rate: {default: null, min: 0, max: 1, description: 'Probability of being dropped, below 1. It has to be given.'},
    noiseShape: {
      sizes: true,
      default: null,
      description:
        'Shape of what is drawn, batch included: 1 where it is the same along an axis, null for the size of the input.',
    },
    seed: {default: null, description: 'Makes the sequence of masks the same in every run.'},
  },
  check: ({rate}) =>
    rate === null || rate === 1
      ? `rate must be ${rate === 1 ? 'below 1, since everything would be dropped' : 'given, e.g. rate: 0.1: a number >= 0 and < 1'}`
      : null,
  create: tf => {
    const op = innerOp(tf, 'alphaDropout', ['noise', 'rate', 'a', 'b', 'dropped'], (x, {noise, rate, a, b, dropped}) =>
      x.mul(a).add(b).where(noise.greaterEqual(rate), dropped),
    );
    return (x, {values: {rate, noiseShape, seed}, training, draw, where}) => {
      if (!training || !rate) return x;
      const shape = (noiseShape ?? x.shape).map((size, axis) => size ?? x.shape[axis]!);
      if (shape.length !== x.shape.length || !broadcastsTo(shape, x.shape)) {
        throw new RectifierError(
          `${where}: noiseShape [${noiseShape!.map(size => size ?? 'null')}] does not fit the input of shape ` +
            `[${x.shape}]. It needs as many sizes, each null, 1 or that of the input.`,
        );
      }
      const kept = 1 - rate;
      const a = (kept + DROPPED ** 2 * kept * rate) ** -0.5;
      const b = -a * rate * DROPPED;
      // Drawn in JavaScript, so that a seed gives the same numbers on every backend; a seed of its own for each call.
      const noise = tf.randomUniform(shape, 0, 1, 'float32', seed === null ? undefined : `${seed} ${draw}`);
      return op(x, {noise, rate, a, b, dropped: a * DROPPED + b});
    };
  },
});

/** Where selu ends for x towards -Infinity. */
const DROPPED = -selu.params.scale.default * selu.params.alpha.default;

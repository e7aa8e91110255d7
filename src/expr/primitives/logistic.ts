/** The logistic function, its integral and its derivative. */

import type {Tensor, Tf} from '../../tf';
import {composeLog1p} from './elementary';
import type {Primitive} from './primitive';

export type LogisticName = 'softplus' | 'sigmoid' | 'logisticBell' | 'logisticEntropy';

export const LOGISTIC: Readonly<Record<LogisticName, Primitive>> = {
  /** ln(1 + e^x). */
  softplus: {
    reference: a => Math.max(a!, 0) + Math.log1p(Math.exp(-Math.abs(a!))),
    derivative: [({apply}, [a]) => apply('sigmoid', a!)],
    compose: (tf, a) => composeSoftplus(tf, a!),
    vanishes: true,
  },
  /** 1 / (1 + e^-x). */
  sigmoid: {
    reference: a => (a! >= 0 ? 1 / (1 + Math.exp(-a!)) : Math.exp(a!) / (1 + Math.exp(a!))),
    derivative: [({apply}, [a]) => apply('logisticBell', a!)],
    compose: (tf, a) => tf.sigmoid(a!),
    bounded: true,
    vanishes: true,
  },
  /**
   * s(x) s(-x), the derivative of the sigmoid s: s (1 - s) would cancel for large x. Its own derivative as a product
   * with tanh: s(-x) - s(x) would cancel for small x.
   */
  logisticBell: {
    reference: a => {
      const e = Math.exp(-Math.abs(a!));
      return e / ((1 + e) * (1 + e));
    },
    derivative: [
      ({apply, constant}, [a], self) =>
        apply('neg', apply('mul', self, apply('tanh', apply('mul', constant(0.5), a!)))),
    ],
    compose: (tf, a) => tf.mul(tf.sigmoid(a!), tf.sigmoid(tf.neg(a!))),
    bounded: true,
    vanishes: true,
  },
  /**
   * Binary entropy, in nats, of the probability s(x): softplus(-|x|) + |x| s(-|x|), all terms positive. Even; its
   * derivative is -x s(x) s(-x). A primitive, because deriving it term by term cancels.
   */
  logisticEntropy: {
    reference: a => {
      if (!Number.isFinite(a!)) return Number.isNaN(a!) ? NaN : 0;
      const t = Math.abs(a!);
      const e = Math.exp(-t);
      return Math.log1p(e) + (t * e) / (1 + e);
    },
    derivative: [({apply}, [a]) => apply('neg', apply('mul', a!, apply('logisticBell', a!)))],
    compose: (tf, a) => {
      const minus = tf.neg(tf.abs(a!));
      const s = tf.sigmoid(minus);
      const product = tf.where(tf.equal(s, 0), tf.zerosLike(s), tf.mul(minus, s));
      return tf.sub(composeLog1p(tf, tf.exp(minus)), product);
    },
    bounded: true,
    vanishes: true,
  },
};

/** max(t, 0) + log1p(e^-|t|): no overflow for large t, no cancellation for t < 0, NaN and infinities right. */
function composeSoftplus(tf: Tf, t: Tensor): Tensor {
  return tf.add(tf.maximum(t, 0), composeLog1p(tf, tf.exp(tf.neg(tf.abs(t)))));
}

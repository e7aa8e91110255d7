/** Arithmetic, and powers and roots. */

import type {Tensor, Tf} from '../../tf';
import {number, type Primitive} from './primitive';

export type ArithmeticName =
  'add' | 'sub' | 'mul' | 'div' | 'neg' | 'abs' | 'sign' | 'square' | 'sqrt' | 'rsqrt' | 'hypot' | 'precise';

export const ARITHMETIC: Readonly<Record<ArithmeticName, Primitive>> = {
  add: {
    reference: (a, b) => a! + b!,
    derivative: [number(1), number(1)],
    compose: (tf, a, b) => tf.add(a!, b!),
  },
  sub: {
    reference: (a, b) => a! - b!,
    derivative: [number(1), number(-1)],
    compose: (tf, a, b) => tf.sub(a!, b!),
  },
  mul: {
    reference: (a, b) => a! * b!,
    derivative: [(_, [, b]) => b!, (_, [a]) => a!],
    compose: (tf, a, b) => tf.mul(a!, b!),
  },
  div: {
    reference: (a, b) => a! / b!,
    derivative: [
      ({apply, constant}, [, b]) => apply('div', constant(1), b!),
      ({apply}, [, b], self) => apply('neg', apply('div', self, b!)),
    ],
    compose: (tf, a, b) => tf.div(a!, b!),
  },
  neg: {
    reference: a => -a!,
    derivative: [number(-1)],
    compose: (tf, a) => tf.neg(a!),
  },
  abs: {
    reference: a => Math.abs(a!),
    derivative: [({apply}, [a]) => apply('sign', a!)],
    compose: (tf, a) => tf.abs(a!),
  },
  /** x > 0: 1, else -1: at 0 the left piece counts, as everywhere in the catalogue. */
  sign: {
    reference: a => (a! > 0 ? 1 : Number.isNaN(a!) ? NaN : -1),
    derivative: [number(0)],
    compose: (tf, a) => tf.where(tf.greater(a!, 0), tf.onesLike(a!), tf.neg(tf.onesLike(a!))),
    bounded: true,
    swallowsNaN: true,
  },
  /**
   * The same number. Shaders carry the sums, products and choices that it is made of as pairs of numbers, as if they had
   * twice the digits: for sums of terms that cancel.
   */
  precise: {
    reference: a => a!,
    derivative: [number(1)],
    compose: (_, a) => a!,
  },
  square: {
    reference: a => a! * a!,
    derivative: [({apply, constant}, [a]) => apply('mul', constant(2), a!)],
    compose: (tf, a) => tf.square(a!),
  },
  sqrt: {
    reference: a => Math.sqrt(a!),
    derivative: [({apply, constant}, _, self) => apply('div', constant(0.5), self)],
    compose: (tf, a) => tf.sqrt(a!),
  },
  /** 1 / sqrt(x). */
  rsqrt: {
    reference: a => 1 / Math.sqrt(a!),
    // Over a, not by the cube of the root, which leaves the range of float32 sooner.
    derivative: [({apply, constant}, [a], self) => apply('mul', constant(-0.5), apply('div', self, a!))],
    compose: (tf, a) => tf.rsqrt(a!),
  },
  /** sqrt(a^2 + b^2). In float64 no square of what was float32 leaves the range; where there is only float32, it would. */
  hypot: {
    reference: (a, b) => Math.sqrt(a! * a! + b! * b!),
    derivative: [({apply}, [a], self) => apply('div', a!, self), ({apply}, [, b], self) => apply('div', b!, self)],
    compose: (tf, a, b) => composeHypot(tf, tf.abs(a!), tf.abs(b!)),
  },
};

/** By the quotient of the smaller one, which is 0 where both are, and where one is infinite. */
function composeHypot(tf: Tf, a: Tensor, b: Tensor): Tensor {
  const larger = tf.maximum(a, b);
  const ratio = tf.div(tf.minimum(tf.minimum(a, b), LARGEST), tf.maximum(larger, SMALLEST));
  return tf.mul(larger, tf.sqrt(tf.add(tf.square(ratio), 1)));
}
/** The normal range of float32. */
const [SMALLEST, LARGEST] = [2 ** -126, 3.4028234e38];

/** The normal distribution and the error function, with full relative accuracy in their tails. */

import type {Tensor, Tf} from '../../tf';
import {polynomial} from './elementary';
import type {Partial, Primitive} from './primitive';

export type GaussianName = 'erf' | 'erfc' | 'normalCdf' | 'normalPdf';

const SQRT_HALF = Math.SQRT1_2;
const PDF_AT_0 = 1 / Math.sqrt(2 * Math.PI);

/** c e^(-x^2), the derivative of erf and, with the sign changed, of erfc. */
const bell =
  (factor: number): Partial =>
  ({apply, constant}, [a]) =>
    apply('mul', constant(factor), apply('exp', apply('neg', apply('square', a!))));

export const GAUSSIAN: Readonly<Record<GaussianName, Primitive>> = {
  erf: {
    reference: a => {
      const t = Math.abs(a!);
      // 1 - erfc cancels below; above, its own error is that of erfc, which is less than 1/2.
      return t < 0.5 ? erfSeries(a!) : Math.sign(a!) * (1 - upperErfc(t));
    },
    derivative: [bell(2 / Math.sqrt(Math.PI))],
    compose: (tf, a) => composeErf(tf, a!),
    bounded: true,
    swallowsNaN: true,
  },
  /** 1 - erf(x), without the cancellation for x > 0. */
  erfc: {
    reference: a => (a! >= 0 ? upperErfc(a!) : 2 - upperErfc(-a!)),
    derivative: [bell(-2 / Math.sqrt(Math.PI))],
    compose: (tf, a) => {
      const t = tf.mul(a!, Math.SQRT2);
      const tail = tf.mul(composeTail(tf, tf.abs(t)), 2);
      return tf.where(tf.greater(t, 0), tail, tf.sub(2, tail));
    },
    bounded: true,
    vanishes: true,
    swallowsNaN: true,
  },
  /** The probability that a standard normal variable is at most x: erfc(-x / sqrt 2) / 2. */
  normalCdf: {
    reference: a => (a! < 0 ? upperTail(-a!) : 1 - upperTail(a!)),
    derivative: [({apply}, [a]) => apply('normalPdf', a!)],
    compose: (tf, a) => {
      const tail = composeTail(tf, tf.abs(a!));
      return tf.where(tf.greater(a!, 0), tf.sub(1, tail), tail);
    },
    bounded: true,
    vanishes: true,
    swallowsNaN: true,
  },
  /** Its density, e^(-x^2/2) / sqrt(2 pi). */
  normalPdf: {
    reference: a => PDF_AT_0 * expMinusProduct(Math.abs(a!), 0.5),
    derivative: [({apply}, [a], self) => apply('neg', apply('mul', a!, self))],
    compose: (tf, a) => tf.mul(composeBell(tf, tf.abs(a!)), PDF_AT_0),
    bounded: true,
    vanishes: true,
    swallowsNaN: true,
  },
};

/** e^(-c t^2), t >= 0. The square is rounded by up to t^2 / 2^53, all of which would be relative error; so split t. */
function expMinusProduct(t: number, c: number): number {
  // Beyond, it is 0; and an infinite t would make Infinity - Infinity.
  t = Math.min(t, 50);
  const head = Math.fround(t);
  return Math.exp(-c * head * head) * Math.exp(c * (head - t) * (head + t));
}

const upperErfc = (t: number) => expMinusProduct(t, 1) * scaledErfc(t);
/** 1 - normalCdf(t), t >= 0. The rounding of t / sqrt 2 does not matter to the slow factor. */
const upperTail = (t: number) => 0.5 * expMinusProduct(t, 0.5) * scaledErfc(t * SQRT_HALF);

/** e^(t^2) erfc(t), t >= 0, to 5e-16: a polynomial in y, which runs from -1 to 1, over 1 + 2t. */
function scaledErfc(t: number): number {
  const y = 1 - 6 / (t + 3);
  return SCALED_ERFC.reduceRight((sum, coefficient) => sum * y + coefficient, 0) / (1 + 2 * t);
}

// Interpolates (1 + 2t) e^(t^2) erfc(t) at Chebyshev points in y = (t - 3)/(t + 3), computed with mpmath; to 17 places.
const SCALED_ERFC = [
  1.2530080582697296, -0.13562110612458117, -0.04756229435342038, 0.1296451587027594, -0.11927366341676002,
  0.0683080273440099, -0.02377051489153008, 0.00252939181569397, 0.00188869009774415, -0.00077983226965433,
  -0.00010515831297813, 0.00012509934245837, 4.94412434222e-6, -2.010054226853e-5, -7.1878838344e-7, 3.47237094498e-6,
  3.3669790806e-7, -6.1660114604e-7, -1.2054142286e-7, 1.0183620604e-7, 2.784388127e-8, -1.331291966e-8, -3.18135414e-9,
  9.8625335e-10,
];

/** Maclaurin's series, for |a| < 1/2. */
function erfSeries(a: number): number {
  let power = 1;
  let sum = 1;
  for (let n = 1; n < 13; n++) {
    power *= (-a * a) / n;
    sum += power / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * a * sum;
}

// In float32, of stock ops: theirs for erf is off by 1.5e-7 on some backends, which is all of erfc(4).

/** e^(-t^2/2), t >= 0: a head of 12 bits (Veltkamp), whose square is exact, and the rest. */
function composeBell(tf: Tf, t: Tensor): Tensor {
  // Beyond, it is 0 in float32, subnormal numbers included.
  const capped = tf.minimum(t, 15);
  const scaled = tf.mul(capped, 4097);
  const head = tf.sub(scaled, tf.sub(scaled, capped));
  const rest = tf.mul(tf.sub(head, capped), tf.add(head, capped));
  return tf.mul(tf.exp(tf.mul(tf.square(head), -0.5)), tf.exp(tf.mul(rest, 0.5)));
}

/** 1 - normalCdf(t), t >= 0: the density times Mills's ratio, which is a polynomial in 1/(t + 3.75). */
function composeTail(tf: Tf, t: Tensor): Tensor {
  const w = tf.reciprocal(tf.add(tf.minimum(t, 15), 3.75));
  return tf.mul(composeBell(tf, t), tf.mul(w, polynomial(tf, w, MILLS)));
}
const MILLS = [
  0.399007288, 1.49061633, 5.40555051, 12.6167393, 95.709305, -285.200097, 2125.77755, -5457.18998, 4471.30007,
];

function composeErf(tf: Tf, a: Tensor): Tensor {
  const t = tf.mul(a, Math.SQRT2);
  const small = tf.mul(a, polynomial(tf, tf.square(tf.clipByValue(a, -1, 1)), ERF));
  const large = tf.mul(tf.sign(a), tf.sub(1, tf.mul(composeTail(tf, tf.abs(t)), 2)));
  return tf.where(tf.less(tf.abs(a), 0.7), small, large);
}
const ERF = [1.12837917, -0.376126285, 0.112835454, -0.0268447483, 0.00513883503, -0.000695498293];

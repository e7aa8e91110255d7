/** Exponential, logarithm, trigonometric and hyperbolic functions. */

import type {Tensor, Tf} from '../../tf';
import type {Primitive} from './primitive';

export type ElementaryName = 'exp' | 'expm1' | 'log' | 'log1p' | 'tanh' | 'sin' | 'cos';

/** Beyond it there is nothing but what stands for an infinite x (see interpret.ts), and that has no sine. */
const OSCILLATES_BELOW = 1e50;

const oscillating =
  (f: (a: number) => number): Primitive['reference'] =>
  a =>
    Math.abs(a!) < OSCILLATES_BELOW ? f(a!) : NaN;

export const ELEMENTARY: Readonly<Record<ElementaryName, Primitive>> = {
  exp: {
    reference: a => Math.exp(a!),
    derivative: [(_, __, self) => self],
    compose: (tf, a) => tf.exp(a!),
    vanishes: true,
  },
  /** e^x - 1 without the cancellation at small x. */
  expm1: {
    reference: a => Math.expm1(a!),
    derivative: [({apply}, [a]) => apply('exp', a!)],
    compose: (tf, a) => composeExpm1(tf, a!),
  },
  log: {
    reference: a => Math.log(a!),
    derivative: [({apply, constant}, [a]) => apply('div', constant(1), a!)],
    compose: (tf, a) => tf.log(a!),
  },
  /** ln(1 + x) without the rounding of 1 + x. */
  log1p: {
    reference: a => Math.log1p(a!),
    derivative: [({apply, constant}, [a]) => apply('div', constant(1), apply('add', constant(1), a!))],
    compose: (tf, a) => composeLog1p(tf, a!),
  },
  tanh: {
    reference: a => Math.tanh(a!),
    derivative: [
      ({apply, constant}, [a]) => apply('mul', constant(4), apply('logisticBell', apply('mul', constant(2), a!))),
    ],
    compose: (tf, a) => composeTanh(tf, a!),
    bounded: true,
  },
  /** NaN at +-Infinity, where there is no limit. */
  sin: {
    reference: oscillating(Math.sin),
    derivative: [({apply}, [a]) => apply('cos', a!)],
    compose: (tf, a) => composeSine(tf, a!, 0),
    bounded: true,
  },
  /** NaN at +-Infinity, where there is no limit. */
  cos: {
    reference: oscillating(Math.cos),
    derivative: [({apply}, [a]) => apply('neg', apply('sin', a!))],
    compose: (tf, a) => composeSine(tf, a!, 1),
    bounded: true,
  },
};

/**
 * ln(1 + t). Stock log1p is log(1 + t) on wasm and GPUs: 0 for small t. What 1 + t = u was rounded by is made good by
 * t / (u - 1) (Kahan); that is safe here, where each step is a kernel of its own that no compiler sees through. GPUs' log
 * is off near 1: there by its series in s = t / (2 + t), |s| <= 1/3, whose first term left out is below half an ULP.
 */
export function composeLog1p(tf: Tf, t: Tensor): Tensor {
  if (ACCURATE.has(tf.getBackend())) return tf.log1p(t);
  if (ON_GPU.has(tf.getBackend())) {
    const s = tf.div(t, tf.add(t, 2));
    const near = tf.mul(s, polynomial(tf, tf.square(s), [2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11, 2 / 13, 2 / 15]));
    return tf.where(tf.less(tf.abs(s), 0.334), near, tf.log(tf.add(t, 1)));
  }
  const u = tf.add(t, 1);
  const rest = tf.sub(u, 1);
  const exact = tf.logicalOr(tf.equal(rest, 0), tf.equal(u, Infinity));
  return tf.where(exact, t, tf.mul(tf.log(u), tf.div(t, rest)));
}
const ACCURATE: ReadonlySet<string> = new Set(['cpu', 'tensorflow']);
const ON_GPU: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

/**
 * tf.expm1 is e^t - 1 on GPUs, whose tanh is no better: there a polynomial near 0, Taylor's, beyond whose last term
 * 0.35^8 / 9! is below half an ULP. wasm has no kernel for it, but a good tanh: tanh(t/2) (e^t + 1) does not cancel.
 */
function composeExpm1(tf: Tf, t: Tensor): Tensor {
  if (ON_GPU.has(tf.getBackend())) {
    const terms = [1, 2, 6, 24, 120, 720, 5040, 40320].map(factorial => 1 / factorial);
    return tf.where(tf.less(tf.abs(t), 0.35), tf.mul(t, polynomial(tf, t, terms)), tf.sub(tf.exp(t), 1));
  }
  if (tf.getKernel('Expm1', tf.getBackend())) return tf.expm1(t);
  return tf.mul(tf.tanh(tf.mul(t, 0.5)), tf.add(tf.exp(t), 1));
}

/** tf.tanh cancels near 0 on GPUs; -m / (2 + m) with m = e^-2|t| - 1 does not. */
function composeTanh(tf: Tf, t: Tensor): Tensor {
  if (!ON_GPU.has(tf.getBackend())) return tf.tanh(t);
  const m = composeExpm1(tf, tf.mul(tf.abs(t), -2));
  return tf.div(tf.mul(tf.sign(t), tf.neg(m)), tf.add(m, 2));
}

/**
 * sin(a), or cos(a) a quarter of a turn further. Stock ones are off by 3e-7 on wasm, and more on GPUs. The remainder of
 * a by quarter turns is taken in three steps (Cody and Waite), exact each to a thousand turns; no compiler sees them.
 */
function composeSine(tf: Tf, a: Tensor, quarters: number): Tensor {
  if (ACCURATE.has(tf.getBackend())) return quarters ? tf.cos(a) : tf.sin(a);
  const turns = tf.floor(tf.add(tf.mul(a, 2 / Math.PI), 0.5));
  let r = a;
  for (const part of [1.5703125, 4.83751297e-4, 7.54953362e-8, 2.56334407e-12]) r = tf.sub(r, tf.mul(turns, part));
  const u = tf.square(r);
  const sine = tf.add(r, tf.mul(tf.mul(r, u), polynomial(tf, u, [-0.166666538, 0.00833210628, -0.000195078814])));
  const cosine = tf.add(
    tf.sub(1, tf.mul(u, 0.5)),
    tf.mul(tf.square(u), polynomial(tf, u, [0.0416666456, -0.00138873048, 2.44314251e-5])),
  );
  // Which of the four quarters: odd ones take the cosine, the upper two the minus sign.
  const quarter = tf.add(turns, quarters);
  const half = tf.floor(tf.mul(quarter, 0.5));
  const odd = tf.greater(tf.sub(quarter, tf.mul(half, 2)), 0.5);
  const upper = tf.sub(half, tf.mul(tf.floor(tf.mul(half, 0.5)), 2));
  return tf.mul(tf.where(odd, cosine, sine), tf.sub(1, tf.mul(upper, 2)));
}

export const polynomial = (tf: Tf, x: Tensor, coefficients: readonly number[]): Tensor =>
  coefficients.slice(0, -1).reduceRight<Tensor>(
    (sum, coefficient) => tf.add(tf.mul(sum, x), coefficient),
    // With its dtype: tf.js 4.0 cannot fill on wasm without one.
    tf.fill(x.shape, coefficients.at(-1)!, 'float32'),
  );

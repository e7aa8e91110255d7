/**
 * The table of primitives: all that a definition can be made of. One record each: its derivative, its reference in
 * JavaScript (float64), how it is composed of stock ops, and what the emitters must know about it.
 */

import type {Tensor, Tf} from '../tf';
import type {Node} from './graph';

export type PrimitiveName =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'abs'
  | 'sign'
  | 'square'
  | 'sqrt'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'softplus'
  | 'sigmoid'
  | 'logisticBell'
  | 'logisticEntropy'
  | 'tanh'
  | 'maximum'
  | 'minimum'
  | 'greater'
  | 'greaterEqual'
  | 'less'
  | 'lessEqual'
  | 'where';

export interface Primitive {
  /** Float64 reference; also folds constants. */
  readonly reference: (...args: number[]) => number;
  /** Partial derivative for each argument, as a graph. `self` is the node itself, for reuse. */
  readonly derivative: readonly Partial[];
  /** The same of stock tf.js ops, float32 tensors in and out (conditions are bool tensors). */
  readonly compose: (tf: Tf, ...args: Tensor[]) => Tensor;
  /** The result is finite whatever the arguments. */
  readonly bounded?: true;
  /** The result reaches 0 faster than any power of its argument grows: 0 times infinity is then 0, the limit. */
  readonly vanishes?: true;
  /** The result is a condition: NaN does not pass through it. */
  readonly condition?: true;
  /** A stock op of some backend returns a number for NaN (max(NaN, 0) is 0 on GPUs), so NaN must be put back. */
  readonly swallowsNaN?: true;
}

/** Builds nodes: what graph.ts offers, handed in because it needs this table itself. */
export interface Build {
  readonly apply: (op: PrimitiveName, ...args: Node[]) => Node;
  readonly constant: (value: number) => Node;
}
type Partial = (build: Build, args: readonly Node[], self: Node) => Node;

const number =
  (value: number): Partial =>
  ({constant}) =>
    constant(value);

/** Which piece a comparison is on does not change continuously: its derivative is 0, and `where` selects. */
const comparison = (reference: (a: number, b: number) => boolean, compose: Primitive['compose']) =>
  ({
    reference: (a, b) => Number(reference(a!, b!)),
    derivative: [number(0), number(0)],
    compose,
    condition: true,
  }) as Primitive;

/** max(t, 0) + log1p(e^-|t|): no overflow for large t, no cancellation for t < 0, NaN and infinities right. */
function composeSoftplus(tf: Tf, t: Tensor): Tensor {
  return tf.add(tf.maximum(t, 0), composeLog1p(tf, tf.exp(tf.neg(tf.abs(t)))));
}

/**
 * ln(1 + t). Stock log1p is log(1 + t) on wasm and GPUs: 0 for small t. What 1 + t = u was rounded by is made good by
 * t / (u - 1) (Kahan); that is safe here, where each step is a kernel of its own that no compiler sees through.
 */
function composeLog1p(tf: Tf, t: Tensor): Tensor {
  if (ACCURATE_LOG1P.has(tf.getBackend())) return tf.log1p(t);
  const u = tf.add(t, 1);
  const rest = tf.sub(u, 1);
  const exact = tf.logicalOr(tf.equal(rest, 0), tf.equal(u, Infinity));
  return tf.where(exact, t, tf.mul(tf.log(u), tf.div(t, rest)));
}
const ACCURATE_LOG1P: ReadonlySet<string> = new Set(['cpu', 'tensorflow']);

/** tf.expm1, or where a backend has no kernel for it (wasm), tanh(t/2) (e^t + 1), which has no cancellation either. */
function composeExpm1(tf: Tf, t: Tensor): Tensor {
  if (tf.getKernel('Expm1', tf.getBackend())) return tf.expm1(t);
  return tf.mul(tf.tanh(tf.mul(t, 0.5)), tf.add(tf.exp(t), 1));
}

export const PRIMITIVES: Readonly<Record<PrimitiveName, Primitive>> = {
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
  /** ln(1 + e^x). */
  softplus: {
    reference: a => Math.max(a!, 0) + Math.log1p(Math.exp(-Math.abs(a!))),
    derivative: [({apply}, [a]) => apply('sigmoid', a!)],
    compose: (tf, a) => composeSoftplus(tf, a!),
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
  tanh: {
    reference: a => Math.tanh(a!),
    derivative: [
      ({apply, constant}, [a]) => apply('mul', constant(4), apply('logisticBell', apply('mul', constant(2), a!))),
    ],
    compose: (tf, a) => tf.tanh(a!),
    bounded: true,
  },
  /** The larger one; at a tie the derivative is b's, as in `a > b ? a : b`. */
  maximum: {
    reference: (a, b) => Math.max(a!, b!),
    derivative: [
      ({apply, constant}, [a, b]) => apply('where', apply('greater', a!, b!), constant(1), constant(0)),
      ({apply, constant}, [a, b]) => apply('where', apply('greater', a!, b!), constant(0), constant(1)),
    ],
    compose: (tf, a, b) => tf.maximum(a!, b!),
    swallowsNaN: true,
  },
  /** The smaller one; at a tie the derivative is b's. */
  minimum: {
    reference: (a, b) => Math.min(a!, b!),
    derivative: [
      ({apply, constant}, [a, b]) => apply('where', apply('less', a!, b!), constant(1), constant(0)),
      ({apply, constant}, [a, b]) => apply('where', apply('less', a!, b!), constant(0), constant(1)),
    ],
    compose: (tf, a, b) => tf.minimum(a!, b!),
    swallowsNaN: true,
  },
  greater: comparison(
    (a, b) => a > b,
    (tf, a, b) => tf.greater(a!, b!),
  ),
  greaterEqual: comparison(
    (a, b) => a >= b,
    (tf, a, b) => tf.greaterEqual(a!, b!),
  ),
  less: comparison(
    (a, b) => a < b,
    (tf, a, b) => tf.less(a!, b!),
  ),
  lessEqual: comparison(
    (a, b) => a <= b,
    (tf, a, b) => tf.lessEqual(a!, b!),
  ),
  /** condition ? a : b. `derive` differentiates both branches under the same condition; these partials are not used. */
  where: {
    reference: (condition, a, b) => (condition ? a! : b!),
    derivative: [number(0), number(1), number(1)],
    compose: (tf, condition, a, b) => tf.where(condition!, a!, b!),
  },
};

/**
 * Elementary functions in two float64 lanes. Their relative error is below 1e-13, tails included, since results are
 * multiplied by large x and subtracted from each other before they are rounded to float32. Coefficients are minimax
 * fits by Remez's algorithm at 60 digits, shortened; their relative error stands beside each.
 *
 * Arguments may be as large as powers of 1e60, which stands for infinity. NaN need not be kept: it is put back at the end.
 */

import type {Value} from './lanes';

/** Adding it rounds to an integer, which then stands in the lowest bits. */
const ROUND = 1.5 * 2 ** 52;
/** The exponents -1023 and 1023: e^a is 0 at the first, so that 0 times what stands for infinity is 0, and finite at the other. */
const EXP_RANGE = [-709.1, 709];
/** ln 2 in two parts; an exponent times the first is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** 1 / sqrt(2 pi) */
const NORMAL = 0.3989422804014327;

/** (2^f - 1) / f for |f| <= 1/2; 8.6e-14 */
const EXP2_FIRST = 0.6931471805599377;
const EXP2 = [
  0.24022650695814, 0.05550410866574, 0.0096181291592, 0.0013333557984, 0.0001540345603, 1.5252812e-5, 1.325518e-6,
  1.0178e-7,
];
/** 2 atanh(s) / s in s^2 <= 1/9; 7.5e-14 */
const ATANH = [
  1.99999999999987, 0.666666666816, 0.39999997209, 0.2857162702, 0.2221532292, 0.183110667, 0.14064045, 0.2008546,
];
/** (sin(r) / r - 1) / z and (cos(r) - 1 + z/2) / z^2 in z = r^2, |r| <= pi/4; 1e-14 and 5e-15 */
const SIN = [-0.16666666666632, 0.00833333332535, -0.00019841263854, 2.7555363e-6, -2.4762e-8];
const COS = [0.0416666666666, -0.00138888888787, 2.480158114e-5, -2.755559e-7, 2.0649e-9];
/** pi / 2 in three parts; an integer below 2^20 times one of the first two is exact. */
const HALF_PI = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21];
/** erf(a) / a in a^2 <= 1/4; 2e-14 */
const ERF = [
  1.1283791670955, -0.3761263890315, 0.1128379166792, -0.026866169675, 0.005223962381, -0.00085470228, 0.0001199324,
  -1.337e-5,
];
/** Mills's ratio Phi(-t) / phi(t) for 0 <= t <= 39, as a quotient of which all terms are positive; 2.5e-14 */
const MILLS_OVER = [
  82391.178928783, 115438.00672875, 79919.04630824, 34712.86069184, 10227.510161005, 2083.6267463164, 286.7008298658,
  24.46571423479, 1.00000000011136,
];
const MILLS_UNDER = [
  65738.649613623, 144558.05687337, 146237.49007777, 89582.41388635, 36747.601833934, 10512.208877746, 2108.092529982,
  287.70082834846, 24.465714254345, 1,
];

/** By Estrin's scheme, of the shortest chains: what these kernels wait for is mostly one result after the other. */
function polynomial(z: Value, coefficients: readonly number[]): Value {
  let terms = coefficients.map(each => z.lanes.constant(each));
  for (let power = z; terms.length > 1; power = power.mul(power)) {
    terms = terms.flatMap((term, i) => (i % 2 ? [] : terms[i + 1] ? terms[i + 1]!.mulAdd(power, term) : term));
  }
  return terms[0]!;
}

/**
 * e^a = 2^n 2^f: 2^n, and 2^f - 1, which keeps its relative accuracy near 0. `negative`: a is never above 0. Rounding
 * a / ln 2 costs |a| / 2 units in the last place of float64, some 1e-14 where float32 underflows.
 */
function split(a: Value, negative: boolean): [Value, Value] {
  const above = a.quickMax(EXP_RANGE[0]!);
  const binary = (negative ? above : above.quickMin(EXP_RANGE[1]!)).mul(Math.LOG2E);
  const rounded = binary.add(ROUND);
  const f = binary.sub(rounded.sub(ROUND));
  return [rounded.shiftLeft(52).addInt(1), f.mul(f).mulAdd(polynomial(f, EXP2), f.mul(EXP2_FIRST))];
}

export function exp(a: Value, negative = false): Value {
  const [scale, rest] = split(a, negative);
  return scale.mulAdd(rest, scale);
}

export function expm1(a: Value, negative = false): Value {
  const [scale, rest] = split(a, negative);
  return scale.mulAdd(rest, scale.sub(1));
}

/** e^-|a|, at most 1: what all logistic functions are made of, so that nothing overflows or cancels. */
export const decay = (a: Value): Value => exp(a.or(-0), true);

/** 1 / (1 + e^-|a|) */
export const complement = (a: Value): Value => a.lanes.constant(1).div(decay(a).add(1));

/** ln(1 + e) for -1/2 <= e <= 1, as 2 atanh(e / (2 + e)): no rounding of 1 + e. */
export const log1pUnit = (e: Value): Value => logOfQuotient(e.div(e.add(2)));
const logOfQuotient = (s: Value): Value => s.mul(polynomial(s.mul(s), ATANH));

export function log(a: Value): Value {
  // a = 2^n m with m between sqrt(1/2) and sqrt(2), so that ln m has its full accuracy around a = 1.
  const n = a.subInt(Math.SQRT1_2).shiftRight(52);
  const m = a.subInt(n.shiftLeft(52));
  const exponent = n.addInt(ROUND).sub(ROUND);
  const low = logOfQuotient(m.sub(1).div(m.add(1))).add(exponent.mul(LN2_LOW));
  const finite = exponent.mul(LN2_HIGH).add(low);
  // Infinity is its own logarithm, 0 has -Infinity, and what is negative has none.
  const large = a.select(finite, a.equal(Infinity));
  return a.lanes.constant(-Infinity).select(large, a.equal(0)).or(a.less(0));
}

/** ln u, u = 1 + a, with what the rounding of u has lost put back to first order. */
export function log1p(a: Value): Value {
  const u = a.add(1);
  const lost = a.sub(u.sub(1)).div(u);
  // At u = 0 and Infinity nothing is lost, and the quotient is NaN.
  return log(u).add(lost.and(u.greater(0)).and(u.less(Infinity)));
}

/**
 * tanh|a| = -m / (2 + m) with m = e^-2|a| - 1 <= 0: accurate near 0, and 1 for large |a|. By the reciprocal that
 * sigmoid(2a) has too.
 */
export function tanh(a: Value): Value {
  const twice = a.mul(2);
  return expm1(twice.or(-0), true).mul(complement(twice)).abs().withSign(a);
}

/** The module's functions 3 and 4, which ask JavaScript's own sine and cosine where this one's reduction fails. */
export const sin = (a: Value): Value => trigonometric(a, 0).unless(isFar(a), 3, a);
export const cos = (a: Value): Value => trigonometric(a, 1).unless(isFar(a), 4, a);
export const isFar = (a: Value): Value => a.abs().greater(1e6);

function trigonometric(a: Value, quarterTurns: number): Value {
  const one = a.lanes.constant(2 ** -1074);
  const rounded = a.mul(2 / Math.PI).add(ROUND);
  const n = rounded.sub(ROUND);
  const r = HALF_PI.reduce((rest, part) => rest.sub(n.mul(part)), a);
  const z = r.mul(r);
  const sine = r.add(r.mul(z).mul(polynomial(z, SIN)));
  const cosine = z
    .mul(-0.5)
    .add(1)
    .add(z.mul(z).mul(polynomial(z, COS)));
  const quadrant = quarterTurns ? rounded.addInt(one) : rounded;
  const odd = quadrant.and(one).equalInt(one);
  return cosine.select(sine, odd).xor(quadrant.shiftLeft(62).and(-0));
}

export const normalPdf = (a: Value): Value => exp(a.mul(a).mul(-0.5), true).mul(NORMAL);

/** Phi(-|a|) as density times Mills's ratio: the tail does not cancel, and the other side is 1 minus it. */
export function normalCdf(a: Value): Value {
  const tail = normalPdf(a).mul(mills(a.abs()));
  return tail.select(tail.neg().add(1), a.less(0));
}

export function erfc(a: Value): Value {
  const tail = erfcTail(a);
  return tail.neg().add(2).select(tail, a.less(0));
}

/** erfc|a| = 2 Phi(-|a| sqrt 2) */
const erfcTail = (a: Value): Value =>
  exp(a.mul(a).neg(), true)
    .mul(2 * NORMAL)
    .mul(mills(a.abs().mul(Math.SQRT2)));

export function erf(a: Value): Value {
  // 1 - erfc cancels near 0.
  const near = a.mul(polynomial(a.mul(a), ERF));
  const far = erfcTail(a).neg().add(1).withSign(a);
  return near.select(far, a.abs().less(0.5));
}

function mills(t: Value): Value {
  const inside = t.quickMin(39);
  // Two polynomials keep each other company; Estrin's scheme would need more registers than there are.
  const horner = (terms: readonly number[]) =>
    terms.map(term => t.lanes.constant(term)).reduceRight((sum, term) => sum.mulAdd(inside, term));
  return horner(MILLS_OVER).div(horner(MILLS_UNDER));
}

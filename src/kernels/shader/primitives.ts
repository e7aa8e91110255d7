/**
 * How each primitive is written in a shader, in the language of library.ts. $0, $1, $2 are the values of its arguments, $c
 * the first one as a condition. Of the first argument, a, there is besides: $h its value and $m what rounding took from it
 * ($l the same, but 0 where a is too large for an exponent); $n and $r, with e^a = (1 + $r) 2^$n; $e = e^-|a|,
 * $d = e^-|2a|, $g = e^(-a^2/2); $t the upper tail of the normal distribution at |a|, $u = erfc |a|; $p is a of twice the
 * digits.
 */

import type {PrimitiveName} from '../../expr/primitives';
import {literal} from './library';

/** Written as conditions: COMPARISONS. */
type Comparison = 'greater' | 'greaterEqual' | 'less' | 'lessEqual';

export const WRITERS: Readonly<Record<Exclude<PrimitiveName, Comparison>, string>> = {
  add: '$0 + $1',
  sub: '$0 - $1',
  mul: '$0 * $1',
  div: '$0 / $1',
  neg: '-$0',
  abs: 'abs($0)',
  sign: 'sel(gt($0, V(0.)), V(1.), V(-1.))',
  square: '$0 * $0',
  precise: '$p',
  hypot: 'hypotOf(abs($0), abs($1))',
  sqrt: 'sqrt($0)',
  rsqrt: 'V(1.) / sqrt($0)',

  exp: 'expFull($h, $r, $n)',
  expm1: 'expm1($h, $r, $n)',
  log: 'logOf($0)',
  log1p: 'log1pOf($0)',
  tanh: 'tanhOf($0, $d)',
  sin: 'wave($h, $m, turns($h), V(0.))',
  cos: 'wave($h, $m, turns($h), V(1.))',

  softplus: 'softplusOf($h, $l, $e)',
  sigmoid: 'sigmoidOf($h, $e)',
  logisticBell: 'bellOf($e)',
  logisticEntropy: 'entropyOf($h, $e)',

  erf: 'erfOf($h, $u)',
  erfc: 'erfcOf($h, $u)',
  normalCdf: 'cdfOf($h, $t)',
  normalPdf: `$g * ${literal(1 / Math.sqrt(2 * Math.PI))}`,

  maximum: 'max($0, $1)',
  minimum: 'min($0, $1)',
  where: 'sel($c, $1, $2)',
};

/** Of -1/2 to 0: as of e^-|x| - 1, halved. */
export const LOG1P_BELOW = 'log1pBelow($0)';

/** mish's factor, tanh of softplus of a, as a ratio of polynomials in one exponential. */
export const TANH_SOFTPLUS = 'tanhSoftplus($h, $e)';

/** As conditions, not as the numbers 1 and 0. */
export const COMPARISONS: {readonly [op: string]: string | undefined} = {
  greater: 'gt($0, $1)',
  greaterEqual: 'ge($0, $1)',
  less: 'lt($0, $1)',
  lessEqual: 'le($0, $1)',
};

/** The sign of an input, by its bits: a GPU takes numbers below the normal range for 0. Neither zero has one. */
export const SIGNS: {readonly [op: string]: string | undefined} = {
  greater: 'gti(asI($0), I(0))',
  greaterEqual: 'gti(asI($0) - I(1), I(-2))',
  less: 'lti(asI($0) - I(1), I(-1))',
  lessEqual: 'lti(asI($0), I(1))',
};

/**
 * Two inputs, by their bits for the same reason: beside a sign that is right, a comparison that takes x for 0 would choose
 * pieces that do not belong together.
 */
export const ORDERS: {readonly [op: string]: string | undefined} = {
  greater: 'gti(order($0), order($1))',
  greaterEqual: 'gti(order($0) + I(1), order($1))',
  less: 'lti(order($0), order($1))',
  lessEqual: 'lti(order($0), order($1) + I(1))',
};

/**
 * Those that vanish faster than float32 reaches, and the argument below which they are about to: there they are kept times
 * 2^64 where they are a factor of something larger. So far below, 1 + 2^64 e^a is 1 still. `even`: above minus it too.
 */
export const LIFTS: {readonly [op: string]: {readonly below: number; readonly even?: true} | undefined} = {
  exp: {below: -70},
  softplus: {below: -70},
  sigmoid: {below: -70},
  logisticBell: {below: -70, even: true},
  logisticEntropy: {below: -70, even: true},
  normalCdf: {below: -12},
  normalPdf: {below: -12, even: true},
};

/** Where pieces of a function meet, found from the function itself, and what its derivatives do there. */

import type {Curve, Real} from './curve';

export interface Kink {
  readonly x: number;
  /** 0 where the function itself jumps, 1 where its derivative does, 2 and 3 the second and third. */
  readonly order: 0 | 1 | 2 | 3;
  /** What jumps: its limits from both sides, and its value at x. */
  readonly left: number;
  readonly at: number;
  readonly right: number;
}

const [FROM, TO, STEPS] = [-12, 12, 1200];

/** In order. What the third derivative has no jump in is no kink: branches that are there for their digits only. */
export function kinks({derivatives, switches}: Curve): Kink[] {
  const places = [...new Set(switches.flatMap(zeros))].sort((a, b) => a - b);
  return places.flatMap(x => {
    for (const order of [0, 1, 2, 3] as const) {
      const f = derivatives[order];
      const [left, right] = [limit(f, x, -1), limit(f, x, 1)];
      if (Math.abs(right - left) > 1e-5 * (1 + Math.abs(left))) return [{x, order, left, at: f(x), right}];
    }
    return [];
  });
}

/** The limit from one side: f is smooth there, so a line through two points beside x. */
function limit(f: Real, x: number, side: 1 | -1): number {
  const h = side * 1e-5 * Math.max(1, Math.abs(x));
  return tidy(2 * f(x + h) - f(x + 2 * h));
}

/** What an error of 1e-9 or so made of a number with few digits. */
const tidy = (value: number): number => {
  const short = Number(value.toPrecision(7));
  return Math.abs(short) < 1e-8 ? 0 : short;
};

/** Where `f` changes its sign, or leaves 0. */
function zeros(f: Real): number[] {
  const found: number[] = [];
  let [previous, before] = [FROM, f(FROM)];
  for (let i = 1; i <= STEPS; i++) {
    const x = FROM + (i * (TO - FROM)) / STEPS;
    const value = f(x);
    // At a step itself, as nearly all of them are: 0 within rounding.
    if (Math.abs(value) < 1e-12) found.push(snap(x));
    else if (before * value < 0 && Math.abs(before) > 1e-12) found.push(snap(bisect(f, previous, x)));
    [previous, before] = [x, value];
  }
  return found.length > 20 ? [] : found;
}

function bisect(f: Real, low: number, high: number): number {
  const sign = f(low);
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) * sign > 0) low = middle;
    else high = middle;
  }
  return high;
}

const snap = (x: number): number => Number(x.toFixed(9)) + 0;

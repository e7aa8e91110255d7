/** What a function comes close to far out. */

import type {Curve, Real} from './curve';
import {symbolOf, type Entry} from './entry';

/** Stands for infinity, as in the interpreter of src/kernels: every limit comes out by itself. */
const FAR = 1e60;

export interface Limits {
  /** Of the function and of its derivative, towards -Infinity and +Infinity; NaN where there is none. */
  readonly value: readonly [number, number];
  readonly slope: readonly [number, number];
}

export function limits({derivatives: [f, slope]}: Curve): Limits {
  const far = (g: (x: number) => number) => [finish(g(-FAR)), finish(g(FAR))] as const;
  return {value: far(f), slope: far(slope)};
}

const finish = (value: number): number => {
  if (Math.abs(value) > 1e30) return value > 0 ? Infinity : -Infinity;
  return Math.abs(value) < 1e-30 ? 0 : value;
};

/**
 * The asymptotes as TeX, null where there are none: from the notes for fixtures, and where these say nothing short, the
 * line that the function is close to with the parameters it is given.
 */
export function asymptotes(entry: Entry, {derivatives: [f, slope]}: Curve): readonly [string | null, string | null] {
  const {limits: said = [null, null]} = entry.oracle ?? {};
  const [minus, plus] = ([-1, 1] as const).map(
    (side, i) => (said[i] && toTex(entry, said[i])) ?? lineTo(f, slope, side),
  );
  return [minus!, plus!];
}

/** `x`, `-0.3 x`, `x - 0.693147`, or null if f comes close to no line. */
function lineTo(f: Real, slope: Real, side: 1 | -1): string | null {
  const steep = finish(slope(side * FAR));
  if (!Number.isFinite(steep)) return null;
  const [near, far] = [1e5, 1e6].map(x => f(side * x) - steep * side * x);
  if (!(Math.abs(near! - far!) < 1e-4)) return null;
  const [m, c] = [Number(steep.toPrecision(5)), Number(far!.toFixed(4))];
  if (!m) return String(c + 0);
  const rest = c ? ` ${c < 0 ? '-' : '+'} ${Math.abs(c)}` : '';
  return `${m === 1 ? '' : m === -1 ? '-' : `${m} `}x${rest}`;
}

/** A sum of products of names and numbers, in Python's words. */
function toTex(entry: Entry, source: string): string | null {
  const python = source.replaceAll('mp.', '');
  const {params} = entry.definition;
  const known = (name: string) => name === 'x' || Object.hasOwn(params, name);
  const tokens = python.match(/[A-Za-z]\w*|\d+(?:\.\d+)?|\S/g) ?? [];
  const words = tokens.filter(token => /^[A-Za-z]/.test(token));
  if (/\*\*|,/.test(python) || !words.every(word => known(word) || word === 'log')) return null;
  return tokens
    .map(token => {
      if (token === 'log') return '\\ln';
      if (token === '*') return '';
      return /^[A-Za-z]/.test(token) && token !== 'x' ? symbolOf(entry, token) : token;
    })
    .join(' ')
    .replace(/(\([^()]*\)|\S+) \/ (\S+)/g, (_, over: string, under: string) => {
      return `\\tfrac{${over.replace(/^\( | \)$/g, '')}}{${under}}`;
    })
    .replace(/ {2,}/g, ' ')
    .replace('x x', 'x^2')
    .replace(/^- /, '-')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')');
}

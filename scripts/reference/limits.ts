/** What a function comes close to far out. */

import type {Curve} from './curve';
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

/** The asymptotes as TeX, from the notes for fixtures; null where they say nothing, or nothing that is short. */
export function asymptotes(entry: Entry): readonly [string | null, string | null] {
  const [minus, plus] = entry.oracle?.limits ?? [null, null];
  return [minus && toTex(entry, minus), plus && toTex(entry, plus)];
}

/** A sum of products of names and numbers, in Python's words. */
function toTex(entry: Entry, python: string): string | null {
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
    .replace(/(\S+) \/ (\S+)/g, '\\tfrac{$1}{$2}')
    .replace(/^- /, '-')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')')
    .replace(/ {2,}/g, ' ');
}

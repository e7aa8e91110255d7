/** Computes a formula that was parsed: what holds the formulas of the reference to the functions themselves. */

import {PRIMITIVES} from '../../../src/expr/primitives';
import type {Formula, Tex} from './parse';

type Numbers = Readonly<Record<string, number>>;

/** The value of a formula, given those of its symbols by their TeX: `{x: 1, '\\alpha': 2}`. */
export function evaluateFormula({value, where}: Formula, symbols: Numbers): number {
  const known: Record<string, number> = {...symbols};
  // A definition may use those that stand after it.
  for (const [name, body] of [...where].reverse()) known[name] = evaluate(body, known);
  return evaluate(value, known);
}

function evaluate(tex: Tex, symbols: Numbers): number {
  switch (tex.kind) {
    case 'number':
      return tex.value;
    case 'symbol': {
      if (!Object.hasOwn(symbols, tex.name)) {
        throw new Error(`A formula uses ${tex.name}, which is none of ${Object.keys(symbols).join(' ')}`);
      }
      return symbols[tex.name]!;
    }
    case 'apply': {
      const f = FUNCTIONS[tex.name];
      if (!f) throw new Error(`A formula uses ${tex.name}, which cannot be computed`);
      return f(...tex.args.map(arg => evaluate(arg, symbols)));
    }
    case 'cases': {
      const row = tex.rows.find(({condition}) => !condition || evaluate(condition, symbols));
      if (!row) throw new Error('No case of a formula holds');
      return evaluate(row.value, symbols);
    }
    case 'chain': {
      const terms = tex.terms.map(term => evaluate(term, symbols));
      return Number(tex.relations.every((relation, i) => RELATIONS[relation]!(terms[i]!, terms[i + 1]!)));
    }
  }
}

const RELATIONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '\\le': (a, b) => a <= b,
  '\\ge': (a, b) => a >= b,
};

const FUNCTIONS: Readonly<Record<string, (...args: number[]) => number>> = {
  '+': (a, b) => a! + b!,
  '-': (a, b) => a! - b!,
  '*': (a, b) => a! * b!,
  '/': (a, b) => a! / b!,
  '^': (a, b) => a! ** b!,
  neg: a => -a!,
  abs: a => Math.abs(a!),
  sqrt: a => Math.sqrt(a!),
  ln: a => Math.log(a!),
  exp: a => Math.exp(a!),
  tanh: a => Math.tanh(a!),
  sech: a => 1 / Math.cosh(a!),
  sin: a => Math.sin(a!),
  cos: a => Math.cos(a!),
  sigma: a => 1 / (1 + Math.exp(-a!)),
  Phi: a => PRIMITIVES.normalCdf.reference(a!),
  varphi: a => Math.exp((-a! * a!) / 2) / Math.sqrt(2 * Math.PI),
  max: (...args) => Math.max(...args),
  min: (...args) => Math.min(...args),
  clamp: (a, low, high) => Math.min(Math.max(a!, low!), high!),
};

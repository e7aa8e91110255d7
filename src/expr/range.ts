/** Between which numbers the values of a node lie, from the ranges of its symbols: where float32 has room for them. */

import type {Node} from './graph';
import type {PrimitiveName} from './primitives';

export type Range = readonly [low: number, high: number];

/** Whatever the argument. What is not listed here or below may be anything. */
const OF_ALL: {readonly [op in PrimitiveName]?: Range} = {
  sign: [-1, 1],
  tanh: [-1, 1],
  sin: [-1, 1],
  cos: [-1, 1],
  erf: [-1, 1],
  erfc: [0, 2],
  sigmoid: [0, 1],
  logisticBell: [0, 0.25],
  logisticEntropy: [0, Math.LN2],
  normalCdf: [0, 1],
  normalPdf: [0, 0.4],
};

const among = (...values: number[]): Range => [Math.min(...values), Math.max(...values)];
const products = ([a, b]: Range, [c, d]: Range): Range => among(a * c, a * d, b * c, b * d);
/** Of a condition: 1 where it holds, 0 where it does not. */
const truth = (always: boolean, never: boolean): Range => [Number(always), Number(!never)];
const size = ([a, b]: Range): Range => [Math.max(0, a, -b), Math.max(-a, b)];

const RULES: {readonly [op in PrimitiveName]?: (a: Range, b: Range, c: Range) => Range} = {
  add: ([a, b], [c, d]) => [a + c, b + d],
  sub: ([a, b], [c, d]) => [a - d, b - c],
  mul: products,
  div: (a, [c, d]) => (c > 0 || d < 0 ? products(a, [1 / d, 1 / c]) : [-Infinity, Infinity]),
  neg: ([a, b]) => [-b, -a],
  precise: a => a,
  abs: size,
  square: a => products(size(a), size(a)),
  sqrt: ([a, b]) => (a >= 0 ? [Math.sqrt(a), Math.sqrt(b)] : [-Infinity, Infinity]),
  hypot: (a, b) => {
    const [[p, q], [r, s]] = [size(a), size(b)];
    return [Math.hypot(p, r), Math.hypot(q, s)];
  },
  maximum: ([a, b], [c, d]) => [Math.max(a, c), Math.max(b, d)],
  minimum: ([a, b], [c, d]) => [Math.min(a, c), Math.min(b, d)],
  greater: ([a, b], [c, d]) => truth(a > d, b <= c),
  greaterEqual: ([a, b], [c, d]) => truth(a >= d, b < c),
  less: ([a, b], [c, d]) => truth(b < c, a >= d),
  lessEqual: ([a, b], [c, d]) => truth(b <= c, a > d),
  where: ([never, always], [a, b], [c, d]) => {
    if (never === 1) return [a, b];
    return always === 0 ? [c, d] : [Math.min(a, c), Math.max(b, d)];
  },
  exp: ([a, b]) => [Math.exp(a), Math.exp(b)],
  expm1: ([a, b]) => [Math.expm1(a), Math.expm1(b)],
  softplus: ([, b]) => [0, Math.max(0, b) + 1],
};

/** NaN in a range, of 0 times Infinity say, is in no comparison true. */
export function ranges(ofSymbol: (name: string) => Range): (node: Node) => Range {
  const known = new Map<Node, Range>();
  const rangeOf = ({op, args, names, value}: Node): Range => {
    if (op === 'constant') return [value!, value!];
    if (op === 'symbol') return ofSymbol(names![0]!);
    const [a, b, c] = args.map(visit);
    const name = op as PrimitiveName;
    return OF_ALL[name] ?? RULES[name]?.(a!, b!, c!) ?? [-Infinity, Infinity];
  };
  const visit = (node: Node): Range => {
    let result = known.get(node);
    if (!result) known.set(node, (result = rangeOf(node)));
    return result;
  };
  return visit;
}

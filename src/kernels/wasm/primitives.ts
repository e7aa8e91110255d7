/** How each primitive is written in SIMD lanes. Arguments are numbers, but for the condition of `where`, a mask. */

import {topological, type Node} from '../../expr/graph';
import type {PrimitiveName} from '../../expr/primitives';
import {ranges} from '../../expr/range';
import type {Op, Value} from './lanes';
import * as math from './math';

type Writer = (a: Value, b: Value, c: Value) => Value;

/** Those that are one instruction of the same name have no entry. */
const WRITERS: Readonly<Record<Exclude<PrimitiveName, Op>, Writer>> & {readonly [op in Op]?: Writer} = {
  sign: a => a.lanes.constant(1).select(-1, a.greater(0)),
  square: a => a.mul(a),
  precise: a => a,
  hypot: (a, b) => a.mul(a).add(b.mul(b)).sqrt(),
  rsqrt: a => a.lanes.constant(1).div(a.sqrt()),
  exp: a => math.exp(a),
  expm1: a => math.expm1(a),
  log: math.log,
  log1p: math.log1p,
  softplus: a => a.quickMax(0).add(math.log1pUnit(math.decay(a))),
  sigmoid: a => a.lanes.constant(1).select(math.decay(a), a.greater(0)).mul(math.complement(a)),
  logisticBell: a => math.decay(a).mul(math.complement(a)).mul(math.complement(a)),
  logisticEntropy: a => math.log1pUnit(math.decay(a)).add(a.abs().mul(math.decay(a)).mul(math.complement(a))),
  tanh: math.tanh,
  sin: math.sin,
  cos: math.cos,
  erf: math.erf,
  erfc: math.erfc,
  normalCdf: math.normalCdf,
  normalPdf: math.normalPdf,
  maximum: (a, b) => a.extreme('Max', b),
  minimum: (a, b) => a.extreme('Min', b),
  where: (condition, a, b) => (b === b.lanes.constant(0) ? a.and(condition) : a.select(b, condition)),
};

export function writePrimitive(name: PrimitiveName, args: readonly Value[]): Value {
  const [a, b, c] = args;
  const writer = WRITERS[name];
  return writer ? writer(a!, b!, c!) : a![name as Op](...args.slice(1));
}

const ROUNDING: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'square']);
const CHOOSING: ReadonlySet<string> = new Set(['neg', 'abs', 'maximum', 'minimum']);
export const COMPARING: ReadonlySet<string> = new Set(['greater', 'greaterEqual', 'less', 'lessEqual', 'sign']);

/**
 * Whether float32 lanes give the same as float64 lanes rounded at the end: every result is exact or rounded once, and
 * what has been rounded is only chosen from, never computed with or compared.
 */
export function isRoundedOnce(outputs: readonly Node[]): boolean {
  const roundings = new Map<Node, number>();
  // Of symbols only x may be infinite.
  const rangeOf = ranges(name => (name === 'x' ? [-Infinity, Infinity] : [-1e99, 1e99]));
  const isBounded = (node: Node) => rangeOf(node).every(isFinite);
  for (const {op, args, value, node} of topological(outputs).map(node => ({...node, node}))) {
    const [first, ...rest] = args.map(arg => roundings.get(arg)!);
    const worst = Math.max(0, op === 'where' ? 0 : (first ?? 0), ...rest);
    let own = Infinity;
    if (op === 'symbol' || (op === 'constant' && Math.fround(value!) === value)) own = 0;
    else if (CHOOSING.has(op) || (op === 'where' && !first)) own = worst;
    // Half of a subnormal number is rounded, and twice that is still less than an ULP.
    else if (op === 'mul' && !first && isPowerOfTwo(args[0]!)) own = Math.max(worst, Number(isBelowOne(args[0]!)));
    // Infinity - Infinity is NaN; float64 has finite numbers in place of an infinite x.
    else if (ROUNDING.has(op) && (op === 'mul' || !args[1] || args.some(isBounded))) own = worst ? Infinity : 1;
    else if (COMPARING.has(op) && !worst) own = 0;
    roundings.set(node, own);
  }
  return outputs.every(output => roundings.get(output)! <= 1);
}

/** Constants are left factors. */
const isPowerOfTwo = ({op, value}: Node): boolean => op === 'constant' && Number.isInteger(Math.log2(Math.abs(value!)));
const isBelowOne = ({value}: Node): boolean => Math.abs(value!) < 1;

/** Whether a node's value, not only the choice between values, depends on x. */
export function xDependence(outputs: readonly Node[]): (node: Node) => boolean {
  const depends = new Set<Node>();
  for (const node of topological(outputs)) {
    const args = node.op === 'where' ? node.args.slice(1) : COMPARING.has(node.op) ? [] : node.args;
    if (node.names?.[0] === 'x' || args.some(arg => depends.has(arg))) depends.add(node);
  }
  return node => depends.has(node);
}

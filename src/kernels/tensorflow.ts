/**
 * TensorFlow in Node: its ops for large tensors, where its threads count, if the values let float32 do; otherwise the
 * WebAssembly kernels of the cpu backend, for which tensors are copied there and back.
 */

import {topological, withoutExplicit, type Node} from '../expr/graph';
import {outputsOf, type Program} from '../expr/program';
import {ranges, type Range} from '../expr/range';
import type {Tensor, Tf} from '../tf';
import {onStockOps} from './compose';
import {fused, leaky, rectify} from './fused';
import {sizeOf} from './shapes';
import {slicesOf} from './stacks';
import type {Attributes, Target} from './target';
import {onOwnMemory} from './wasm';

export const onTensorFlow: Target = (tf, inputs, attributes) => {
  const {program, uniforms, full} = attributes;
  const size = sizeOf(full);
  const {nodes, long} = look(program);
  const small = size <= (nodes.length < MANY ? SMALL : 8 * SMALL);
  if (size > SMALL && inputs.length === 1 && program.outputs.length === 1) {
    // These take any number as it is, so nothing need be known of x.
    const slope = leaky(nodes.at(-1)!, ranges(symbolRange(program, uniforms)));
    if (slope !== undefined) return [rectify(tf, inputs[0]!, slope)];
  }
  const range = small || long ? null : rangesOf(tf, inputs, attributes);
  if (!range || !nodes.every(node => isTame(node, range))) return onOwnMemory(tf, inputs, attributes);
  return onStockOps(tf, inputs, attributes, fused(tf, nodes, range));
};

/** Elements up to which starting several ops takes longer than copying and one kernel. */
const SMALL = 16384;
/** Nodes of a graph for which that is true of more elements. */
const MANY = 16;

/** Ops whose composition is so long that one kernel on one thread is quicker. */
const LONG: ReadonlySet<string> = new Set(['erf', 'erfc', 'normalCdf', 'normalPdf']);

const looked = new WeakMap<Program, {readonly nodes: readonly Node[]; readonly long: boolean}>();
function look(program: Program) {
  let known = looked.get(program);
  if (!known) {
    const nodes = topological(withoutExplicit(outputsOf(program)));
    // Second derivatives have terms that cancel, and with them digits that float32 does not have.
    const long = program.inputs.includes('$1') || nodes.some(({op}) => LONG.has(op));
    looked.set(program, (known = {nodes, long}));
  }
  return known;
}

/**
 * Arguments for which e^t times whatever it is a factor of is in float32's range if the product is, and t's rounding
 * does not make a sine another one.
 */
const TAME: {readonly [op: string]: number} = {
  exp: 80,
  softplus: 80,
  sigmoid: 80,
  logisticBell: 80,
  logisticEntropy: 80,
  sin: 1000,
  cos: 1000,
};
/** So that squares, cubes and their quotients are finite. */
const LARGEST = 1e9;

const isTame = ({op, args}: Node, range: (node: Node) => Range): boolean =>
  !(op in TAME) || isWithin(range(args[0]!), TAME[op]!);

/** False for NaN. */
const isWithin = ([low, high]: Range, limit: number): boolean => low >= -limit && high <= limit;

/** Null where an input is not finite, or nearly so. */
function rangesOf(
  tf: Tf,
  inputs: readonly Tensor[],
  {program, uniforms, stacks}: Attributes,
): ((node: Node) => Range) | null {
  const known = new Map<string, Range>();
  const slices = slicesOf(
    inputs.map(({shape}) => shape),
    stacks?.inputs,
  );
  for (const [i, name] of program.inputs.entries()) {
    const range = measure(tf, inputs[slices[i]!.tensor]!);
    if (!isWithin(range, LARGEST)) return null;
    known.set(name, range);
  }
  const ofNumber = symbolRange(program, uniforms);
  return ranges(name => known.get(name) ?? ofNumber(name));
}

/** What is known of symbols without a look at tensors. */
const symbolRange =
  (program: Program, uniforms: readonly number[]) =>
  (name: string): Range => {
    const value = uniforms[program.uniforms.indexOf(name)];
    return value === undefined ? [-Infinity, Infinity] : [value, value];
  };

const measured = new WeakMap<object, Range>();

/** The least and the largest value; NaN if there is one. A tensor's values never change: the way back knows them. */
function measure(tf: Tf, tensor: Tensor): Range {
  let range = measured.get(tensor.dataId);
  if (!range) {
    const [low, high] = tf.tidy(() => [tf.min(tensor), tf.max(tensor)].map(extreme => extreme.dataSync()[0]!));
    measured.set(tensor.dataId, (range = [low!, high!]));
  }
  return range;
}

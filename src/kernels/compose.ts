/**
 * The target that runs on every backend: a program as a composition of stock ops. It runs inside a kernelFunc, where
 * tf.js does not tape, so that its own (partly wrong) gradients are never used.
 */

import {withoutExplicit, type Node} from '../expr/graph';
import {PRIMITIVES} from '../expr/primitives';
import {outputsOf, type Program} from '../expr/program';
import type {Tensor, Tf} from '../tf';
import {repeatedAxes, sameShape} from './shapes';

/** Computes each output and sums it to its shape. The result is the caller's to dispose; all else is disposed here. */
export function compose(
  tf: Tf,
  program: Program,
  inputs: readonly Tensor[],
  uniforms: readonly number[],
  full: readonly number[],
  shapes: readonly (readonly number[])[],
): Tensor[] {
  // Stock sums over nothing are whatever lies in memory on wasm.
  if (full.includes(0)) return shapes.map(shape => tf.zeros([...shape]));
  return tf.tidy(() => {
    const symbols = new Map<string, Tensor | number>();
    program.inputs.forEach((name, i) => symbols.set(name, inputs[i]!));
    program.uniforms.forEach((name, i) => symbols.set(name, uniforms[i]!));
    const outputs = withoutExplicit(outputsOf(program));
    const analysis = analyse(symbols);
    const value = evaluate(tf, symbols, analysis);

    return outputs.map((output, i) => {
      let result = toTensor(tf, value(output));
      for (const name of program.inputs) {
        if (!analysis(output).passesNaN.has(name)) {
          const input = symbols.get(name) as Tensor;
          result = tf.where(tf.isNaN(input), input, result);
        }
      }
      // Results never share memory with an input, since a caller may dispose either.
      if (!sameShape(result.shape, full)) result = tf.broadcastTo(result, [...full]);
      if (inputs.includes(result)) result = tf.clone(result);
      const axes = repeatedAxes(shapes[i]!, full);
      return axes.length ? tf.reshape(tf.sum(result, axes), [...shapes[i]!]) : tf.reshape(result, [...shapes[i]!]);
    });
  });
}

const toTensor = (tf: Tf, value: Tensor | number): Tensor =>
  typeof value === 'number' ? tf.scalar(value, 'float32') : value;

interface Facts {
  /** It is a number by now, not a tensor. */
  readonly number: boolean;
  /** It depends on x or on a parameter only in ways that keep it finite at x = +-Infinity. */
  readonly bounded: boolean;
  /** Where it is 0 and another factor infinite, the product is 0: the limit. */
  readonly vanishes: boolean;
  /** The inputs whose NaN makes it NaN. */
  readonly passesNaN: ReadonlySet<string>;
}

/** What can be said of a node without computing it. */
function analyse(symbols: ReadonlyMap<string, Tensor | number>): (node: Node) => Facts {
  const known = new Map<Node, Facts>();
  const none: ReadonlySet<string> = new Set();
  const facts = (node: Node): Facts => {
    if (node.op === 'constant') return {number: true, bounded: true, vanishes: node.value === 0, passesNaN: none};
    if (node.op === 'symbol') {
      const name = node.names![0]!;
      if (typeof symbols.get(name) === 'number') return {number: true, bounded: true, vanishes: false, passesNaN: none};
      // Only x takes infinite values as a matter of course. A parameter of 0 takes its factor with it (0 * -Infinity of
      // prelu is the limit 0); a cotangent ($0 ...) of 0 does not, as everywhere in tf.js.
      const parameter = name !== 'x' && !name.startsWith('$');
      return {number: false, bounded: parameter, vanishes: parameter, passesNaN: new Set([name])};
    }
    const args = node.args.map(visit);
    const primitive = PRIMITIVES[node.op as keyof typeof PRIMITIVES];
    const number = args.every(arg => arg.number);
    const bounded = primitive.bounded ?? args.every(arg => arg.bounded);
    let vanishes = primitive.vanishes ?? false;
    let passing = args;
    if (node.op === 'neg') vanishes = args[0]!.vanishes;
    if (node.op === 'div') vanishes = args[0]!.vanishes;
    if (node.op === 'mul') vanishes = args.some(arg => arg.vanishes);
    if (node.op === 'add' || node.op === 'sub') vanishes = args.every(arg => arg.vanishes);
    if (node.op === 'where') vanishes = args[1]!.vanishes && args[2]!.vanishes;
    // In 0 * Infinity = 0 only the factor that vanishes passes NaN.
    if (isSafeProduct(node, args)) passing = [args[vanishingFactor(args)]!];
    if (node.op === 'where') passing = args.slice(1);
    if (primitive.condition || primitive.swallowsNaN) passing = [];
    const union = new Set(passing.flatMap(arg => [...arg.passesNaN]));
    const passesNaN =
      node.op === 'where' ? new Set([...union].filter(name => passing.every(arg => arg.passesNaN.has(name)))) : union;
    return {number, bounded, vanishes, passesNaN};
  };
  const visit = (node: Node): Facts => {
    let result = known.get(node);
    if (!result) known.set(node, (result = facts(node)));
    return result;
  };
  return visit;
}

const vanishingFactor = (args: readonly Facts[]): 0 | 1 => (args[0]!.vanishes && !args[1]!.bounded ? 0 : 1);

/** A product of a vanishing factor and one that may be infinite: 0 * Infinity has to be 0. */
const isSafeProduct = (node: Node, args: readonly Facts[]): boolean =>
  node.op === 'mul' &&
  ((args[0]!.vanishes && !args[1]!.bounded) || (args[1]!.vanishes && !args[0]!.bounded)) &&
  !node.args.some(arg => arg.op === 'symbol' && arg.names![0]!.startsWith('$'));

function evaluate(
  tf: Tf,
  symbols: ReadonlyMap<string, Tensor | number>,
  analysis: (node: Node) => Facts,
): (node: Node) => Tensor | number {
  const values = new Map<Node, Tensor | number>();
  const compute = (node: Node): Tensor | number => {
    if (node.op === 'constant') return node.value!;
    if (node.op === 'symbol') return symbols.get(node.names![0]!)!;
    const primitive = PRIMITIVES[node.op as keyof typeof PRIMITIVES];
    const args = node.args.map(visit);
    if (args.every(arg => typeof arg === 'number')) return primitive.reference(...args);
    const facts = node.args.map(analysis);
    if (node.op === 'mul' && args.includes(0))
      return zeroTimes(tf, args.find(arg => typeof arg !== 'number') as Tensor);
    const tensors = args.map(arg => toTensor(tf, arg));
    const result = primitive.compose(tf, ...tensors);
    if (!isSafeProduct(node, facts)) return result;
    return tf.where(tf.equal(tensors[vanishingFactor(facts)]!, 0), tf.zerosLike(result), result);
  };
  const visit = (node: Node): Tensor | number => {
    let result = values.get(node);
    if (result === undefined) values.set(node, (result = compute(node)));
    return result;
  };
  return visit;
}

/** 0 times a tensor, a parameter being the number 0: 0 where the tensor is infinite too, NaN where it is NaN. */
const zeroTimes = (tf: Tf, tensor: Tensor): Tensor => tf.where(tf.isNaN(tensor), tensor, tf.zerosLike(tensor));

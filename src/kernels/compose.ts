/**
 * The target that runs on every backend: a program as a composition of stock ops. It runs inside a kernelFunc, where
 * tf.js does not tape, so that its own (partly wrong) gradients are never used.
 */

import {analyse, vanishingFactors, type Facts} from '../expr/analysis';
import {topological, withoutExplicit, type Node} from '../expr/graph';
import {PRIMITIVES} from '../expr/primitives';
import {outputsOf, type Program} from '../expr/program';
import type {Tensor, Tf} from '../tf';
import type {Shortcut} from './fused';
import {repeatedAxes, sameShape, sizeOf} from './shapes';
import {unstacked} from './stacks';
import type {Attributes} from './target';

export const onStockOps = (
  tf: Tf,
  inputs: Tensor[],
  {program, uniforms, full, shapes, stacks}: Attributes,
  shortcut?: Shortcut,
): Tensor[] => tf.tidy(() => compose(tf, program, unstacked(tf, inputs, stacks), uniforms, full, shapes, shortcut));

/**
 * Computes each output and sums it to its shape. The result is the caller's to dispose; all else is disposed here. Where a
 * shortcut is given, nothing in it is NaN or infinite, so that no care needs to be taken of either.
 */
export function compose(
  tf: Tf,
  program: Program,
  inputs: readonly Tensor[],
  uniforms: readonly number[],
  full: readonly number[],
  shapes: readonly (readonly number[])[],
  shortcut?: Shortcut,
): Tensor[] {
  // Stock sums over nothing are whatever lies in memory on wasm.
  if (full.includes(0)) return shapes.map(shape => tf.zeros([...shape]));
  if (full.length > WHERE_RANK) return composeFlat(tf, program, inputs, uniforms, full, shapes, shortcut);
  return tf.tidy(() => {
    const symbols = new Map<string, Tensor | number>();
    program.inputs.forEach((name, i) => symbols.set(name, inputs[i]!));
    program.uniforms.forEach((name, i) => symbols.set(name, uniforms[i]!));
    // A number of 0 is folded, as on other targets: 0 times x stays 0 where x is infinite, however often it is multiplied.
    const zeros = shortcut ? [] : program.uniforms.filter((_, i) => !uniforms[i]);
    const outputs = withoutExplicit(outputsOf(program), zeros);
    const swallows = SWALLOWS_NAN.has(tf.getBackend());
    const analysis = analyse(name => typeof symbols.get(name) === 'number');
    const value = evaluate(tf, symbols, outputs, analysis, shortcut);

    return outputs.map((output, i) => {
      let result = toTensor(tf, value(output));
      for (const name of shortcut ? [] : program.inputs) {
        if (swallows || !analysis(output).passesNaN.has(name)) {
          const input = symbols.get(name) as Tensor;
          result = tf.where(tf.isNaN(input), input, result);
        }
      }
      // Results never share memory with an input, since a caller may dispose either.
      if (!sameShape(result.shape, full)) result = tf.broadcastTo(result, [...full]);
      if (inputs.includes(result)) result = tf.clone(result);
      return sumTo(tf, result, shapes[i]!);
    });
  });
}

/** The rank to which tf.where works on every backend. */
const WHERE_RANK = 4;

/** The same for higher ranks: everything at full size and flat, sums last. */
const composeFlat: typeof compose = (tf, program, inputs, uniforms, full, shapes, shortcut) =>
  tf.tidy(() => {
    const size = [sizeOf(full)];
    const flat = inputs.map(input => {
      // Not broadcastTo, which stops at rank 5 on webgl.
      const wide = sameShape(input.shape, full) ? input : tf.mul(input, tf.ones([...full]));
      return tf.reshape(wide, size);
    });
    const whole = shapes.map(() => size);
    const results = compose(tf, program, flat, uniforms, size, whole, shortcut);
    return results.map((result, i) => sumTo(tf, tf.reshape(result, [...full]), shapes[i]!));
  });

/** The sum over the axes along which a tensor of `shape` is repeated in `tensor`. */
function sumTo(tf: Tf, tensor: Tensor, shape: readonly number[]): Tensor {
  const axes = repeatedAxes(shape, tensor.shape);
  return tf.reshape(axes.length ? tf.sum(tensor, axes) : tensor, [...shape]);
}

/** GPUs' own exp, tanh, max ... may make a number of NaN, each driver in its own way. */
const SWALLOWS_NAN: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

const toTensor = (tf: Tf, value: Tensor | number): Tensor =>
  typeof value === 'number' ? tf.scalar(value, 'float32') : value;

function evaluate(
  tf: Tf,
  symbols: ReadonlyMap<string, Tensor | number>,
  outputs: readonly Node[],
  analysis: (node: Node) => Facts,
  shortcut?: Shortcut,
): (node: Node) => Tensor | number {
  const values = new Map<Node, Tensor | number>();
  const compute = (node: Node): Tensor | number => {
    if (node.op === 'constant') return node.value!;
    if (node.op === 'symbol') return symbols.get(node.names![0]!)!;
    const short = shortcut?.(node, visit);
    if (short !== undefined) return short;
    const primitive = PRIMITIVES[node.op as keyof typeof PRIMITIVES];
    const args = node.args.map(visit);
    if (args.every(arg => typeof arg === 'number')) return primitive.reference(...args);
    // A condition of numbers alone: TensorFlow.js takes none but tensors of bool.
    if (node.op === 'where' && typeof args[0] === 'number') return args[args[0] ? 1 : 2]!;
    return tf.tidy(() => {
      if (node.op === 'mul' && args.includes(0)) {
        return zeroTimes(tf, args.find(arg => typeof arg !== 'number') as Tensor);
      }
      const tensors = args.map(arg => toTensor(tf, arg));
      const result = primitive.compose(tf, ...tensors);
      if (shortcut) return result;
      return vanishingFactors(node, node.args.map(analysis)).reduce(
        (product, i) => tf.where(tf.equal(tensors[i]!, 0), tf.zerosLike(product), product),
        result,
      );
    });
  };

  // What nothing needs any longer is disposed at once: the next op then finds memory that is in the caches.
  const pending = new Map<Node, number>();
  for (const node of topological(outputs)) {
    for (const arg of node.args) pending.set(arg, (pending.get(arg) ?? 0) + 1);
  }
  /** Inputs, outputs, and tensors that are the value of several nodes. */
  const kept = new Set<Tensor | number>(symbols.values());
  const made = new Set<Tensor | number>();
  const release = (node: Node) => {
    const left = pending.get(node)! - 1;
    pending.set(node, left);
    const value = values.get(node);
    if (left || value === undefined || typeof value === 'number' || kept.has(value) || outputs.includes(node)) return;
    values.delete(node);
    value.dispose();
  };
  const visit = (node: Node): Tensor | number => {
    let result = values.get(node);
    if (result === undefined) {
      values.set(node, (result = compute(node)));
      if (made.has(result)) kept.add(result);
      made.add(result);
      node.args.forEach(release);
    }
    return result;
  };
  return visit;
}

/** 0 times a tensor, a parameter being the number 0: 0 where the tensor is infinite too, NaN where it is NaN. */
const zeroTimes = (tf: Tf, tensor: Tensor): Tensor => tf.where(tf.isNaN(tensor), tensor, tf.zerosLike(tensor));

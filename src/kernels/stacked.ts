/** Kernels whose outputs may be stacks: those of `apl`, and so nothing of it is in a bundle without that. */

import {renamed, topological, withoutExplicit} from '../expr/graph';
import {makeProgram, outputsOf, type Program} from '../expr/program';
import type {Tensor, TensorInfo, Tf} from '../tf';
import {compute, COMPUTES_TOGETHER, runBy, targetsOf} from './kernel';
import {sizeOf} from './shapes';
import {slicesOf, type Stacks} from './stacks';
import type {Attributes, Target} from './target';

/** As `run` of kernel.ts. */
export const runStacked = runBy((tf, inputs, attributes) => {
  const {shapes, stacks} = attributes;
  if (!stacks?.outputs.some(Boolean)) return compute(tf, inputs, attributes);
  // Where every launch counts.
  const target = COMPUTES_TOGETHER.has(tf.getBackend()) ? null : targetsOf(tf).get(tf.getBackend());
  const outputs = target && alongSlices(tf, inputs, attributes, target);
  if (outputs) return outputs;
  const slices = slicesOf(shapes, stacks.outputs).map(({shape}) => shape);
  return restack(tf, compute(tf, inputs, {...attributes, shapes: slices}), shapes, stacks.outputs);
});

/** Tensors of what was computed slice by slice. */
export const restack = (
  tf: Tf,
  slices: readonly TensorInfo[],
  shapes: readonly (readonly number[])[],
  counts: readonly number[],
): TensorInfo[] =>
  tf.tidy(() => {
    const tensors = slices.map(info => asTensor(tf, info));
    return shapes.map((shape, i) => {
      const own = tensors.splice(0, counts[i] || 1);
      if (!counts[i]) return own[0]!;
      if (!sizeOf(shape)) return tf.zeros([...shape]);
      // Not tf.stack, which takes rank 7 where x has 6. As batches of matrices, which is how GPUs have them.
      const view = shape.length < 3 ? [1, ...shape.slice(1)] : [-1, ...shape.slice(-2)];
      const views = own.map(each => tf.reshape(each, view));
      return tf.reshape(views.length > 1 ? tf.concat(views) : views[0]!, [...shape]);
    });
  });

const asTensor = (tf: Tf, info: TensorInfo): Tensor =>
  'isDisposed' in info ? (info as Tensor) : tf.engine().makeTensorFromTensorInfo(info);

/**
 * Outputs slice by slice of the same formula, each of slices of its own, as one output with an axis for the slices: as many
 * launches as for one slice. Null where they are not, or the target cannot.
 */
export function alongSlices(
  tf: Tf,
  inputs: readonly Tensor[],
  {program, uniforms, full, shapes, stacks}: Attributes,
  target: Target,
): TensorInfo[] | null {
  const one = programOfOne(program, stacks!);
  if (!one) return null;
  const results = tf.tidy(() => {
    const aligned = ([count, ...rest]: readonly number[]) => [
      count!,
      ...Array<number>(full.length - rest.length).fill(1),
      ...rest,
    ];
    const views = inputs.map((tensor, i) => (stacks!.inputs[i] ? tf.reshape(tensor, aligned(tensor.shape)) : tensor));
    const outputs = target(tf, views, {
      program: one,
      uniforms,
      full: [shapes[0]![0]!, ...full],
      shapes: shapes.map(aligned),
    });
    return (outputs ?? []).map((info, i) => tf.reshape(asTensor(tf, info), [...shapes[i]!]));
  });
  return results.length ? results : null;
}

const ofOne = new WeakMap<Program, Program | null>();

function programOfOne(program: Program, stacks: Stacks): Program | null {
  let known = ofOne.get(program);
  if (known === undefined) ofOne.set(program, (known = makeProgramOfOne(program, stacks)));
  return known;
}

function makeProgramOfOne(program: Program, {inputs: counts, outputs}: Stacks): Program | null {
  const count = outputs[0]!;
  if (count < 2 || !outputs.every(each => each === count) || !counts.every(each => !each || each === count))
    return null;
  let at = 0;
  const names = counts.map(each => program.inputs.slice(at, (at += each || 1)));
  const first = names.map(own => own[0]!);
  const known = new Set([...first, ...program.uniforms]);
  const nodes = withoutExplicit(outputsOf(program));
  const results = outputs.map((_, i) => nodes[i * count]!);
  const alike = nodes.every((node, i) => {
    const part = i % count;
    const toPart = new Map(names.flatMap(own => (own.length > 1 ? [[own[0]!, own[part]!] as const] : [])));
    return renamed(results[Math.floor(i / count)]!, toPart) === node;
  });
  const own = topological(results).every(({op, names: [name] = []}) => op !== 'symbol' || known.has(name!));
  return alike && own ? makeProgram(program.kernelName, first, program.uniforms, results) : null;
}

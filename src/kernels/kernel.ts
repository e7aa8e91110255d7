/**
 * The kernels: one kernelFunc and one gradFunc, shared by every function and every order of derivative. A kernel
 * computes the outputs of a program at each element; an output whose shape is not the full one is summed to it.
 */

import {gradientProgram, type Program} from '../expr/program';
import type {Tensor, TensorInfo, Tf} from '../tf';
import {onStockOps} from './compose';
import {onInterpreter} from './interpret';
import {runKernel, type Kernel} from './register';
import {sameShape} from './shapes';
import {slicesOf, type Stacks} from './stacks';
import type {Attributes, Target} from './target';

/** Where targets are kept, by backend: with the engine, as tf.js's kernels are, so that those of any copy serve all. */
const TARGETS = Symbol.for('tfjs-rectifiers.targets');

/** By backend, what runs a program there; where it cannot, or there is none, stock ops do. */
export function targetsOf(tf: Tf): Map<string, Target> {
  const engine = tf.engine() as unknown as {[TARGETS]?: Map<string, Target>};
  if (!engine[TARGETS]) Object.defineProperty(engine, TARGETS, {value: new Map()});
  return engine[TARGETS]!;
}

/** What is there already stays. */
export function addTarget(tf: Tf, backend: string, target: Target): void {
  const targets = targetsOf(tf);
  if (!targets.has(backend)) targets.set(backend, target);
}

/** Backends whose kernels compute what outputs of both kinds have in common once. */
export const COMPUTES_TOGETHER: ReadonlySet<string> = new Set(['cpu', 'wasm', 'tensorflow']);

/**
 * Runs a program on tensors. Differentiable in each of them, to any order. With `stacks`, a tensor may stand for several
 * symbols of the program.
 */
type Run = (
  tf: Tf,
  program: Program,
  inputs: Tensor[],
  uniforms: readonly number[],
  full: readonly number[],
  shapes: readonly (readonly number[])[],
  stacks?: Stacks,
) => Tensor[];

/** What runs programs, whose outputs, and those of their gradients, are computed in some way. */
export function runBy(compute: Kernel<Attributes>['compute']): Run {
  const kernels = new WeakMap<Program, Kernel<Attributes>>();
  const kernelOf = (program: Program): Kernel<Attributes> => {
    let kernel = kernels.get(program);
    if (!kernel) kernels.set(program, (kernel = {kernelName: program.kernelName, compute, gradients}));
    return kernel;
  };
  const run: Run = (tf, program, inputs, uniforms, full, shapes, stacks) =>
    runKernel(tf, kernelOf(program), inputs, {program, uniforms, full, shapes, stacks});
  const gradients = gradientsBy(run);
  return run;
}

/** That of all programs but those whose outputs are stacked. */
export const run = runBy(compute);

export function compute(tf: Tf, inputs: Tensor[], attributes: Attributes): TensorInfo[] {
  const backend = tf.getBackend();
  return (
    targetsOf(tf).get(backend)?.(tf, inputs, attributes) ??
    // On cpu nothing but float64 is exact.
    (backend === 'cpu' ? onInterpreter : onStockOps)(tf, inputs, attributes)!
  );
}

function gradientsBy(run: Run): Kernel<Attributes>['gradients'] {
  return (tf, dy, saved, attributes) => {
    const {program, uniforms, full, stacks} = attributes;
    const tensors = [...dy, ...saved];
    const slices = slicesOf(
      saved.map(({shape}) => shape),
      stacks?.inputs,
    );
    const symbolsOf = (i: number) => slices.flatMap(({tensor}, symbol) => (tensor === i ? [symbol] : []));
    const gradient = (wrt: number[]): Tensor[] =>
      run(
        tf,
        gradientProgram(program, wrt.flatMap(symbolsOf)),
        tensors,
        uniforms,
        full,
        wrt.map(i => saved[i]!.shape),
        stacks && {inputs: [...stacks.outputs, ...stacks.inputs], outputs: wrt.map(i => stacks.inputs[i]!)},
      );
    const result = saved.map((_, i) => () => gradient([i])[0]!);
    // All sums in one pass over the elements. It runs here, not in a closure: tf.js tidies each closure apart, which
    // would dispose the sums that belong to the others.
    const summed = saved.flatMap((_, i) => (sameShape(slices[symbolsOf(i)[0]!]!.shape, full) ? [] : [i]));
    // Where a kernel has both kinds of output, what they have in common is computed once; not in higher orders, where
    // cotangents of what nobody asked for are zeros, and zero times an infinite derivative would be NaN.
    const together =
      summed.length && COMPUTES_TOGETHER.has(tf.getBackend()) && !program.inputs[0]!.startsWith('$')
        ? saved.map((_, i) => i)
        : summed;
    if (together.length > 1) {
      const results = gradient(together);
      together.forEach((i, position) => (result[i] = () => results[position]!));
    }
    return result;
  };
}

/**
 * The kernels: one kernelFunc and one gradFunc, shared by every function and every order of derivative. A kernel
 * computes the outputs of a program at each element; an output whose shape is not the full one is summed to it.
 */

import {gradientProgram, type Program} from '../expr/program';
import type {Tensor, Tf} from '../tf';
import {compose} from './compose';
import {interpret} from './interpret';
import {sameShape} from './shapes';

/** All that a kernel needs besides its tensors: plain data, so that any copy of the plugin can run it. */
interface Attributes {
  readonly program: Program;
  readonly uniforms: readonly number[];
  /** The shape that all inputs broadcast to. */
  readonly full: readonly number[];
  /** The shape of each output. */
  readonly shapes: readonly (readonly number[])[];
}

/** Runs a program on tensors. Differentiable in each of them, to any order. */
export function run(
  tf: Tf,
  program: Program,
  inputs: Tensor[],
  uniforms: readonly number[],
  full: readonly number[],
  shapes: readonly (readonly number[])[],
): Tensor[] {
  register(tf, program.kernelName);
  const attributes: Attributes = {program, uniforms, full, shapes};
  // An array of inputs is what tf.js asks for where all of them are saved (saveAllInputs below).
  const result = tf.engine().runKernel(program.kernelName, inputs as never, attributes as never) as Tensor | Tensor[];
  return Array.isArray(result) ? result : [result];
}

/** Kernels and gradients are registered under a name of ours when first used; the registry is one for all copies. */
function register(tf: Tf, kernelName: string): void {
  const backendName = tf.getBackend();
  const target = backendName === 'cpu' ? onCpu : onAnyBackend;
  if (!tf.getKernel(kernelName, backendName)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({inputs, attrs}) => {
        const outputs = target(tf, inputs as unknown as Tensor[], attrs as unknown as Attributes);
        return outputs.length === 1 ? outputs[0]! : outputs;
      },
    });
  }
  if (!tf.getGradient(kernelName)) {
    tf.registerGradient({
      kernelName,
      // Inputs only, never outputs: tf.js puts a saved output on the tape before its own node, so that its path is
      // missing from second derivatives (tensorflow/tfjs#3252).
      saveAllInputs: true,
      gradFunc: (dy, saved, attrs) => gradients(tf, dy, saved, attrs as unknown as Attributes),
    });
  }
}

type Target = (tf: Tf, inputs: Tensor[], attributes: Attributes) => Tensor[];

const onAnyBackend: Target = (tf, inputs, {program, uniforms, full, shapes}) =>
  compose(tf, program, inputs, uniforms, full, shapes);

const onCpu: Target = (tf, inputs, {program, uniforms, full, shapes}) => {
  // On this backend dataSync is the tensor's own array, not a copy.
  const arrays = inputs.map(input => ({values: input.dataSync(), shape: input.shape}));
  return interpret(program, arrays, uniforms, full, shapes).map((values, i) =>
    tf.tensor(values, [...shapes[i]!], 'float32'),
  );
};

function gradients(tf: Tf, dy: Tensor | Tensor[], saved: Tensor[], attributes: Attributes) {
  const {program, uniforms, full} = attributes;
  const tensors = [...(Array.isArray(dy) ? dy : [dy]), ...saved];
  const gradient = (wrt: number[]): Tensor[] =>
    run(
      tf,
      gradientProgram(program, wrt),
      tensors,
      uniforms,
      full,
      wrt.map(i => saved[i]!.shape),
    );
  const result: Record<number, () => Tensor> = {};
  saved.forEach((_, i) => (result[i] = () => gradient([i])[0]!));
  // All sums in one pass over the elements. It runs here, not in a closure: tf.js tidies each closure apart, which
  // would dispose the sums that belong to the others.
  const summed = saved.flatMap((input, i) => (sameShape(input.shape, full) ? [] : [i]));
  if (summed.length > 1) {
    const sums = gradient(summed);
    summed.forEach((i, position) => (result[i] = () => sums[position]!));
  }
  return result as never;
}

/**
 * The kernels: one kernelFunc and one gradFunc, shared by every function and every order of derivative. A kernel
 * computes the outputs of a program at each element; an output whose shape is not the full one is summed to it.
 */

import {gradientProgram, type Program} from '../expr/program';
import type {Tensor, Tf} from '../tf';
import {onStockOps} from './compose';
import {onInterpreter} from './interpret';
import {onWebGL} from './shader/webgl';
import {onWebGPU} from './shader/webgpu';
import {sameShape} from './shapes';
import type {Attributes, Target} from './target';
import {onTensorFlow} from './tensorflow';
import {onBackendHeap, onOwnMemory} from './wasm';

/** By backend, the first that can run a program does; where none can, stock ops do. */
const TARGETS: {readonly [backend: string]: readonly Target[] | undefined} = {
  cpu: [onOwnMemory, onInterpreter],
  wasm: [onBackendHeap],
  tensorflow: [onTensorFlow],
  webgl: [onWebGL],
  webgpu: [onWebGPU],
};
/** Backends whose kernels compute what outputs of both kinds have in common once. */
const COMPUTES_TOGETHER: ReadonlySet<string> = new Set(['cpu', 'wasm', 'tensorflow']);

/** Runs a program on tensors. Differentiable in each of them, to any order. */
export function run(
  tf: Tf,
  program: Program,
  inputs: Tensor[],
  uniforms: readonly number[],
  full: readonly number[],
  shapes: readonly (readonly number[])[],
): Tensor[] {
  register(tf, program);
  const attributes: Attributes = {program, uniforms, full, shapes};
  // An array of inputs is what tf.js asks for where all of them are saved (saveAllInputs below).
  const result = tf.engine().runKernel(program.kernelName, inputs as never, attributes as never) as Tensor | Tensor[];
  return Array.isArray(result) ? result : [result];
}

const registered = new WeakMap<Program, string>();

/** Kernels and gradients are registered under a name of ours when first used; the registry is one for all copies. */
function register(tf: Tf, program: Program): void {
  const {kernelName} = program;
  const backendName = tf.getBackend();
  // Asking tf.js each time takes as long as the rest of a small kernel.
  if (registered.get(program) === backendName) return;
  registered.set(program, backendName);
  const targets = TARGETS[backendName] ?? [];
  if (!tf.getKernel(kernelName, backendName)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({inputs, attrs}) => {
        const tensors = inputs as unknown as Tensor[];
        const attributes = attrs as unknown as Attributes;
        for (const target of targets) {
          const outputs = target(tf, tensors, attributes);
          if (outputs) return outputs.length === 1 ? outputs[0]! : outputs;
        }
        const outputs = onStockOps(tf, tensors, attributes);
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
  return result as never;
}

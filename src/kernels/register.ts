/** Kernels and gradients are registered under a name of ours when first used; the registry is one for all copies. */

import type {Tensor, TensorInfo, Tf} from '../tf';

export interface Kernel<A> {
  readonly kernelName: string;
  /** tf.js does not tape what is called here. */
  readonly compute: (tf: Tf, inputs: Tensor[], attributes: A) => readonly TensorInfo[];
  /** For each input its gradient. All inputs are saved, none where the kernel is linear, and never an output. */
  readonly gradients: (tf: Tf, dy: Tensor[], inputs: Tensor[], attributes: A) => readonly (() => Tensor)[];
  readonly linear?: boolean;
}

/** Runs a kernel on the current backend. */
export function runKernel<A>(tf: Tf, kernel: Kernel<A>, inputs: readonly Tensor[], attributes: A): Tensor[] {
  register(tf, kernel as Kernel<unknown>);
  // An array of inputs is what tf.js asks for where all of them are saved (saveAllInputs below).
  const result = tf.engine().runKernel(kernel.kernelName, inputs as never, attributes as never) as Tensor | Tensor[];
  return Array.isArray(result) ? result : [result];
}

const registered = new WeakMap<Kernel<unknown>, string>();

function register(tf: Tf, kernel: Kernel<unknown>): void {
  const {kernelName, compute, gradients, linear = false} = kernel;
  const backendName = tf.getBackend();
  // Asking tf.js each time takes as long as the rest of a small kernel.
  if (registered.get(kernel) === backendName) return;
  registered.set(kernel, backendName);
  if (!tf.getKernel(kernelName, backendName)) {
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({inputs, attrs}) => {
        const outputs = compute(tf, inputs as unknown as Tensor[], attrs);
        return outputs.length === 1 ? outputs[0]! : [...outputs];
      },
    });
  }
  if (!tf.getGradient(kernelName)) {
    tf.registerGradient({
      kernelName,
      // Inputs only, never outputs: tf.js puts a saved output on the tape before its own node, so that its path is
      // missing from second derivatives (tensorflow/tfjs#3252).
      saveAllInputs: !linear,
      gradFunc: (dy, saved, attrs) =>
        // By position, as the inputs are.
        ({...gradients(tf, Array.isArray(dy) ? dy : [dy], saved, attrs)}) as never,
    });
  }
}

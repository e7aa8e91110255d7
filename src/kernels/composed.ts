/** Kernels that are made of stock ops on every backend: what is called inside a kernel is not taped. */

import type {Tensor, Tf} from '../tf';
import {runKernel, type Kernel} from './register';
import {sizeOf} from './shapes';

interface Composition<A> extends Pick<Kernel<A>, 'kernelName' | 'linear'> {
  readonly shape: (inputs: readonly Tensor[], attributes: A) => number[];
  /** Called where there are elements. */
  readonly forward: (tf: Tf, inputs: readonly Tensor[], attributes: A) => Tensor;
  readonly gradients: (tf: Tf, dy: Tensor, inputs: readonly Tensor[], attributes: A) => readonly (() => Tensor)[];
}

export const composed = <A>({shape, forward, gradients, ...kernel}: Composition<A>): Kernel<A> => ({
  ...kernel,
  compute: (tf, inputs, attributes) => {
    const result = shape(inputs, attributes);
    // Stock kernels do not agree on what is made of nothing.
    if ([result, ...inputs.map(input => input.shape)].some(each => !sizeOf(each))) return [tf.zeros(result)];
    return [tf.tidy(() => tf.reshape(forward(tf, inputs, attributes), result))];
  },
  gradients: (tf, [dy], inputs, attributes) => gradients(tf, dy!, inputs, attributes),
});

/** Runs a kernel that has one result. */
export const runComposed = <A>(tf: Tf, kernel: Kernel<A>, inputs: readonly Tensor[], attributes: A): Tensor =>
  runKernel(tf, kernel, inputs, attributes)[0]!;

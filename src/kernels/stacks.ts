/** Tensors that stand for several symbols of a program, one a slice along their first axis. */

import type {Tensor, Tf} from '../tf';
import {sizeOf} from './shapes';

/** How many symbols each tensor stands for; 0 for a plain tensor, which is one symbol as it is. */
export interface Stacks {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** What a symbol of a program is of a kernel's tensors. */
export interface Slice {
  readonly tensor: number;
  /** Which slice along the tensor's first axis, or null where it is the whole tensor. */
  readonly part: number | null;
  readonly shape: readonly number[];
}

/** The slices of tensors, in the order of the symbols. */
export function slicesOf(shapes: readonly (readonly number[])[], counts?: readonly number[]): Slice[] {
  return shapes.flatMap((shape, tensor): Slice[] => {
    const count = counts?.[tensor];
    if (!count) return [{tensor, part: null, shape}];
    return Array.from({length: count}, (_, part) => ({tensor, part, shape: shape.slice(1)}));
  });
}

/** Each symbol with its values, which are somewhere in those of its tensor. */
export const sourcesOf = <T>(
  inputs: readonly Tensor[],
  stacks: Stacks | undefined,
  valuesOf: (tensor: Tensor) => T,
  from: (values: T, start: number, size: number) => T,
): {shape: readonly number[]; values: T}[] => {
  const all = inputs.map(valuesOf);
  return slicesOf(
    inputs.map(({shape}) => shape),
    stacks?.inputs,
  ).map(({tensor, part, shape}) => {
    const size = sizeOf(shape);
    return {shape, values: part === null ? all[tensor]! : from(all[tensor]!, part * size, size)};
  });
};

/** The slices as tensors of their own, for what is made of stock ops. To be disposed by the caller's tf.tidy. */
export const unstacked = (tf: Tf, inputs: readonly Tensor[], stacks: Stacks | undefined): Tensor[] =>
  slicesOf(
    inputs.map(({shape}) => shape),
    stacks?.inputs,
  ).map(({tensor, part, shape}) => {
    const whole = inputs[tensor]!;
    if (part === null) return whole;
    if (!whole.size) return tf.zeros([...shape]);
    // By rank 2, since slices of more than 5 axes have no kernel on GPUs.
    const rows = tf.reshape(whole, [whole.shape[0]!, sizeOf(shape)]);
    return tf.reshape(tf.slice(rows, [part, 0], [1, sizeOf(shape)]), [...shape]);
  });

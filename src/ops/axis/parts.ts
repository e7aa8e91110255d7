/** What functions over an axis are made of: programs, views, and kernels that only move elements. */

import {makeProgram, type Program} from '../../expr/program';
import {trace, type Expression} from '../../expr/trace';
import {run} from '../../kernels/kernel';
import {runKernel, type Kernel} from '../../kernels/register';
import {sizeOf} from '../../kernels/shapes';
import type {Tensor, Tf} from '../../tf';

type Formula = (tensors: Readonly<Record<string, Expression>>) => Expression;

/** A program that computes some functions of the same tensors at each element; made when first asked for. */
export function programOf(name: string, inputs: readonly string[], ...formulas: Formula[]): () => Program {
  let made: Program | undefined;
  return () => {
    const graphs = () => formulas.map(formula => trace(name, inputs, (_, tensors) => formula(tensors)));
    return (made ??= makeProgram(kernelName(name), inputs, [], graphs()));
  };
}

/**
 * a less the largest of its slice: 0 where it is not below that, also where both are infinite. Not called x, which float64
 * kernels make finite.
 */
export const shifted = (a: Expression, m: Expression): Expression => a.sub(m).where(a.less(m), 0);

/** Runs a program over `full`, its results being of that shape or summed to `shape`. */
export const compute = (
  tf: Tf,
  program: () => Program,
  inputs: Tensor[],
  full: readonly number[],
  shape: readonly number[] = full,
): Tensor[] =>
  run(
    tf,
    program(),
    inputs,
    [],
    full,
    program().outputs.map(() => shape),
  );

/** Whether textures hold half floats. Not by the backend's floatPrecision(): webgl's says 16 where it has float32. */
export const hasHalfFloats = (tf: Tf): boolean =>
  tf.getBackend() === 'webgl' && !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED');

const kernelName = (name: string) => `Rectifier${name[0]!.toUpperCase()}${name.slice(1)}`;

/** A kernel of ours that is made of others, `RectifierName`: one entry on the tape. */
export const kernelOf = <A>(
  name: string,
  body: (tf: Tf, inputs: readonly Tensor[], attributes: A) => Tensor | Tensor[],
  gradients: (tf: Tf, dy: readonly Tensor[], inputs: readonly Tensor[], attributes: A) => readonly (() => Tensor)[],
): Kernel<A> => ({
  kernelName: kernelName(name),
  compute: (tf, inputs, attributes) => {
    const results = tf.tidy(() => body(tf, inputs, attributes));
    return Array.isArray(results) ? results : [results];
  },
  gradients,
});

/** The result of a kernel that has one. */
export const apply = <A>(tf: Tf, kernel: Kernel<A>, inputs: readonly Tensor[], attributes: A): Tensor =>
  runKernel(tf, kernel, inputs, attributes)[0]!;

/** The shape with 1 for each of the axes. */
export const reduced = (shape: readonly number[], axes: readonly number[]): number[] =>
  shape.map((size, axis) => (axes.includes(axis) ? 1 : size));

/** What lies before an axis, the axis, and what lies after it. Viewed so, nothing is moved. */
export const around = (shape: readonly number[], axis: number): [outer: number, size: number, inner: number] => [
  sizeOf(shape.slice(0, axis)),
  shape[axis]!,
  sizeOf(shape.slice(axis + 1)),
];

/** The shape with another size of one axis. */
export const resized = <S extends number | null>(shape: readonly S[], axis: number, size: S): S[] =>
  shape.map((each, i) => (i === axis ? size : each));

/** The two halves of an axis, and two halves as one: gradients of each other. */
const HALVES: Kernel<Along> = {
  ...kernelOf<Along>(
    'halves',
    (tf, [x], {axis}) => tf.split(x!, 2, axis),
    (tf, dy, _, {axis}) => [() => join(tf, dy, axis)],
  ),
  linear: true,
};
const JOINED: Kernel<Along> = {
  ...kernelOf<Along>(
    'joined',
    (tf, parts, {axis}) => tf.concat([...parts], axis),
    (tf, [dy], _, {axis}) => halve(tf, dy!, axis).map(half => () => half),
  ),
  linear: true,
};
interface Along {
  readonly axis: number;
}
export const halve = (tf: Tf, x: Tensor, axis: number): Tensor[] => runKernel(tf, HALVES, [x], {axis});
export const join = (tf: Tf, halves: readonly Tensor[], axis: number): Tensor => apply(tf, JOINED, halves, {axis});

/** Another shape for the same elements, or of nothing zeros. tf.reshape's own gradient is there only if the app imports it. */
const RESHAPED: Kernel<FromTo> = {
  ...kernelOf<FromTo>(
    'reshaped',
    (tf, [x], {to}) => (x!.size && sizeOf(to) ? tf.reshape(x!, [...to]) : tf.zeros([...to])),
    (tf, [dy], _, {from, to}) => [() => apply(tf, RESHAPED, [dy!], {from: to, to: from})],
  ),
  linear: true,
};
interface FromTo {
  readonly from: readonly number[];
  readonly to: readonly number[];
}
export const reshaped = (tf: Tf, x: Tensor, to: readonly number[]): Tensor =>
  apply(tf, RESHAPED, [x], {from: x.shape, to});

/** Its first two axes exchanged. */
const SWAPPED: Kernel<object> = {
  ...kernelOf<object>(
    'swapped',
    (tf, [x]) => tf.transpose(x!, [1, 0, 2]),
    (tf, [dy]) => [() => swapped(tf, dy!)],
  ),
  linear: true,
};
export const swapped = (tf: Tf, x: Tensor): Tensor => apply(tf, SWAPPED, [x], {});

const ZERO = programOf('zero', ['of'], ({of}) => of!.mul(0));
/** Zeros, and NaN where a tensor is NaN: the derivative of what is constant piece by piece. */
export const zerosLike = (tf: Tf, of: Tensor, full: readonly number[] = of.shape): Tensor =>
  compute(tf, ZERO, [of], full)[0]!;

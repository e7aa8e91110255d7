/** Fixed orthonormal transforms of the last axis. They are linear: the gradient of one is its transpose, its inverse. */

import type {Tensor, Tf} from '../../tf';
import {composed, runComposed} from '../composed';
import type {Kernel} from '../register';
import {sizeOf} from '../shapes';
import {oddPart, transformRows} from './host';
import {dct, walshHadamard} from './stock';

export type TransformName = 'walshHadamard' | 'dct';

interface Attributes {
  readonly transform: TransformName;
  /** The length of x before it is padded with zeros, and after. */
  readonly length: number;
  readonly padded: number;
  /** The transpose: from the padded length to the other. */
  readonly transposed: boolean;
}

/** Where plain JavaScript on the tensor's own memory is faster than the launches of stock ops, and exact besides. */
const HOSTS: ReadonlySet<string> = new Set(['cpu', 'wasm']);
/** Odd parts of a length are multiplied by a whole matrix there; stock ops have a faster way for what is larger. */
const LARGEST_ODD = 128;

/** Transforms the last axis, padded with zeros to length `padded`. Differentiable to any order. */
export function transformLastAxis(
  tf: Tf,
  x: Tensor,
  transform: TransformName,
  padded: number,
  inverse: boolean,
): Tensor {
  // A transform between lengths has no inverse. Walsh-Hadamard's is itself, with or without padding.
  const transposed = inverse && transform === 'dct';
  return runComposed(tf, kernel, [x], {transform, length: x.shape.at(-1)!, padded, transposed});
}

const kernel: Kernel<Attributes> = composed<Attributes>({
  kernelName: 'RectifierTransform',
  linear: true,
  shape: ([x], {length, padded, transposed}) => [...x!.shape.slice(0, -1), transposed ? length : padded],
  forward: (tf, [x], {transform, length, padded, transposed}) => {
    const from = x!.shape.at(-1)!;
    const rows = sizeOf(x!.shape) / from;
    let y: Tensor = tf.reshape(x!, [rows, from]);
    if (from < padded) {
      const nothing: [number, number] = [0, 0];
      y = tf.pad(y, [nothing, [0, padded - from]]);
    }
    const n = y.shape[1]!;
    if (HOSTS.has(tf.getBackend()) && (transform !== 'dct' || oddPart(n) <= LARGEST_ODD)) {
      y = tf.tensor2d(transformRows(y.dataSync(), n, transform, transposed), [rows, n]);
    } else y = transform === 'dct' ? dct(tf, y, transposed) : walshHadamard(tf, y);
    return transposed && length < padded ? tf.slice(tf.reshape(y, [rows, n]), [0, 0], [rows, length]) : y;
  },
  gradients: (tf, dy, _, attributes) => [
    () => runComposed(tf, kernel, [dy], {...attributes, transposed: !attributes.transposed}),
  ],
});

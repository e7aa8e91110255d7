/**
 * Sparsemax: y = max(z - t, 0), z being x less the largest of its slice, and t such that the sum is 1. It is where
 * excess(t), the sum of max(z - t, 0), is 1; since that falls as t grows, z is above t where excess(z) is less than 1.
 */

import type {Expression} from '../../expr/trace';
import type {Kernel} from '../../kernels/register';
import type {Tensor, Tf} from '../../tf';
import {overAxis} from './definition';
import {largest} from './largest';
import {apply, around, compute, hasHalfFloats, kernelOf, programOf, shifted, zerosLike} from './parts';

type Tensors = Readonly<Record<string, Expression>>;

const above = ({a, m, t}: Tensors) => shifted(a!, m!).sub(t!);

// What is 1 below the largest is never above t; and -Infinity less itself is no number.
const EXCESS = programOf('sparsemaxExcess', ['a', 'b', 'm'], ({a, b, m}) =>
  shifted(b!, m!).maximum(-1).sub(shifted(a!, m!).maximum(-1)).relu(),
);
const ABOVE = programOf(
  'sparsemaxSum',
  ['a', 'm', 'excess'],
  ({a, m, excess}) => shifted(a!, m!).where(excess!.less(1), 0),
  ({excess}) => excess!.neg().add(1).step(),
);
const THRESHOLD = programOf('sparsemaxThreshold', ['total', 'count'], ({total, count}) => total!.sub(1).div(count!));
const VALUE = programOf('sparsemaxValue', ['a', 'm', 't'], all => above(all).relu());

// The derivative takes from dy its mean over what is above t: first as far as float32 has it, then what is left.
const MEAN = programOf(
  'sparsemaxSum',
  ['a', 'm', 't', 'dy'],
  all => all.dy!.where(above(all).greater(0), 0),
  all => above(all).step(),
);
const left = ({dy, sum, count}: Tensors) => dy!.sub(sum!.div(count!));
const SLOPES = ['a', 'm', 't', 'dy', 'sum', 'count'];
const LEFT = programOf('sparsemaxSum', SLOPES, all => left(all).where(above(all).greater(0), 0));
const DERIVATIVE = programOf('sparsemaxShare', [...SLOPES, 'rest'], all =>
  left(all).sub(all.rest!.div(all.count!)).where(above(all).greater(0), 0),
);

interface Along {
  readonly axis: number;
}
type View = [outer: number, size: number, inner: number];

/** Elements of an axis up to which a GPU compares each with each, rather than that they are read back and sorted. */
const COMPARED = 4096;

/** x with its axis in the middle; of each slice the largest, and t. */
function slices(tf: Tf, tensor: Tensor, axis: number): [x: Tensor, m: Tensor, t: Tensor] {
  const view = around(tensor.shape, axis);
  const [outer, size, inner] = view;
  const x = tf.reshape(tensor, view);
  const backend = tf.getBackend();
  const compares = backend === 'webgpu' || (backend === 'webgl' && tf.env().getNumber('WEBGL_VERSION') === 2);
  if (!compares || size > COMPARED) {
    // Half-float textures round x, and kernels see that: after one has read x, so does dataSync.
    if (x.size && hasHalfFloats(tf)) largest(tf, x, [1]);
    return [x, ...sorted(tf, x.dataSync(), view)];
  }
  const m = largest(tf, x, [1]);
  const [excess] = compute(
    tf,
    EXCESS,
    [
      tf.reshape(x, [outer, size, 1, inner]),
      tf.reshape(x, [outer, 1, size, inner]),
      tf.reshape(m, [outer, 1, 1, inner]),
    ],
    [outer, size, size, inner],
    [outer, size, 1, inner],
  );
  const sums = compute(tf, ABOVE, [x, m, tf.reshape(excess!, view)], view, m.shape);
  return [x, m, ...(compute(tf, THRESHOLD, sums, m.shape) as [Tensor])];
}

function sorted(tf: Tf, x: ArrayLike<number>, [outer, size, inner]: View): [m: Tensor, t: Tensor] {
  const [ms, ts] = [new Float32Array(outer * inner), new Float32Array(outer * inner)];
  for (let slice = 0; slice < outer * inner; slice++) {
    const start = Math.floor(slice / inner) * size * inner + (slice % inner);
    const end = start + size * inner;
    let m = x[start]!;
    for (let i = start; i < end; i += inner) m = Math.max(m, x[i]!);
    const near: number[] = [];
    for (let i = start; i < end; i += inner) {
      const z = x[i]! < m ? x[i]! - m : 0;
      if (z > -1) near.push(z);
    }
    near.sort((a, b) => b - a);
    let total = 0;
    let count = 0;
    while (count < near.length && 1 + (count + 1) * near[count]! > total + near[count]!) total += near[count++]!;
    ms[slice] = m;
    ts[slice] = m === m ? (total - 1) / count : NaN;
  }
  return [ms, ts].map(values => tf.tensor3d(values, [outer, 1, inner])) as [Tensor, Tensor];
}

const SPARSEMAX: Kernel<Along> = kernelOf<Along>(
  'sparsemax',
  (tf, [x], {axis}) => {
    const inputs = slices(tf, x!, axis);
    return tf.reshape(compute(tf, VALUE, inputs, inputs[0].shape)[0]!, x!.shape);
  },
  (tf, [dy], [x], along) => [() => apply(tf, GRADIENT, [dy!, x!], along)],
);
/** Linear and symmetric in dy; what is above t does not change continuously. */
const GRADIENT: Kernel<Along> = kernelOf<Along>(
  'sparsemaxGrad',
  (tf, [dy, x], {axis}) => {
    const inputs: Tensor[] = slices(tf, x!, axis);
    const [{shape: view}, {shape}] = inputs as [Tensor, Tensor];
    inputs.push(tf.reshape(dy!, view));
    inputs.push(...compute(tf, MEAN, inputs, view, shape));
    inputs.push(...compute(tf, LEFT, inputs, view, shape));
    return tf.reshape(compute(tf, DERIVATIVE, inputs, view)[0]!, x!.shape);
  },
  (tf, [v], [, x], along) => [() => apply(tf, GRADIENT, [v!, x!], along), () => apply(tf, NOTHING, [x!], along)],
);
/** 0, or NaN in a slice with a NaN. */
const NOTHING: Kernel<Along> = kernelOf<Along>(
  'sparsemaxZero',
  (tf, [tensor], {axis}) => {
    const [x, , t] = slices(tf, tensor!, axis);
    return tf.reshape(zerosLike(tf, t, x.shape), tensor!.shape);
  },
  (tf, _, [x], along) => [() => apply(tf, NOTHING, [x!], along)],
);

export const sparsemax = overAxis({
  name: 'sparsemax',
  className: 'Sparsemax',
  activationName: 'sparsemax',
  summary: 'The point of the probability simplex that is nearest to x: like softmax, with exact zeros.',
  formula: '\\operatorname{argmin}_{p \\in \\Delta} \\lVert p - x \\rVert^2',
  reference: 'Martins and Astudillo 2016, arXiv:1602.02068; Keras sparsemax',
  params: {axis: {axis: 'one', default: -1, description: 'The axis whose numbers get the sum 1.'}},
  shape: shape => [...shape],
  compute: (tf, x, [axis]) => apply(tf, SPARSEMAX, [x], {axis: axis!}),
});

import type {Kernel} from '../../kernels/register';
import type {Tensor, Tf} from '../../tf';
import {overAxis} from './definition';
import {largest} from './largest';
import {apply, around, compute, kernelOf, programOf, resized, zerosLike} from './parts';

/** How many of a group come before an element: those that are greater, and those that are equal and stand before it. */
const RANK = programOf('maxoutRank', ['a', 'b', 'before'], ({a, b, before}) =>
  before!
    .mul(0)
    .add(1)
    .where(b!.greater(a!), before!.where(b!.greaterEqual(a!), 0)),
);
/** An element where it is the first of the largest. Which one that is does not change continuously. */
const CHOSEN = programOf('maxoutChosen', ['value', 'rank'], ({value, rank}) => value!.where(rank!.less(0.5), 0));

interface Groups {
  /** The groups along the middle axis, so that nothing is moved; and the shape of what is chosen. */
  readonly view: readonly [outer: number, pieces: number, inner: number];
  readonly shape: readonly number[];
}

function rankOf(tf: Tf, x: Tensor, {view}: Groups): Tensor {
  const [outer, pieces, inner] = view;
  const before = Float32Array.from({length: pieces * pieces}, (_, at) => Number(at % pieces < Math.floor(at / pieces)));
  const inputs = [
    tf.reshape(x, [outer, pieces, 1, inner]),
    tf.reshape(x, [outer, 1, pieces, inner]),
    tf.tensor3d(before, [pieces, pieces, 1]),
  ];
  const [rank] = compute(tf, RANK, inputs, [outer, pieces, pieces, inner], [outer, pieces, 1, inner]);
  return tf.reshape(rank!, view as [number, number, number]);
}

const MAXOUT: Kernel<Groups> = kernelOf<Groups>(
  'maxout',
  // An axis of size 1 behind the pieces would cost tf.max a transpose.
  (tf, [x], {view, shape}) =>
    tf.reshape(largest(tf, tf.reshape(x!, view.slice(0, view[2] > 1 ? 3 : 2)), [1]), [...shape]),
  (tf, [dy], [x], groups) => [() => apply(tf, PUT, [dy!, x!], groups)],
);
// dy at what was chosen, and of another tensor what was chosen of x: each is linear, and the gradient of the other.
const PUT: Kernel<Groups> = kernelOf<Groups>(
  'maxoutGrad',
  (tf, [dy, x], groups) => {
    const [outer, , inner] = groups.view;
    const inputs = [tf.reshape(dy!, [outer, 1, inner]), rankOf(tf, x!, groups)];
    return tf.reshape(compute(tf, CHOSEN, inputs, groups.view)[0]!, x!.shape);
  },
  (tf, [v], [, x], groups) => [() => apply(tf, PICK, [v!, x!], groups), () => apply(tf, NOTHING, [x!], groups)],
);
const PICK: Kernel<Groups> = kernelOf<Groups>(
  'maxoutPick',
  (tf, [value, x], groups) => {
    const [outer, , inner] = groups.view;
    const inputs = [tf.reshape(value!, [...groups.view]), rankOf(tf, x!, groups)];
    return tf.reshape(compute(tf, CHOSEN, inputs, groups.view, [outer, 1, inner])[0]!, [...groups.shape]);
  },
  (tf, [dy], [, x], groups) => [() => apply(tf, PUT, [dy!, x!], groups), () => apply(tf, NOTHING, [x!], groups)],
);
/** 0, or NaN in a group with a NaN. */
const NOTHING: Kernel<Groups> = kernelOf<Groups>(
  'maxoutZero',
  (tf, [x], groups) => tf.reshape(zerosLike(tf, rankOf(tf, x!, groups)), x!.shape),
  (tf, _, [x], groups) => [() => apply(tf, NOTHING, [x!], groups)],
);

export const maxout = overAxis({
  name: 'maxout',
  className: 'Maxout',
  summary: 'The largest of each group of channels; each group becomes one unit.',
  formula: '\\max_{i \\in \\text{group}} x_i',
  reference: 'Goodfellow et al. 2013, arXiv:1302.4389; TensorFlow Addons Maxout',
  params: {
    pieces: {count: true, default: 2, description: 'Channels in a group.'},
    units: {count: true, default: null, description: 'Groups; checked if given.'},
    axis: {axis: 'one', default: -1, description: 'The axis of the channels.'},
    grouping: {
      default: 'contiguous',
      choices: ['contiguous', 'strided'],
      description: 'Consecutive channels form a group; or unit u has the channels u, u + units, u + 2 units ...',
    },
  },
  shape: (shape, [axis], {pieces, units}) => {
    const size = shape[axis!]!;
    if (size === null) return resized(shape, axis!, units);
    if (size % pieces) return `has ${size} channels, which are no whole number of groups of ${pieces} pieces`;
    if (units !== null && units !== size / pieces) {
      return (
        `has ${size} channels, so ${size / pieces} units of ${pieces} pieces each, not ${units}. ` +
        'Leave units out, or give that number'
      );
    }
    return resized(shape, axis!, size / pieces);
  },
  compute: (tf, x, [axis], {pieces, grouping}) => {
    const [outer, size, inner] = around(x.shape, axis!);
    const units = size / pieces;
    const view = grouping === 'strided' ? [outer, pieces, units * inner] : [outer * units, pieces, inner];
    const attributes = {view: view as never, shape: resized(x.shape, axis!, units)};
    return apply(tf, MAXOUT, [x], attributes);
  },
});

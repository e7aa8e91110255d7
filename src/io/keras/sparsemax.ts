/**
 * Keras 3's `sparsemax`, as models were trained with it: its threshold takes the sum of all running totals of the support
 * where the paper (and `rx.sparsemax`) takes the last, so that results do not sum to 1.
 */

import type {Expression} from '../../expr/trace';
import type {Kernel} from '../../kernels/register';
import {apply, compute, kernelOf, programOf} from '../../ops/axis/parts';
import type {Tensor, Tf} from '../../tf';

export const NAME = 'kerasSparsemax';

export function createKerasSparsemax(tf: Tf, Base: new () => object) {
  return class KerasSparsemax extends Base {
    static readonly className = NAME;

    apply(x: Tensor): Tensor {
      return tf.tidy(() => apply(tf, SPARSEMAX, [x], {}));
    }

    getConfig() {
      return {};
    }
  };
}

type Tensors = Readonly<Record<string, Expression>>;

// Of each element: how many come before it in falling order, itself included, and what these are together.
const isUpTo = ({a, b, i, j}: Tensors) => {
  const one = i!.mul(0).add(1);
  return one.where(b!.greater(a!), i!.sub(j!).add(0.5).step().where(b!.greaterEqual(a!), 0));
};
const UP_TO = programOf('kerasSparsemaxSort', ['a', 'b', 'i', 'j'], isUpTo, all =>
  all.b!.where(isUpTo(all).greater(0.5), 0),
);
const isInside = ({a, place, total}: Tensors) => a!.sub(total!.sub(1).div(place!)).step();
const INSIDE = programOf('kerasSparsemaxSum', ['a', 'place', 'total'], isInside, all =>
  all.total!.where(isInside(all).greater(0.5), 0),
);
const above = ({a, sum, count}: Tensors) => a!.sub(sum!.sub(1).div(count!));
const VALUE = programOf('kerasSparsemaxValue', ['a', 'count', 'sum'], all => above(all).relu());
const PASSED = programOf('kerasSparsemaxPassed', ['dy', 'a', 'count', 'sum'], all =>
  all.dy!.where(above(all).greater(0), 0),
);
// A value is in as many of the totals as there are places inside from its own on.
const WEIGHT = programOf('kerasSparsemaxWeight', ['a', 'place', 'total', 'count'], all =>
  all.count!.add(1).sub(all.place!).div(all.count!).where(isInside(all).greater(0.5), 0),
);

interface Slices {
  readonly a: Tensor;
  readonly place: Tensor;
  readonly total: Tensor;
  readonly count: Tensor;
  readonly sum: Tensor;
}

function slices(tf: Tf, x: Tensor): Slices {
  const size = x.shape.at(-1)!;
  const rows = x.size / size;
  const a = tf.reshape(x, [rows, size]);
  const index = tf.range(0, size);
  const pairs = [tf.reshape(x, [rows, size, 1]), tf.reshape(x, [rows, 1, size]), tf.reshape(index, [size, 1]), index];
  const [place, total] = compute(tf, UP_TO, pairs, [rows, size, size], [rows, size, 1]).map(each =>
    tf.reshape(each, [rows, size]),
  ) as [Tensor, Tensor];
  const [count, sum] = compute(tf, INSIDE, [a, place, total], a.shape, [rows, 1]) as [Tensor, Tensor];
  return {a, place, total, count, sum};
}

const passed = (tf: Tf, dy: Tensor, {a, count, sum}: Slices): Tensor =>
  compute(tf, PASSED, [tf.reshape(dy, a.shape), a, count, sum], a.shape)[0]!;
const weights = (tf: Tf, {a, place, total, count}: Slices): Tensor =>
  compute(tf, WEIGHT, [a, place, total, count], a.shape)[0]!;

const SPARSEMAX: Kernel<object> = kernelOf<object>(
  'kerasSparsemax',
  (tf, [x]) => {
    const {a, count, sum} = slices(tf, x!);
    return tf.reshape(compute(tf, VALUE, [a, count, sum], a.shape)[0]!, x!.shape);
  },
  (tf, [dy], [x]) => [() => apply(tf, BACKWARD, [dy!, x!], {})],
);
/** Both are linear in their first input, and each other's gradient in it; what is positive does not change continuously. */
const BACKWARD: Kernel<object> = kernelOf<object>(
  'kerasSparsemaxGrad',
  (tf, [dy, x]) => {
    const all = slices(tf, x!);
    const direct = passed(tf, dy!, all);
    return tf.reshape(tf.sub(direct, tf.mul(weights(tf, all), tf.sum(direct, -1, true))), x!.shape);
  },
  (tf, [v], [, x]) => [() => apply(tf, FORWARD, [v!, x!], {}), () => tf.zerosLike(x!)],
);
const FORWARD: Kernel<object> = kernelOf<object>(
  'kerasSparsemaxChange',
  (tf, [change, x]) => {
    const all = slices(tf, x!);
    const view = tf.reshape(change!, all.a.shape);
    const shift = tf.sum(tf.mul(view, weights(tf, all)), -1, true);
    return tf.reshape(passed(tf, tf.sub(view, shift), all), x!.shape);
  },
  (tf, [v], [, x]) => [() => apply(tf, BACKWARD, [v!, x!], {}), () => tf.zerosLike(x!)],
);

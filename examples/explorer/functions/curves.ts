/** Curves of functions and of their derivatives, by the package itself on the backend that runs. */

import type {Chosen, CurvesRequest, CurvesResult, Values} from '../messages';
import {rx, tf} from '../tf';

type Function = (x: tf.Tensor1D) => tf.Tensor;
type Op = (x: tf.Tensor, values: object) => tf.Tensor;

export async function curves({functions, from, to, count, orders}: CurvesRequest): Promise<CurvesResult> {
  const xs = Float32Array.from({length: count}, (_, i) => from + ((to - from) * i) / (count - 1));
  const results = [];
  for (const chosen of functions) {
    try {
      results.push({values: await curvesOf(functionOf(chosen), xs, orders)});
    } catch (error) {
      results.push({error: (error as Error).message});
    }
  }
  return {xs, curves: results, backend: tf.getBackend()};
}

async function curvesOf(f: Function, xs: Float32Array, orders: readonly number[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(() => orders.map(order => derivative(f, order)(tf.tensor1d(xs))));
  try {
    return await Promise.all(tensors.map(async tensor => (await tensor.data()) as Float32Array));
  } finally {
    tf.dispose(tensors);
  }
}

function derivative(f: Function, order: number): Function {
  let result = f;
  for (let i = 0; i < order; i++) result = tf.grad(result as (x: tf.Tensor) => tf.Tensor) as Function;
  return result;
}

function functionOf({name, values}: Chosen): Function {
  const info = rx.functions.get(name);
  if (!info || info.kind === 'layer') throw new Error(`There is no function '${name}'.`);
  const op = rx[name as keyof typeof rx] as unknown as Op;
  if (info.kind === 'pointwise') return x => op(x, values);
  if (info.kind === 'hinged') return x => op(x, hingesOf(values));
  return overAxis(op, values);
}

/** `a1`, `a2` ... as the list `a`, as many as `hinges` says. */
function hingesOf(values: Values) {
  const list = (name: string) => Array.from({length: Number(values['hinges'])}, (_, i) => values[`${name}${i + 1}`]);
  return {a: list('a'), b: list('b')};
}

/** Of [x, other] or [other, x], one of the results. */
function overAxis(op: Op, {other, varied, result = 1, ...settings}: Values): Function {
  return x => {
    const column = tf.reshape(x, [-1, 1]);
    const constant = tf.fill(column.shape, Number(other));
    const rows = tf.concat(varied === 'second' ? [constant, column] : [column, constant], 1);
    // Where the op takes the axis away there is one result. A slice outside is checked here: tf.js does not on wasm.
    const results: tf.Tensor = tf.reshape(op(rows, settings), [x.size, -1]);
    const index = Number(result) - 1;
    if (!(index >= 0 && index < results.shape[1]!))
      throw new Error(`There is no result ${result} of ${results.shape[1]}.`);
    return tf.reshape(tf.slice(results, [0, index], [-1, 1]), [-1]);
  };
}

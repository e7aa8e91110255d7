/** A function over an axis as an op: checks what it is given, and computes it. */

import {RectifierError, show} from '../../errors';
import {settingsOf} from '../../settings';
import {isTensor, type Tensor, type TensorLike, type Tf} from '../../tf';
import {floatTensor} from '../pointwise';
import type {AxisDefinition, SettingValue, Size} from './definition';
import {compute, programOf, reshaped} from './parts';

export type AxisOp = (x: Tensor | TensorLike, params?: Readonly<Record<string, unknown>>) => Tensor;
export type Values = Readonly<Record<string, SettingValue>>;

export function axisOp(tf: Tf, definition: AxisDefinition): AxisOp {
  const where = `rx.${definition.name}`;
  return (x, params = {}) => {
    const values = settingsOf(definition.params, params, where) as Values;
    return tf.tidy(where, () => {
      const input = stored(tf, floatTensor(tf, x, 'x', where, `rx.layers.${definition.name}`), x);
      const axes = axesOf(values, input.shape, where);
      const shape = shapeOf(definition, input.shape, axes, values, where) as number[];
      return input.size ? definition.compute(tf, input, axes, values as never) : reshaped(tf, input, shape);
    });
  };
}

const COPY = programOf('float', ['a'], ({a}) => a!);
/**
 * As float32 in memory too. WebGPU's cast keeps the integers there, and stock kernels that move elements, as tf.max does
 * where its axis is not the last, are no valid shaders then.
 */
const stored = (tf: Tf, input: Tensor, given: Tensor | TensorLike): Tensor =>
  (isTensor(given) && given.dtype === 'float32') || tf.getBackend() !== 'webgpu' || !input.size
    ? input
    : compute(tf, COPY, [input], input.shape)[0]!;

/** The axes that are meant, counted from the start, in rising order. */
export function axesOf({axis}: Values, shape: readonly Size[], where: string): number[] {
  const rank = shape.length;
  const given = [axis].flat() as number[];
  const axes = given.map(each => {
    if (each < -rank || each >= rank) {
      throw new RectifierError(
        `${where}: there is no axis ${each} in x of shape [${text(shape)}]` +
          (rank ? `, whose axes are 0 to ${rank - 1}, or -${rank} to -1.` : ', which has no axis. Give it one.'),
      );
    }
    return each < 0 ? each + rank : each;
  });
  if (new Set(axes).size < axes.length) {
    throw new RectifierError(`${where}: axis ${show(axis)} names an axis of x of shape [${text(shape)}] twice.`);
  }
  return axes.sort((a, b) => a - b);
}

/** The shape of the result. */
export function shapeOf(
  definition: AxisDefinition,
  shape: readonly Size[],
  axes: readonly number[],
  values: Values,
  where: string,
): Size[] {
  const result = definition.shape(shape, axes, values as never);
  if (typeof result !== 'string') return result;
  throw new RectifierError(`${where}: axis ${axes[0]} of x of shape [${text(shape)}] ${result}.`);
}

const text = (shape: readonly Size[]): string => shape.map(size => size ?? 'null').join();

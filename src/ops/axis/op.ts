/** A function over an axis as an op: checks what it is given, and computes it. */

import {isChoice} from '../../activations/definition';
import {RectifierError, show, suggestion} from '../../errors';
import {isTensor, type Tensor, type TensorLike, type Tf} from '../../tf';
import {floatTensor} from '../pointwise';
import type {AxisDefinition, Setting, SettingValue, Size} from './definition';
import {compute, programOf, reshaped} from './parts';

export type AxisOp = (x: Tensor | TensorLike, params?: Readonly<Record<string, unknown>>) => Tensor;
export type Values = Readonly<Record<string, SettingValue>>;

export function axisOp(tf: Tf, definition: AxisDefinition): AxisOp {
  const where = `rx.${definition.name}`;
  return (x, params = {}) => {
    const values = settingsOf(definition, params, where);
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

/** All settings: the given ones checked, the others by default. An undefined one counts as left out. */
export function settingsOf(
  {params}: Pick<AxisDefinition, 'params'>,
  given: Readonly<Record<string, unknown>>,
  where: string,
  besides: readonly string[] = [],
): Record<string, SettingValue> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(params, name)) {
      throw new RectifierError(
        `${where}: unknown setting '${name}'.${suggestion(name, [...Object.keys(params), ...besides])}`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(params).map(([name, setting]) => {
      const value = given[name] === undefined ? setting.default : given[name];
      const {allowed, fits} = rule(setting);
      if (!fits(value)) throw new RectifierError(`${where}: ${name} must be ${allowed}, but is ${show(value)}.`);
      return [name, Array.isArray(value) ? [...value] : value];
    }),
  ) as Record<string, SettingValue>;
}

const isWhole = (value: unknown): boolean => Number.isInteger(value);

function rule(setting: Setting): {allowed: string; fits: (value: unknown) => boolean} {
  if (isChoice(setting as never)) {
    const {choices} = setting as {choices: readonly unknown[]};
    return {allowed: choices.map(show).join(' or '), fits: value => choices.includes(value)};
  }
  if ('axis' in setting) {
    const several = setting.axis === 'several';
    return {
      allowed: `a whole number${several ? ' or a list of them' : ''}, negative ones counting from the end`,
      fits: value => isWhole(value) || (several && Array.isArray(value) && value.length > 0 && value.every(isWhole)),
    };
  }
  if ('count' in setting) {
    const none = setting.default === null;
    return {
      allowed: `a whole number from 1${none ? ', or null' : ''}`,
      fits: value => (isWhole(value) && (value as number) > 0) || (none && value === null),
    };
  }
  return {allowed: 'true or false', fits: value => typeof value === 'boolean'};
}

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

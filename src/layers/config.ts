/** The config that every pointwise layer takes: read, checked, and written back as it is saved. */

import {isLearnable, labelsOf, type Definition, type NumberSpec, type Value} from '../activations/definition';
import {checkKeys, RectifierError, refuse, show, suggestion} from '../errors';
import {isConstant} from '../expr/graph';
import {derive} from '../expr/derive';
import {graphOf} from '../ops/pointwise';
import {fixedOf, learnedRange, valuesOf, type LearnedRange} from '../parameters';
import type {Tensor, Tf} from '../tf';

/** What a constraint, an initializer and a regularizer are to us. */
export type Initializer = ReturnType<Tf['initializers']['zeros']>;
export type Regularizer = ReturnType<Tf['regularizers']['l2']>;
export type Constraint = ReturnType<Tf['constraints']['nonNeg']>;

/** How one parameter is learned. */
export interface Learned {
  readonly name: string;
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | undefined;
  readonly constraint: Constraint | undefined;
  /** The catalogue's bounds, which hold besides the constraint. */
  readonly range: LearnedRange;
}

export interface PointwiseConfig {
  readonly values: Readonly<Record<string, Value>>;
  readonly learned: readonly Learned[];
  /** Keras's axis numbers as given, or null for all axes but the last. */
  readonly sharedAxes: readonly number[] | null;
  /** Our part of getConfig(): plain data. */
  readonly saved: Readonly<Record<string, unknown>>;
}

/** Keys that tf.js's Layer takes or writes itself, `customObjects` among them, which it puts into every config. */
export const STOCK_KEYS: readonly string[] = [
  'name',
  'trainable',
  'updatable',
  'dtype',
  'inputDType',
  'inputShape',
  'batchInputShape',
  'batchSize',
  'weights',
  'customObjects',
];
export const PARTS = ['Initializer', 'Regularizer', 'Constraint'] as const;

/** @param besides keys that are not read here, but known */
export function readConfig(
  tf: Tf,
  definition: Definition,
  config: Readonly<Record<string, unknown>>,
  besides: readonly string[] = [],
): PointwiseConfig {
  const {layer: where} = labelsOf(definition);
  const names = Object.keys(definition.params);
  const numeric = names.filter(name => isLearnable(definition.params[name]!));
  const own = [
    ...names,
    ...numeric.flatMap(name => PARTS.map(part => name + part)),
    'learnable',
    'sharedAxes',
    ...besides,
  ];
  checkKeys(where, config, [...own, ...STOCK_KEYS], own);
  const values = valuesOf(definition, config, where);
  const learnable = readLearnable(definition, values, config['learnable'], where);
  const sharedAxes = readSharedAxes(config['sharedAxes'], where);
  const saved: Record<string, unknown> = {...values, learnable, sharedAxes};
  const learned: Learned[] = [];
  for (const name of numeric) {
    const given = PARTS.filter(part => config[name + part] !== undefined && config[name + part] !== null);
    if (!learnable.includes(name)) {
      if (given.length) {
        throw new RectifierError(
          `${where}: ${name}${given[0]} is given, but ${name} is fixed, so it would have no effect. ` +
            `Learn it with learnable: ['${name}'], or leave ${name}${given[0]} out.`,
        );
      }
      continue;
    }
    const parts = parseParts(tf, name, config, where);
    for (const part of given) saved[name + part] = parts.saved[part];
    const initializer = config[name + 'Initializer']
      ? parts.initializer
      : tf.initializers.constant({value: values[name] as number});
    const {regularizer, constraint} = parts;
    learned.push({
      name,
      initializer,
      regularizer,
      constraint,
      range: learnedRange(definition.params[name] as NumberSpec),
    });
  }
  return {values, learned, sharedAxes, saved};
}

/**
 * tf.js exports no parser of initializer, regularizer and constraint identifiers, so a throwaway layer that takes them
 * parses and serializes them. It is named, so that it does not use up an automatic layer name, and never built.
 */
export function parseParts(tf: Tf, name: string, config: Readonly<Record<string, unknown>>, where: string) {
  const alpha: Record<string, unknown> = Object.fromEntries(
    PARTS.map(part => [`alpha${part}`, copyPlain(config[name + part])]).filter(([, value]) => value !== undefined),
  );
  // Keras's short names, of which tf.js knows 'l1l2' alone.
  const regularizer = alpha['alphaRegularizer'];
  if (regularizer === 'l1' || regularizer === 'l2') alpha['alphaRegularizer'] = tf.regularizers[regularizer]();
  try {
    const layer = tf.layers.prelu({...alpha, name: 'rectifier_parts'});
    const parsed = layer as unknown as Record<string, unknown>;
    const saved = layer.getConfig();
    return {
      initializer: parsed['alphaInitializer'] as Initializer,
      regularizer: (parsed['alphaRegularizer'] ?? undefined) as Regularizer | undefined,
      constraint: (parsed['alphaConstraint'] ?? undefined) as Constraint | undefined,
      saved: Object.fromEntries(PARTS.map(part => [part, saved[`alpha${part}`]])),
    };
  } catch (error) {
    const given = PARTS.filter(part => config[name + part] !== undefined).map(
      part => `${name}${part} ${show(config[name + part])}`,
    );
    throw new RectifierError(`${where}: tf.js does not understand ${given.join(' or ')}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * A copy of plain data, which tf.js may write into (it adds `customObjects`); an instance of a class stays itself.
 * `exchange` says what comes in the place of a value, or undefined where it is copied.
 */
export function copyPlain(value: unknown, exchange?: (key: string, inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(each => copyPlain(each, exchange));
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, exchange?.(key, inner) ?? copyPlain(inner, exchange)]),
  );
}

/** Whether an object is a literal, of whatever realm: its prototype is the last one. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function readLearnable(
  definition: Definition,
  values: Readonly<Record<string, Value>>,
  given: unknown,
  where: string,
): string[] {
  const specs = definition.params;
  const names = Object.keys(specs);
  const numeric = names.filter(name => isLearnable(specs[name]!) && values[name] !== null);
  // A parameter in which the derivative is 0 everywhere would never move.
  const movable = () => numeric.filter(name => !isConstant(derive(graphOf(definition, fixedOf(values)), name), 0));
  if (given === undefined || given === null) return numeric.filter(name => (specs[name] as NumberSpec).learned);
  if (given === false) return [];
  if (given === true) return movable();
  if (!Array.isArray(given)) {
    refuse(where, 'learnable', given, 'true, false or a list of names');
  }
  for (const name of given) {
    if (!names.includes(name)) {
      throw new RectifierError(`${where}: learnable names ${show(name)}.${suggestion(String(name), names)}`);
    }
    const why = !isLearnable(specs[name]!)
      ? 'it is no parameter of the formula, but a choice'
      : values[name] === null
        ? `it is null here; give it a number: ${name}: 1`
        : movable().includes(name)
          ? null
          : 'its derivative is 0 everywhere';
    if (why !== null) throw new RectifierError(`${where}: ${name} cannot be learned, since ${why}.`);
  }
  return names.filter(name => given.includes(name));
}

export function readSharedAxes(given: unknown, where: string): number[] | null {
  if (given === undefined || given === null) return null;
  const axes = Array.isArray(given) ? given : [given];
  for (const axis of axes) {
    if (!Number.isInteger(axis) || axis === 0) {
      const reason = axis === 0 ? 'axis 0 is the batch, which is always shared' : `${show(axis)} is no axis`;
      throw new RectifierError(
        `${where}: sharedAxes must hold whole numbers, 1 being the first axis after the batch and -1 the last: ${reason}.`,
      );
    }
  }
  return [...axes] as number[];
}

/** The shape of a learned parameter: the input's without the batch, with 1 on shared axes. */
export function parameterShape(
  inputShape: readonly (number | null)[],
  sharedAxes: readonly number[] | null,
  where: string,
): {shape: number[]; pinned: Record<number, number>} {
  const rank = inputShape.length;
  const shared = (sharedAxes ?? Array.from({length: Math.max(0, rank - 2)}, (_, i) => i + 1)).map(axis => {
    const positive = axis < 0 ? axis + rank : axis;
    if (positive < 1 || positive >= rank) {
      throw new RectifierError(
        `${where}: sharedAxes names axis ${axis}, but the input of shape [${inputShape.map(n => n ?? 'null')}] has ` +
          (rank > 1 ? `axes 1 to ${rank - 1} (or -${rank - 1} to -1).` : 'no axis besides the batch.'),
      );
    }
    return positive;
  });
  const pinned: Record<number, number> = {};
  const shape = inputShape.slice(1).map((size, i) => {
    const axis = i + 1;
    if (shared.includes(axis)) return 1;
    if (size === null || size === undefined) {
      throw new RectifierError(
        `${where}: axis ${axis} of the input [${inputShape.map(n => n ?? 'null')}] has no known size, and a learned ` +
          `parameter needs one there. Give the model an inputShape with that size, or share the axis: sharedAxes: [${[...shared, axis].sort()}].`,
      );
    }
    pinned[axis] = size;
    return size;
  });
  return {shape, pinned};
}

/** A value within the constraint and the catalogue's bounds. */
export function project(tf: Tf, {constraint, range}: Learned, value: Tensor): Tensor {
  let result = constraint ? constraint.apply(value) : value;
  if (range.minValue !== null) result = tf.maximum(result, range.minValue);
  if (range.maxValue !== null) result = tf.minimum(result, range.maxValue);
  if (range.margin) {
    // With its dtype: tf.js 4.0 cannot fill on wasm without one.
    const margin = tf.fill(result.shape, range.margin, 'float32');
    const side = tf.where(tf.less(result, 0), tf.neg(margin), margin);
    result = tf.where(tf.less(tf.abs(result), range.margin), side, result);
  }
  return result;
}

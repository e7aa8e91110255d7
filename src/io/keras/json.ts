/** JSON as Keras writes it, without what says nothing about numbers. */

import {RectifierError, show} from '../../errors';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A layer, a model, an initializer, a function: whatever Keras serializes. */
export interface Serialized extends JsonObject {
  readonly class_name: string;
  readonly config: JsonObject;
}
/** A layer as it stands in a model. */
export interface LayerJson extends Serialized {
  /** Weights and nodes are found by it. */
  readonly name: string;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isSerialized = (value: unknown): value is Serialized =>
  isObject(value) && typeof value['class_name'] === 'string' && isObject(value['config']);

/** Nothing where it is no list. */
export const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

export const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Only what an object has itself: `constructor` and `__proto__` are names like others. */
export const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Deeper than any model, and not so deep that reading it would overflow the stack. */
const DEEPEST = 400;

/** A copy in which NumPy's scalars and arrays are numbers and lists, as some versions of Keras write them apart. */
export function plain(value: unknown, depth = 0): Json {
  if (depth > DEEPEST) throw new RectifierError(`The topology is nested more than ${DEEPEST} levels deep: refused.`);
  // tf.js knows arrays by their constructor: those of another realm (a vm, Jest's) become ours.
  if (Array.isArray(value)) return Array.from(value, each => plain(each, depth + 1));
  if (!isObject(value)) return (value ?? null) as Json;
  if (value['type'] === 'ndarray' && 'value' in value) return plain(value['value'], depth + 1);
  if (value['class_name'] === '__numpy__' && isObject(value['config']))
    return plain(value['config']['value'], depth + 1);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, depth + 1)]));
}

/** tf.js's conversion, which it does to every key and word that it reads. */
export const toCamel = (word: string): string =>
  word.length > 1 ? word.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase()) : word;

/** How Keras makes a layer's automatic name, and a path in a .keras file, of its class: `p_re_lu`. */
export const kerasSnake = (className: string): string =>
  className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** `my_pkg>Layer` without the package. */
export const withoutPackage = (name: string): string => name.slice(name.lastIndexOf('>') + 1);

export function layerJson(value: Json, where: string): LayerJson {
  if (!isSerialized(value)) {
    throw new RectifierError(`${where}: ${show(value)} is no layer; a layer has a class_name and a config.`);
  }
  const name = value['name'] ?? value.config['name'];
  if (typeof name !== 'string' || !name || name in {}) {
    throw new RectifierError(
      `${where}: a ${value.class_name} layer is named ${show(name)}, which is no name for a layer.`,
    );
  }
  // A class of the user's may be called like one of Keras's; only this name tells them apart.
  const {registered_name: registered = null} = value;
  const ofUser = typeof registered === 'string' && registered.includes('>') && !value.class_name.includes('>');
  return {...value, ...(ofUser && {class_name: registered}), name};
}

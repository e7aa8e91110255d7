// Mutations of JSON: any node replaced, removed, renamed, moved, doubled, wrapped or flattened.
import * as fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | {[key: string]: Json};

/** As texts, since `__proto__` is an own key only in what JSON.parse makes. */
const VALUES = [
  ...['null', 'true', 'false', '0', '-1', '1', '2', '1.5', '-0.5', '1e308', '1e9', '4294967296', '1e-320'],
  ...[
    '""',
    '"x"',
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"hasOwnProperty"',
    '"valueOf"',
    '"NaN"',
    '"Infinity"',
  ],
  ...['"relu"', '"smoothRelu"', '"SmoothReLU"', '"Dense"', '"channelsFirst"', '"../weights.bin"', '"\\u0000"'],
  ...[
    '[]',
    '[[]]',
    '{}',
    '[null]',
    '["in", 0, 0, {}]',
    '[["in", 0, 0, {}]]',
    '[[["in", 0, 0, {}]]]',
    '[-1]',
    '[1e9, 1e9]',
  ],
  '{"__proto__": {"polluted": 1}}',
  '{"constructor": {"prototype": {"polluted": 1}}}',
  '{"class_name": "__proto__", "config": {}}',
  '{"class_name": "constructor", "config": {"__proto__": {"polluted": 1}}}',
  '{"class_name": "SmoothReLU", "config": {"k": -1}}',
  '{"class_name": "smooth_relu", "config": {"k": 3}}',
  `${'['.repeat(300)}${']'.repeat(300)}`,
];
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'x', 'k', 'name', 'units', 'learnable', 'config'];

export type Mutation =
  | {readonly op: 'replace'; readonly at: number; readonly value: string}
  | {readonly op: 'rename' | 'add'; readonly at: number; readonly key: string; readonly value: string}
  | {readonly op: 'remove' | 'double' | 'wrap' | 'flatten' | 'reverse' | 'change'; readonly at: number}
  | {readonly op: 'move'; readonly at: number; readonly from: number};

const at = fc.nat(10_000);
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {weight: 4, arbitrary: fc.record({op: fc.constant('replace' as const), at, value: fc.constantFrom(...VALUES)})},
  {
    weight: 3,
    arbitrary: fc.record({op: fc.constantFrom('remove', 'double', 'wrap', 'flatten', 'reverse', 'change'), at}),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constantFrom('rename', 'add'),
      at,
      key: fc.constantFrom(...KEYS),
      value: fc.constantFrom(...VALUES),
    }),
  },
  {weight: 2, arbitrary: fc.record({op: fc.constant('move' as const), at, from: at})},
) as fc.Arbitrary<Mutation>;

/** Changes the JSON in place. */
export function mutate(root: Json, each: Mutation): void {
  const places = placesOf(root);
  // Another mutation may have left nothing.
  if (!places.length) return;
  const [parent, key] = places[each.at % places.length]!;
  const value = parent[key] as Json;
  switch (each.op) {
    case 'replace':
      return set(parent, key, JSON.parse(each.value) as Json);
    case 'remove':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      return;
    case 'double':
      if (Array.isArray(parent)) parent.splice(Number(key), 0, copy(value));
      else set(parent, `${key}_1`, copy(value));
      return;
    case 'wrap':
      return set(parent, key, [value]);
    case 'flatten':
      return set(
        parent,
        key,
        Array.isArray(value) ? value.flat() : value && typeof value === 'object' ? Object.values(value) : value,
      );
    case 'reverse':
      return set(
        parent,
        key,
        Array.isArray(value) ? value.reverse() : typeof value === 'string' ? value.toUpperCase() : value,
      );
    case 'change':
      return set(
        parent,
        key,
        typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : String(value),
      );
    case 'rename':
      if (Array.isArray(parent)) return set(parent, key, {[each.key]: value});
      delete parent[key];
      return set(parent, each.key, value);
    case 'add': {
      const inside = value && typeof value === 'object' && !Array.isArray(value) ? value : parent;
      return Array.isArray(inside)
        ? void inside.push(JSON.parse(each.value) as Json)
        : set(inside, each.key, JSON.parse(each.value) as Json);
    }
    case 'move': {
      const [other, name] = places[each.from % places.length]!;
      return set(parent, key, copy(other[name]!));
    }
  }
}

type Container = Json[] | {[key: string]: Json};

/** Every node but the root, by where it is. */
function placesOf(root: Json): [parent: {[key: string]: Json} & Json[], key: string][] {
  if (typeof root !== 'object' || root === null) return [];
  return Object.keys(root).flatMap(key => {
    const here = [root, key] as never;
    return [here, ...placesOf((root as never)[key])];
  });
}

/** Not by assignment, which would set the prototype where the key is `__proto__`. */
const set = (parent: Container, key: string, value: Json): void => {
  Object.defineProperty(parent, key, {value, enumerable: true, writable: true, configurable: true});
};
const copy = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json;

/** The same JSON with the keys of every object in another order. */
export function shuffled(value: Json, random: () => number): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(each => shuffled(each, random));
  const keys = Object.keys(value)
    .map(key => [random(), key] as const)
    .sort(([a], [b]) => a - b);
  return Object.fromEntries(keys.map(([, key]) => [key, shuffled(value[key]!, random)]));
}

/** What users pass to the companions, checked before anything is trained with it. */

import {fail, show, suggestion} from './host';

/** What an option may be. */
export interface Setting {
  readonly fits: (value: unknown) => boolean;
  /** In words: it must be ... */
  readonly wanted: string;
  /** Also for null; null itself for what may be absent. Without a default an option has to be given. */
  readonly default?: unknown;
}
export type Settings = Readonly<Record<string, Setting>>;

/** A kind of option, which becomes one with its default. */
export const kind =
  (wanted: string, fits: (value: never) => boolean) =>
  (byDefault?: unknown): Setting => ({wanted, fits: fits as Setting['fits'], default: byDefault});

export const finite = kind('a finite number', Number.isFinite);
export const atLeast0 = kind('a finite number >= 0', (value: number) => Number.isFinite(value) && value >= 0);
export const above0 = kind('a finite number > 0', (value: number) => Number.isFinite(value) && value > 0);
export const count = kind('a whole number >= 0', (value: number) => Number.isInteger(value) && value >= 0);
/** Whatever it is, its user checks it. */
export const anything = kind('', () => true);

export const oneOf = (words: readonly unknown[], byDefault: unknown = words[0]): Setting => ({
  fits: value => words.includes(value),
  get wanted() {
    return words.map(show).join(' or ');
  },
  default: byDefault,
});

export const text = (wanted: string, byDefault: string): Setting =>
  kind(wanted, value => typeof value === 'string' && value !== '')(byDefault);

export const NO = oneOf([true, false], false);
export const VERBOSE = oneOf([0, 1]);
/** How often something is done. */
export const PERIOD = kind(
  "'epoch' or a whole number of batches >= 1",
  value => value === 'epoch' || (Number.isInteger(value) && value > 0),
)('epoch');

/** The options, each with its default. An unknown key is an error that names the nearest known one. */
export function readOptions<T>(where: string, settings: Settings, given: unknown): T {
  const options = (given ?? {}) as Readonly<Record<string, unknown>>;
  const known = Object.keys(settings);
  if (typeof options !== 'object' || Array.isArray(options)) {
    refuse(where, 'options', given, `an object of ${known.join(', ')}`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) fail(where, `unknown option '${key}'.${suggestion(key, known)}`);
  }
  const read = ([name, setting]: [string, Setting]) => {
    const value = options[name] ?? setting.default;
    return [name, value === null && setting.default === null ? value : check(where, name, value, setting)];
  };
  return Object.fromEntries(Object.entries(settings).map(read)) as T;
}

/** The value, if it is what is wanted. */
export function check<T>(where: string, name: string, value: T, {fits, wanted}: Setting): T {
  return fits(value) ? value : refuse(where, name, value, wanted);
}

/** Throws what all messages of this kind say alike; `known` where one of these may be meant. */
export function refuse(where: string, name: string, value: unknown, wanted: string, known?: readonly string[]): never {
  fail(where, `${name} must be ${wanted}, but is ${show(value)}.${known ? suggestion(String(value), known) : ''}`);
}

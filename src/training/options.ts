/** What users pass to the companions, checked before anything is trained with it. */

import {RectifierError, show, suggestion} from '../errors';

/** What an option may be. */
export interface Setting {
  readonly fits: (value: unknown) => boolean;
  /** In words: it must be ... */
  readonly wanted: string;
  /** Also for null; null itself for what may be absent. Without a default an option has to be given. */
  readonly default?: unknown;
}
export type Settings = Readonly<Record<string, Setting>>;

interface Range {
  readonly min?: number;
  readonly above?: number;
  readonly below?: number;
  readonly whole?: boolean;
}

/** A finite number of a range. */
export function number({min, above, below, whole}: Range, byDefault?: number | null): Setting {
  const limits = [
    [min, '>='],
    [above, '>'],
    [below, '<'],
  ].flatMap(([limit, sign]) => (limit === undefined ? [] : `${sign} ${limit}`));
  return {
    fits: value =>
      (whole ? Number.isInteger(value) : Number.isFinite(value)) &&
      !((value as number) < min! || (value as number) <= above! || (value as number) >= below!),
    wanted: `a ${whole ? 'whole' : 'finite'} number ${limits.join(' and ')}`.trim(),
    default: byDefault,
  };
}

export const oneOf = (words: readonly unknown[], byDefault: unknown = words[0]): Setting => ({
  fits: value => words.includes(value),
  wanted: words.map(show).join(' or '),
  default: byDefault,
});

export const text = (wanted: string, byDefault: string): Setting => ({
  fits: value => typeof value === 'string' && value !== '',
  wanted,
  default: byDefault,
});

/** Whatever it is, its user checks it. */
export const anything = (byDefault?: unknown): Setting => ({fits: () => true, wanted: '', default: byDefault});

export const COUNT = number({min: 0, whole: true}, 0);
export const NO = oneOf([true, false], false);
export const VERBOSE = oneOf([0, 1]);
/** How often something is done. */
export const PERIOD: Setting = {
  fits: value => value === 'epoch' || (Number.isInteger(value) && (value as number) > 0),
  wanted: "'epoch' or a whole number of batches >= 1",
  default: 'epoch',
};

/** The options, each with its default. An unknown key is an error that names the nearest known one. */
export function readOptions<T>(where: string, settings: Settings, given: unknown): T {
  const options = (given ?? {}) as Readonly<Record<string, unknown>>;
  const known = Object.keys(settings);
  if (typeof options !== 'object' || Array.isArray(options)) {
    refuseArgument(where, given, `an object of options: ${known.join(', ')}`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new RectifierError(`${where}: unknown option '${key}'.${suggestion(key, known)}`);
  }
  const read = ([name, setting]: [string, Setting]) => {
    const value = options[name] ?? setting.default;
    return [name, value === null && setting.default === null ? value : check(where, name, value, setting)];
  };
  return Object.fromEntries(Object.entries(settings).map(read)) as T;
}

/** The value, if it is what is wanted. */
export function check<T>(where: string, name: string, value: T, {fits, wanted}: Omit<Setting, 'default'>): T {
  return fits(value) ? value : refuse(where, name, value, wanted);
}

export function refuse(where: string, name: string, value: unknown, wanted: string): never {
  throw new RectifierError(`${where}: ${name} must be ${wanted}, but is ${show(value)}.`);
}

/** Of what has no name, since it is an argument by itself. */
export function refuseArgument(where: string, value: unknown, wanted: string): never {
  throw new RectifierError(`${where} received ${show(value)}; give ${wanted}.`);
}

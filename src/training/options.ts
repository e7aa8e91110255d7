/** What users pass to the companions, checked before anything is trained with it. */

import {RectifierError, show, suggestion} from '../errors';

export interface Range {
  readonly min?: number;
  readonly above?: number;
  readonly below?: number;
  readonly whole?: boolean;
}

/** A finite number of a range, unless it is something else. Without a default it has to be given. */
export interface Setting extends Range {
  /** Also for null. True or false makes it a setting that is one of these, null one that may be absent. */
  readonly default?: unknown;
  /** One of these. */
  readonly words?: readonly unknown[];
  /** A list of such numbers. */
  readonly list?: true;
  /** Whatever it is, its user checks it. */
  readonly any?: true;
}
export type Settings = Readonly<Record<string, Setting>>;

export const COUNT: Setting = {default: 0, min: 0, whole: true};
export const NO: Setting = {default: false};
export const VERBOSE: Setting = {default: 0, words: [0, 1]};

/** The options, each with its default. An unknown key is an error that names the nearest known one. */
export function readOptions<T>(where: string, settings: Settings, given: unknown): T {
  const options = (given ?? {}) as Readonly<Record<string, unknown>>;
  const known = Object.keys(settings);
  if (typeof options !== 'object' || Array.isArray(options)) {
    throw new RectifierError(`${where} received ${show(given)}, not an object of options. Known: ${known.join(', ')}.`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new RectifierError(`${where}: unknown option '${key}'.${suggestion(key, known)}`);
  }
  const read = (name: string, setting: Setting) => {
    const value = options[name] ?? setting.default;
    if (setting.any || (value === null && setting.default === null)) return value;
    if (typeof setting.default === 'boolean') return checkWord(where, name, value, [true, false]);
    if (setting.words) return checkWord(where, name, value, setting.words);
    if (!setting.list) return checkNumber(where, name, value, setting);
    if (Array.isArray(value)) return value.map((each, i) => checkNumber(where, `${name}[${i}]`, each, setting));
    throw new RectifierError(`${where}: ${name} must be a list of numbers, but is ${show(value)}.`);
  };
  return Object.fromEntries(known.map(name => [name, read(name, settings[name]!)])) as T;
}

/** The value, if it is a finite number within the range. */
export function checkNumber(where: string, name: string, value: unknown, range: Range): number {
  const {min = -Infinity, above = -Infinity, below = Infinity, whole = false} = range;
  const isRight =
    typeof value === 'number' && (whole ? Number.isInteger(value) : Number.isFinite(value)) && value >= min;
  if (isRight && value > above && value < below) return value;
  const limits: string[] = [];
  if (range.min !== undefined) limits.push(`>= ${min}`);
  if (range.above !== undefined) limits.push(`> ${above}`);
  if (range.below !== undefined) limits.push(`< ${below}`);
  const wanted = `a ${whole ? 'whole' : 'finite'} number ${limits.join(' and ')}`.trim();
  throw new RectifierError(`${where}: ${name} must be ${wanted}, but is ${show(value)}.`);
}

function checkWord(where: string, name: string, value: unknown, words: readonly unknown[]): unknown {
  if (words.includes(value)) return value;
  throw new RectifierError(`${where}: ${name} must be ${words.map(show).join(' or ')}, but is ${show(value)}.`);
}

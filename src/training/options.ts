/** What users pass to the companions, checked before anything is trained with it. */

import {RectifierError, show, suggestion} from '../errors';

/** The options, or {} for none; an unknown key is an error that names the nearest known one. */
export function checkOptions<T extends object>(where: string, given: T | undefined, known: readonly string[]): T {
  const options = given ?? ({} as T);
  if (typeof options !== 'object' || Array.isArray(options)) {
    throw new RectifierError(`${where} received ${show(given)}, not an object of options. Known: ${known.join(', ')}.`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new RectifierError(`${where}: unknown option '${key}'.${suggestion(key, known)}`);
  }
  return options;
}

export interface Range {
  readonly min?: number;
  readonly above?: number;
  readonly below?: number;
  readonly whole?: boolean;
}

/** The value, if it is a finite number within the range. */
export function checkNumber(where: string, name: string, value: unknown, range: Range = {}): number {
  const {min = -Infinity, above = -Infinity, below = Infinity, whole = false} = range;
  const right =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= min &&
    value > above &&
    value < below &&
    (!whole || Number.isInteger(value));
  if (right) return value;
  const limits = [
    ...(range.min === undefined ? [] : [`>= ${min}`]),
    ...(range.above === undefined ? [] : [`> ${above}`]),
    ...(range.below === undefined ? [] : [`< ${below}`]),
  ].join(' and ');
  const kind = whole ? 'a whole number' : 'a finite number';
  throw new RectifierError(`${where}: ${name} must be ${`${kind} ${limits}`.trim()}, but is ${show(value)}.`);
}

/** The value, if it is one of the words. */
export function checkWord<W>(where: string, name: string, value: unknown, words: readonly W[]): W {
  if (words.includes(value as W)) return value as W;
  throw new RectifierError(`${where}: ${name} must be ${words.map(show).join(', ')}, but is ${show(value)}.`);
}

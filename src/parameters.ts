/** Checking parameters that are given as numbers, and the words that other frameworks have for them. */

import type {Definition, ParameterSpec} from './activations/definition';
import {RectifierError, show, suggestion} from './errors';

/** A learned parameter that has to stay above a bound stays this far above it. */
const MARGIN = 1e-3;

/** `k > 0`, `0 <= p <= 1`: the numbers allowed, in words. */
export function allowedRange({min, max, above}: ParameterSpec): string {
  const low = above !== undefined ? `> ${above}` : min !== undefined ? `>= ${min}` : '';
  const high = max !== undefined ? `<= ${max}` : '';
  return low || high ? `a finite number ${[low, high].filter(Boolean).join(' and ')}` : 'a finite number';
}

/** The range in which a learned parameter is kept after every assignment. */
export function learnedRange({min, max, above}: ParameterSpec): {minValue: number | null; maxValue: number | null} {
  return {minValue: above !== undefined ? above + MARGIN : (min ?? null), maxValue: max ?? null};
}

/** Throws unless `value` is a number that the parameter may have. */
export function checkNumber(definition: Definition, name: string, value: unknown, where: string): number {
  const spec = definition.params[name]!;
  const {min = -Infinity, max = Infinity, above = -Infinity} = spec;
  // NaN and the infinities would come back from a saved model as null.
  const fine = typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max && value > above;
  if (!fine) {
    throw new RectifierError(`${where}: ${name} must be ${allowedRange(spec)}, but is ${show(value)}.`);
  }
  return value;
}

/** Throws for a key that is no parameter of the function. */
export function checkNames(definition: Definition, given: object, where: string): void {
  const known = Object.keys(definition.params);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(definition.params, name)) {
      throw new RectifierError(`${where}: unknown parameter '${name}'.${suggestion(name, known)}`);
    }
  }
}

/** All parameters as numbers: the given ones checked, the others by default. An undefined one counts as left out. */
export function numbersOf(
  definition: Definition,
  given: Readonly<Record<string, unknown>>,
  where: string,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(definition.params).map(([name, spec]) => [
      name,
      given[name] === undefined ? spec.default : checkNumber(definition, name, given[name], where),
    ]),
  );
}

/**
 * A copy of a config that was saved, with the words of other frameworks (`beta`, `negative_slope`) replaced by ours.
 * Ours win where both are there.
 */
export function withOwnNames(
  definition: Definition,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const result = {...config};
  for (const [name, spec] of Object.entries(definition.params)) {
    for (const word of [...(spec.aliases ?? []), toSnake(name)]) {
      if (word === name || !Object.hasOwn(result, word) || Object.hasOwn(definition.params, word)) continue;
      if (!Object.hasOwn(result, name)) result[name] = result[word];
      delete result[word];
    }
  }
  return result;
}

export const toSnake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

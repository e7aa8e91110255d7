/** Checking parameters that are not given as tensors, and the words that other frameworks have for them. */

import {isChoice, type Definition, type NumberSpec, type ParameterSpec, type Value} from './activations/definition';
import {checkKeys, RectifierError, refuse, show} from './errors';

/** A learned parameter that has to stay above a bound stays this far above it. */
const MARGIN = 1e-3;

/** `k > 0`, `0 <= p <= 1`, 'none' or 'tanh': what is allowed, in words. */
export function allowed(spec: ParameterSpec): string {
  if (isChoice(spec)) return spec.choices.map(show).join(' or ');
  const {min, max, above, nonZero} = spec;
  const low = above !== undefined ? `> ${above}` : min !== undefined ? `>= ${min}` : '';
  const high = max !== undefined ? `<= ${max}` : '';
  const range = [low, high, nonZero ? 'not 0' : ''].filter(Boolean).join(' and ');
  return `a finite number${range && ` ${range}`}${spec.default === null ? ', or null' : ''}`;
}

/** The range in which a learned parameter is kept after every assignment. */
export interface LearnedRange {
  readonly minValue: number | null;
  readonly maxValue: number | null;
  /** How far from 0 at least. */
  readonly margin: number;
}

export const learnedRange = ({min, max, above, learnedMin, nonZero}: NumberSpec): LearnedRange => ({
  minValue: above !== undefined ? above + MARGIN : (learnedMin ?? min ?? null),
  maxValue: max ?? null,
  margin: nonZero ? MARGIN : 0,
});

/** Throws unless `value` is one that the parameter may have. */
export function checkValue(definition: Definition, name: string, value: unknown, where: string): Value {
  const spec = definition.params[name]!;
  if (!mayBe(spec, value)) {
    refuse(where, name, value, allowed(spec));
  }
  return value as Value;
}

/** Whether a parameter may have a value by itself. */
export function mayBe(spec: ParameterSpec, value: unknown): boolean {
  if (isChoice(spec)) return spec.choices.includes(value as string);
  if (value === null) return spec.default === null;
  const {min = -Infinity, max = Infinity, above = -Infinity, nonZero} = spec;
  // NaN and the infinities would come back from a saved model as null.
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return value >= min && value <= max && value > above && !(nonZero && value === 0);
}

/** Throws where values that are each in their range do not go together. */
export function checkTogether(
  definition: Definition,
  values: Readonly<Record<string, Value | undefined>>,
  where: string,
): void {
  const wrong = definition.check?.(values as never);
  if (wrong) throw new RectifierError(`${where}: ${wrong}.`);
}

/** Throws for a key that is no parameter of the function, nor one of those allowed besides. */
export function checkNames(
  definition: Definition,
  given: object,
  where: string,
  besides: readonly string[] = [],
): void {
  const known = [...Object.keys(definition.params), ...besides];
  checkKeys(where, given, known, known, 'parameter');
}

/** All parameters: the given ones checked, the others by default. An undefined one counts as left out. */
export function valuesOf(
  definition: Definition,
  given: Readonly<Record<string, unknown>>,
  where: string,
): Record<string, Value> {
  const values = Object.fromEntries(
    Object.entries(definition.params).map(([name, spec]) => [
      name,
      given[name] === undefined ? spec.default : checkValue(definition, name, given[name], where),
    ]),
  );
  checkTogether(definition, values, where);
  return values;
}

/** Those that are no numbers: they select the graph. */
export const fixedOf = (values: Readonly<Record<string, Value>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value !== 'number')) as never;

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

/** What the generator is given for a function: its definition, and the notes beside it, which may be missing. */

import type {Definition, Value} from '../../src/activations/definition';
import type {Elsewhere, Oracle, Page} from '../../src/activations/notes';

export interface Entry {
  readonly definition: Definition;
  readonly elsewhere?: Elsewhere;
  readonly page?: Page;
  readonly oracle?: Oracle;
}

/** A value of every parameter. */
export type Values = Readonly<Record<string, Value>>;

export const defaultsOf = ({params}: Definition): Values =>
  Object.fromEntries(Object.entries(params).map(([name, spec]) => [name, spec.default]));

/** The parameters with which a function is plotted, all values given. */
export function plottedOf({definition, page}: Entry): Values[] {
  const defaults = defaultsOf(definition);
  return (page?.plotted ?? [{}]).map(given => ({...defaults, ...given}));
}

const GREEK = 'alpha beta gamma delta epsilon theta lambda mu tau omega'.split(' ');

/** A parameter as TeX: `k`, `\alpha`, `p_1`, or what the page says. */
export function symbolOf({page}: Entry, name: string): string {
  const given = page?.symbols?.[name];
  if (given) return given;
  if (GREEK.includes(name)) return `\\${name}`;
  const indexed = /^([a-z])(\d)$/.exec(name);
  if (indexed) return `${indexed[1]}_${indexed[2]}`;
  return name.length === 1 ? name : `\\text{${name}}`;
}

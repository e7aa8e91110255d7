/** How a function's parameters are set in the page, by their definitions. */

import type {Value, Values} from '../messages';

/** An entry of catalogue.json, which build.mjs writes. */
export interface Entry {
  readonly name: string;
  readonly kind: 'pointwise' | 'axis' | 'hinged' | 'layer';
  readonly summary: string;
  readonly reference: string;
  readonly group: string;
  readonly params: Readonly<Record<string, Spec>>;
  /** Parameters as the formula has them, in HTML. */
  readonly signs: Readonly<Record<string, string>>;
  readonly domain: readonly [number, number];
  /** In HTML; several where a parameter chooses between them. */
  readonly formula: readonly string[];
  readonly derivative: readonly string[];
  /** Over an axis: how many numbers it makes of two. */
  readonly results: number | null;
}
interface Spec {
  readonly default?: Value | boolean;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly nonZero?: boolean;
  readonly noise?: boolean;
  readonly description?: string;
}

export type Control = NumberControl | ChoiceControl;
export interface NumberControl {
  readonly kind: 'number';
  readonly name: string;
  /** What it is called in the page, if not by its name. */
  readonly label?: string;
  readonly description: string;
  readonly initial: number | null;
  /** Of the slider; the field beside it takes every number that the function does. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
}
export interface ChoiceControl {
  readonly kind: 'choice';
  readonly name: string;
  readonly label?: string;
  readonly description: string;
  readonly initial: string;
  readonly choices: readonly string[];
}

/** Those that are shown while the others have these values. */
export function controlsOf(entry: Entry, values: Values): readonly Control[] {
  if (entry.kind === 'hinged') return hinges(entry, values);
  const own = Object.entries(entry.params).flatMap(([name, spec]): Control[] => {
    const description = spec.description ?? '';
    if (spec.choices) {
      return [{kind: 'choice', name, description, initial: spec.default as string, choices: spec.choices}];
    }
    // What seeds training's noise has no part in the curve; axes and counts have none for two numbers.
    return entry.kind !== 'pointwise' || spec.noise ? [] : [numberControl(name, description, spec)];
  });
  return entry.kind === 'axis' ? [...own, ...overTwo(entry)] : own;
}

/** All of them by their initial values. */
export const initialValues = (controls: readonly Control[]): Values =>
  Object.fromEntries(controls.map(({name, initial}) => [name, initial]));

/** The values with which it is computed. */
export const completeValues = (entry: Entry, values: Values): Values => ({
  ...initialValues(controlsOf(entry, values)),
  ...values,
});

function numberControl(name: string, description: string, spec: Spec): NumberControl {
  const {min, max, above, nonZero} = spec;
  const initial = (spec.default ?? null) as number | null;
  const lowest = min ?? above ?? null;
  // Farther where there is one side only.
  const size = roundUp(Math.max(2, (lowest === null ? 4 : 8) * Math.abs(initial ?? 1)));
  const low = lowest ?? -size;
  const high = max ?? (lowest === null ? size : low + size);
  const step = roundUp((high - low) / 250);
  // Where 0 is not allowed the slider's places leave it out.
  const from = above !== undefined ? low + step : nonZero ? low + step / 2 : low;
  return {kind: 'number', name, description, initial, from: tidy(from), to: tidy(high), step};
}

/** To 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return tidy([1, 2, 5, 10].find(each => each * power >= value * (1 - 1e-9))! * power);
}

const tidy = (value: number): number => Number(value.toPrecision(10));

/** What an op over an axis is plotted along: one of two numbers varies. */
function overTwo({params, results}: Entry): Control[] {
  return [
    {
      kind: 'choice',
      name: 'varied',
      label: 'x is the',
      description: 'Which of two numbers is x.',
      // Of a gated unit, the gate is what has a shape.
      initial: 'gate' in params ? 'second' : 'first',
      choices: ['first', 'second'],
    },
    {
      kind: 'number',
      name: 'other',
      label: 'other number',
      description: 'The other number.',
      ...{initial: 1, from: -5, to: 5, step: 0.05},
    },
    ...(results! > 1
      ? [
          {
            kind: 'choice' as const,
            name: 'result',
            label: 'result',
            description: 'Which of the results is plotted.',
            initial: '1',
            choices: Array.from({length: results!}, (_, i) => String(i + 1)),
          },
        ]
      : []),
  ];
}

const HINGES: readonly (readonly [a: number, b: number])[] = [
  [-0.5, 0],
  [0.8, -1.5],
  [-0.4, 2],
];

function hinges({params}: Entry, values: Values): Control[] {
  const choices = HINGES.map((_, i) => String(i + 1));
  const count = Number(values['hinges'] ?? 2);
  const number = (name: 'a' | 'b', i: number): NumberControl => ({
    kind: 'number',
    name: `${name}${i + 1}`,
    description: params[name]!.description ?? '',
    initial: HINGES[i]![name === 'a' ? 0 : 1]!,
    ...{from: -4, to: 4, step: 0.05},
  });
  return [
    {kind: 'choice', name: 'hinges', description: 'How many hinges.', initial: '2', choices},
    ...HINGES.slice(0, count).flatMap((_, i) => [number('a', i), number('b', i)]),
  ];
}

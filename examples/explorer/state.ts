/** What a link keeps, and how: `#f=smoothRelu(k=2)&f=relu&d=01&x=-4,4`. */

import {DATASETS, type Dataset} from './learning/data';
import type {Chosen, NetChoice, Structure, Value} from './messages';

export const MOST_FUNCTIONS = 6;
export const MOST_NETS = 4;

export interface State {
  readonly view: 'functions' | 'learning';
  /** The backend that was asked for, if any. */
  readonly backend: string | null;
  readonly functions: readonly Chosen[];
  /** The derivatives that are plotted; 0 is the function itself. */
  readonly orders: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly structure: Structure;
  readonly nets: readonly NetChoice[];
  readonly rate: number;
  readonly steps: number;
}

const chosen = (name: string): Chosen => ({name, values: {}});
export const netOf = (name: string): NetChoice => ({name, values: {}, learn: null});

export const INITIAL: State = {
  view: 'functions',
  backend: null,
  functions: [{name: 'smoothRelu', values: {k: 2}}, chosen('elu'), chosen('gelu'), chosen('relu')],
  orders: [0],
  from: -4,
  to: 4,
  structure: {data: 'spirals', noise: 0.1, layers: 3, units: 12},
  nets: [netOf('smoothRelu'), netOf('prelu'), netOf('elu'), netOf('relu')],
  rate: 0.01,
  steps: 500,
};

/** Without what is as it is at first. */
export function toHash(state: State): string {
  const parts: string[] = [];
  const put = (key: string, value: string, initial: string) => {
    if (value !== initial) parts.push(`${key}=${value}`);
  };
  const each = (key: string, list: readonly Chosen[], initial: readonly Chosen[]) => {
    const texts = list.map(textOf);
    if (texts.join() !== initial.map(textOf).join())
      parts.push(...(texts.length ? texts : ['']).map(t => `${key}=${t}`));
  };
  const {structure, ...rest} = state;
  put('view', rest.view, INITIAL.view);
  put('on', rest.backend ?? '', '');
  each('f', rest.functions, INITIAL.functions);
  put('d', rest.orders.join(''), INITIAL.orders.join(''));
  put('x', `${rest.from},${rest.to}`, `${INITIAL.from},${INITIAL.to}`);
  for (const key of ['data', 'noise', 'layers', 'units'] as const) {
    put(key, String(structure[key]), String(INITIAL.structure[key]));
  }
  each('net', rest.nets.map(withLearn), INITIAL.nets.map(withLearn));
  put('rate', String(rest.rate), String(INITIAL.rate));
  put('steps', String(rest.steps), String(INITIAL.steps));
  return parts.length ? `#${parts.join('&')}` : '';
}

/** `known` functions; what of a link makes no sense is left out, and said by `problems`. */
export function fromHash(hash: string, known: ReadonlySet<string>): {state: State; problems: readonly string[]} {
  const given = new URLSearchParams(hash.replace(/^#/, '').replaceAll('+', '%2B'));
  const problems: string[] = [];
  const read = <T>(key: string, initial: T, parse: (text: string) => T | undefined): T => {
    const text = given.get(key);
    if (text === null) return initial;
    const value = parse(text);
    if (value === undefined) problems.push(`${key}=${text}`);
    return value ?? initial;
  };
  const each = (key: string, initial: readonly Chosen[], most: number): readonly Chosen[] => {
    const texts = given.getAll(key);
    if (!texts.length) return initial;
    const list = texts.filter(Boolean).flatMap(text => {
      const parsed = chosenOf(text);
      if (parsed && known.has(parsed.name)) return [parsed];
      problems.push(`${key}=${text}`);
      return [];
    });
    return list.slice(0, most);
  };
  const number = (low: number, high: number) => (text: string) => {
    const value = Number(text);
    return text !== '' && value >= low && value <= high ? value : undefined;
  };
  const whole = (low: number, high: number) => (text: string) => {
    const value = number(low, high)(text);
    return Number.isInteger(value) ? value : undefined;
  };
  const word =
    <T extends string>(words: readonly T[]) =>
    (text: string) =>
      words.find(each => each === text);
  const nets = each('net', INITIAL.nets.map(withLearn), MOST_NETS).map(withoutLearn);
  const [from, to] = read('x', [INITIAL.from, INITIAL.to], text => {
    const [low, high, ...more] = text.split(',').map(Number);
    return isRange(low, high) && !more.length ? [low!, high!] : undefined;
  });
  const {structure} = INITIAL;
  const state: State = {
    view: read('view', INITIAL.view, word(['functions', 'learning'])),
    backend: read('on', INITIAL.backend, text => (/^[a-z]+$/.test(text) ? text : undefined)),
    functions: each('f', INITIAL.functions, MOST_FUNCTIONS),
    orders: read('d', INITIAL.orders, text => {
      return /^0?1?2?$/.test(text) && text ? [...text].map(Number) : undefined;
    }),
    from: from!,
    to: to!,
    structure: {
      data: read('data', structure.data, word<Dataset>(DATASETS)),
      noise: read('noise', structure.noise, number(0, 0.5)),
      layers: read('layers', structure.layers, whole(1, 6)),
      units: read('units', structure.units, whole(1, 64)),
    },
    nets: nets.length ? nets : INITIAL.nets,
    rate: read('rate', INITIAL.rate, number(1e-6, 10)),
    steps: read('steps', INITIAL.steps, whole(1, 100_000)),
  };
  return {state, problems};
}

/** What can be plotted as float32, and has room for different numbers. */
export const isRange = (from: number | undefined, to: number | undefined): boolean =>
  Math.abs(from!) <= 1e6 && Math.abs(to!) <= 1e6 && to! - from! >= 1e-3 * Math.max(1, Math.abs(from!), Math.abs(to!));

/** In a link it is one of the values: `elu(alpha=0.5,learn=false)`. */
const withLearn = ({name, values, learn}: NetChoice): Chosen => ({
  name,
  values: learn === null ? values : {...values, learn: String(learn)},
});
const withoutLearn = ({name, values: {learn = null, ...values}}: Chosen): NetChoice => ({
  name,
  values,
  learn: learn === 'true' ? true : learn === 'false' ? false : null,
});

/** `elu(alpha=0.5)` */
export function textOf({name, values}: Chosen): string {
  const given = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  return given.length ? `${name}(${given.join(',')})` : name;
}

function chosenOf(text: string): Chosen | null {
  const [, name, given] = /^(\w+)(?:\((.*)\))?$/.exec(text) ?? [];
  if (!name) return null;
  const pairs = (given ?? '').split(',').filter(Boolean);
  const values = pairs.map(pair => pair.split('=') as [string, string | undefined]);
  if (values.some(([key, value]) => !key || value === undefined)) return null;
  return {name, values: Object.fromEntries(values.map(([key, value]) => [key, valueOf(value!)]))};
}

function valueOf(text: string): Value {
  if (text === 'null') return null;
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

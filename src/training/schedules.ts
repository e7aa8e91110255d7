/** `schedules`: learning rates as functions of the step, and back from what was saved of them. */

import {host} from './host';
import {check, NO, readOptions, ruled} from './options';
import type {Settings} from '../settings';
import type {Schedule, Schedules, SerializedSchedule} from './types';

type Values = Readonly<Record<string, number>>;

interface Kind {
  readonly className: string;
  readonly settings: Settings;
  /** The rate after the warm-up, `base` being the one to begin with. */
  readonly rate: (step: number, base: number, values: Values) => number;
}

const AT_LEAST_0 = {min: 0};
const ABOVE_0 = {above: 0};
const LIST = ruled('a list of numbers', Array.isArray);
const START = {initialLearningRate: AT_LEAST_0, warmupTarget: {min: 0, default: null}};
const STEPS = {...START, decaySteps: ABOVE_0};
const RATE = {...STEPS, decayRate: ABOVE_0};
const ALPHA = {alpha: {min: 0, default: 0}};
const WARM_UP = {warmupSteps: {min: 0, default: 0}};

/** Of the kind that has no such option, each step is one of a staircase. */
const progress = (step: number, {decaySteps, staircase = 1}: Values) =>
  staircase ? Math.floor(step / decaySteps!) : step / decaySteps!;
const exponential: Kind['rate'] = (step, base, values) => base * values['decayRate']! ** progress(step, values);
const cosine = (done: number, alpha: number, peak = 1) =>
  (1 - alpha) * 0.5 * peak * (1 + Math.cos(Math.PI * done)) + alpha;

const KINDS = {
  step: {
    className: 'StepDecay',
    settings: RATE,
    rate: exponential,
  },
  exponential: {
    className: 'ExponentialDecay',
    settings: {...RATE, staircase: NO},
    rate: exponential,
  },
  inverseTime: {
    className: 'InverseTimeDecay',
    settings: {...STEPS, decayRate: AT_LEAST_0, staircase: NO},
    rate: (step, base, values) => base / (1 + values['decayRate']! * progress(step, values)),
  },
  polynomial: {
    className: 'PolynomialDecay',
    settings: {...STEPS, endLearningRate: {min: 0, default: 1e-4}, power: {above: 0, default: 1}, cycle: NO},
    rate: (step, base, {decaySteps, endLearningRate, power, cycle}) => {
      const length = cycle ? decaySteps! * Math.max(1, Math.ceil(step / decaySteps!)) : decaySteps!;
      return (base - endLearningRate!) * (1 - Math.min(step, length) / length) ** power! + endLearningRate!;
    },
  },
  cosine: {
    className: 'CosineDecay',
    settings: {...STEPS, ...ALPHA},
    rate: (step, base, {decaySteps, alpha}) => base * cosine(Math.min(step / decaySteps!, 1), alpha!),
  },
  cosineRestarts: {
    className: 'CosineDecayRestarts',
    settings: {
      ...START,
      firstDecaySteps: ABOVE_0,
      tMul: {min: 1, default: 2},
      mMul: {above: 0, default: 1},
      ...ALPHA,
    },
    rate: (step, base, {firstDecaySteps, tMul, mMul, alpha}) => {
      let [length, begin, restarts] = [firstDecaySteps!, 0, 0];
      if (tMul === 1) {
        restarts = Math.floor(step / length);
        begin = restarts * length;
      }
      // Counted rather than by logarithms, which at the restarts themselves are one off by rounding.
      for (; step - begin >= length; restarts++) [begin, length] = [begin + length, length * tMul!];
      return base * cosine((step - begin) / length, alpha!, mMul! ** restarts);
    },
  },
  piecewise: {
    className: 'PiecewiseConstantDecay',
    settings: {boundaries: LIST, values: LIST},
    rate: (step, _base, values) => {
      const {boundaries, values: rates} = values as unknown as Record<string, readonly number[]>;
      const piece = boundaries!.findIndex(boundary => step <= boundary);
      return rates!.at(piece)!;
    },
  },
} satisfies Record<string, Kind>;
type Name = keyof typeof KINDS;
const NAMES = Object.keys(KINDS) as Name[];

function make(name: Name, given: object): Schedule {
  const where = `schedules.${name}`;
  const {className, settings, rate}: Kind = KINDS[name];
  const config = readOptions<Record<string, unknown>>(where, {...settings, ...WARM_UP}, given);
  const {warmupSteps, warmupTarget = null} = config as {warmupSteps: number; warmupTarget?: number | null};
  const first = name === 'piecewise' ? readPieces(where, config) : (config as Values)['initialLearningRate']!;
  const base = warmupTarget ?? first;
  // Keras's, or where no target is given up from near 0: a step at rate 0 would be one for nothing.
  const start = warmupTarget === null ? base / (warmupSteps + 1) : first;

  const schedule = (step: number): number => {
    check(where, 'the step', step, AT_LEAST_0);
    if (step < warmupSteps) return start + ((base - start) * step) / warmupSteps;
    return rate(step - warmupSteps, base, config as Values);
  };
  const toJSON = (): SerializedSchedule => ({className, config: structuredClone(config)});
  return Object.assign(schedule, {className, getConfig: () => toJSON().config, toJSON});
}

/** The first of the rates, which is where these warm up to. */
function readPieces(where: string, config: Record<string, unknown>): number {
  const {boundaries, values} = config as Record<string, number[]>;
  boundaries!.forEach((each, i) => check(where, `boundaries[${i}]`, each, {}));
  values!.forEach((each, i) => check(where, `values[${i}]`, each, AT_LEAST_0));
  if (values!.length !== boundaries!.length + 1 || boundaries!.some((each, i) => each <= boundaries![i - 1]!)) {
    host.refuse(where, 'boundaries', boundaries, `rising, and one less than the ${values!.length} values`);
  }
  return values![0]!;
}

/** From what `JSON.stringify(schedule)` wrote, or from Keras's own. */
function deserialize(serialized: SerializedSchedule | Readonly<Record<string, unknown>>): Schedule {
  const {className, class_name, config} = (serialized ?? {}) as Record<string, unknown>;
  const wanted = className ?? class_name;
  const known = NAMES.map(each => KINDS[each].className);
  const name = NAMES[known.indexOf(wanted as never)];
  if (!name) return host.refuse('schedules.deserialize', 'className', wanted, 'known', known);
  const {name: _, ...options} = (config ?? {}) as Record<string, unknown>;
  return make(name, Object.fromEntries(Object.entries(options).map(([key, value]) => [host.toCamel(key), value])));
}

export const schedules = {
  ...Object.fromEntries(NAMES.map(name => [name, (config: object) => make(name, config)])),
  deserialize,
} as unknown as Schedules;

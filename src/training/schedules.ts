/** `schedules`: learning rates as functions of the step, and back from what was saved of them. */

import {RectifierError, show, suggestion} from '../errors';
import {checkNumber, NO, readOptions, type Setting, type Settings} from './options';
import type {Schedule, Schedules, SerializedSchedule} from './types';

type Values = Readonly<Record<string, number>>;

interface Kind {
  readonly className: string;
  readonly settings: Settings;
  /** The rate after the warm-up, `base` being the one to begin with. */
  readonly rate: (step: number, base: number, values: Values) => number;
}

const steps: Setting = {above: 0};
const rate: Setting = {min: 0};
const factor: Setting = {above: 0};
const WARM_UP: Settings = {
  warmupTarget: {default: null, min: 0},
  warmupSteps: {default: 0, min: 0},
};

const progress = (step: number, {decaySteps, staircase}: Values) =>
  staircase ? Math.floor(step / decaySteps!) : step / decaySteps!;
const cosine = (done: number, alpha: number, peak = 1) =>
  (1 - alpha) * 0.5 * peak * (1 + Math.cos(Math.PI * done)) + alpha;

const KINDS = {
  step: {
    className: 'StepDecay',
    settings: {initialLearningRate: rate, decaySteps: steps, decayRate: factor},
    rate: (step, base, values) => base * values['decayRate']! ** Math.floor(step / values['decaySteps']!),
  },
  exponential: {
    className: 'ExponentialDecay',
    settings: {initialLearningRate: rate, decaySteps: steps, decayRate: factor, staircase: NO},
    rate: (step, base, values) => base * values['decayRate']! ** progress(step, values),
  },
  inverseTime: {
    className: 'InverseTimeDecay',
    settings: {initialLearningRate: rate, decaySteps: steps, decayRate: {min: 0}, staircase: NO},
    rate: (step, base, values) => base / (1 + values['decayRate']! * progress(step, values)),
  },
  polynomial: {
    className: 'PolynomialDecay',
    settings: {
      initialLearningRate: rate,
      decaySteps: steps,
      endLearningRate: {default: 0.0001, min: 0},
      power: {default: 1, above: 0},
      cycle: NO,
    },
    rate: (step, base, {decaySteps, endLearningRate, power, cycle}) => {
      const length = cycle ? decaySteps! * Math.max(1, Math.ceil(step / decaySteps!)) : decaySteps!;
      return (base - endLearningRate!) * (1 - Math.min(step, length) / length) ** power! + endLearningRate!;
    },
  },
  cosine: {
    className: 'CosineDecay',
    settings: {initialLearningRate: rate, decaySteps: steps, alpha: {default: 0, min: 0}},
    rate: (step, base, {decaySteps, alpha}) => base * cosine(Math.min(step / decaySteps!, 1), alpha!),
  },
  cosineRestarts: {
    className: 'CosineDecayRestarts',
    settings: {
      initialLearningRate: rate,
      firstDecaySteps: steps,
      tMul: {default: 2, min: 1},
      mMul: {default: 1, above: 0},
      alpha: {default: 0, min: 0},
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
    settings: {boundaries: {list: true}, values: {list: true, min: 0}},
    rate: (step, _base, values) => {
      const {boundaries, values: rates} = values as unknown as Record<string, readonly number[]>;
      const piece = boundaries!.findIndex(boundary => step <= boundary);
      return rates!.at(piece)!;
    },
  },
} satisfies Record<string, Kind>;

function make(name: keyof typeof KINDS, given: Readonly<Record<string, unknown>> | undefined): Schedule {
  const where = `schedules.${name}`;
  const {className, settings, rate}: Kind = KINDS[name];
  const config = readOptions<Record<string, unknown>>(where, {...settings, ...WARM_UP}, given);
  const {warmupSteps, warmupTarget} = config as {warmupSteps: number; warmupTarget: number | null};
  const values = config as Values;
  const first = name === 'piecewise' ? readPieces(where, config) : values['initialLearningRate']!;
  const base = warmupTarget ?? first;
  // Keras's, or where no target is given up from near 0: a step at rate 0 would be one for nothing.
  const start = warmupTarget === null ? base / (warmupSteps + 1) : first;

  const schedule = (step: number): number => {
    checkNumber(where, 'the step', step, {min: 0});
    if (step < warmupSteps) return start + ((base - start) * step) / warmupSteps;
    return rate(step - warmupSteps, base, values);
  };
  const toJSON = (): SerializedSchedule => ({className, config: structuredClone(config)});
  return Object.assign(schedule, {className, getConfig: () => toJSON().config, toJSON});
}

function readPieces(where: string, config: Record<string, unknown>): number {
  const {boundaries, values, warmupTarget} = config as Record<string, number[]>;
  if (values!.length !== boundaries!.length + 1 || boundaries!.some((each, i) => i && each <= boundaries![i - 1]!)) {
    throw new RectifierError(
      `${where}: boundaries must rise, and values be one more than they are; received ${boundaries!.length} boundaries ` +
        `(${boundaries!.join(', ')}) and ${values!.length} values.`,
    );
  }
  if (warmupTarget !== null) {
    throw new RectifierError(
      `${where} warms up to its first value: leave out warmupTarget, and give warmupSteps alone.`,
    );
  }
  return values![0]!;
}

/** From what `JSON.stringify(schedule)` wrote, or from Keras's own. */
function deserialize(serialized: SerializedSchedule | Readonly<Record<string, unknown>>): Schedule {
  const {className, class_name, config} = (serialized ?? {}) as Record<string, unknown>;
  const wanted = className ?? class_name;
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const name = names.find(each => KINDS[each].className === wanted);
  if (!name) {
    throw new RectifierError(
      `schedules.deserialize: no schedule has the className ${show(wanted)}.` +
        suggestion(
          String(wanted),
          names.map(each => KINDS[each].className),
        ),
    );
  }
  const camel = (key: string) => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const entries = Object.entries((config ?? {}) as object).map(([key, value]) => [camel(key), value] as const);
  return make(name, Object.fromEntries(entries.filter(([key]) => key !== 'name')));
}

export const schedules = {
  ...Object.fromEntries(
    (Object.keys(KINDS) as (keyof typeof KINDS)[]).map(name => [name, (config: never) => make(name, config)]),
  ),
  deserialize,
} as unknown as Schedules;

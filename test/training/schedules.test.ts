// Schedules: values computed by hand from Keras's formulas, warm-up, what JSON keeps, and what is refused.
import * as tf from '@tensorflow/tfjs';
import {rectifiers, RectifierError} from '../../src/index';
import {training, type Schedule} from '../../src/training/index';

const {schedules} = training(rectifiers(tf));
const decay = {initialLearningRate: 0.8, decaySteps: 10};

const TABLE: [string, Schedule, [number, number][]][] = [
  ['step', schedules.step({...decay, decayRate: 0.5}), [[0, 0.8], [9, 0.8], [10, 0.4], [35, 0.1]]],
  ['exponential', schedules.exponential({...decay, decayRate: 0.25}), [[0, 0.8], [5, 0.4], [10, 0.2], [15, 0.1]]],
  ['exponential, staircase', schedules.exponential({...decay, decayRate: 0.25, staircase: true}), [[9, 0.8], [19, 0.2]]],
  ['inverseTime', schedules.inverseTime({...decay, decayRate: 1}), [[0, 0.8], [10, 0.4], [15, 0.32], [30, 0.2]]],
  ['inverseTime, staircase', schedules.inverseTime({...decay, decayRate: 3, staircase: true}), [[9, 0.8], [19, 0.2]]],
  ['polynomial', schedules.polynomial(decay), [[0, 0.8], [5, 0.40005], [10, 0.0001], [99, 0.0001]]],
  [
    'polynomial, square, to 0',
    schedules.polynomial({...decay, endLearningRate: 0, power: 2}),
    [[0, 0.8], [5, 0.2], [9, 0.008], [10, 0]],
  ],
  [
    'polynomial in cycles',
    schedules.polynomial({...decay, endLearningRate: 0, cycle: true}),
    [[0, 0.8], [10, 0], [11, 0.36], [15, 0.2], [20, 0], [25, 0.8 / 6]],
  ],
  ['cosine', schedules.cosine(decay), [[0, 0.8], [5, 0.4], [10, 0], [20, 0]]],
  ['cosine, alpha', schedules.cosine({...decay, alpha: 0.25}), [[0, 0.8], [5, 0.5], [10, 0.2], [20, 0.2]]],
  [
    'cosineRestarts',
    schedules.cosineRestarts({initialLearningRate: 0.8, firstDecaySteps: 10, mMul: 0.5}),
    // Of 10 steps, 20, 40.
    [[0, 0.8], [5, 0.4], [10, 0.4], [20, 0.2], [30, 0.2], [50, 0.1], [70, 0.1]],
  ],
  [
    'cosineRestarts of one length, alpha',
    schedules.cosineRestarts({initialLearningRate: 0.8, firstDecaySteps: 10, tMul: 1, alpha: 0.5}),
    [[0, 0.8], [5, 0.6], [10, 0.8], [15, 0.6], [1e9 + 5, 0.6]],
  ],
  [
    'piecewise',
    schedules.piecewise({boundaries: [10, 20], values: [1, 0.5, 0.1]}),
    [[0, 1], [10, 1], [11, 0.5], [20, 0.5], [21, 0.1], [1e6, 0.1]],
  ],
  [
    'warm-up as in Keras',
    schedules.cosine({...decay, initialLearningRate: 0.2, warmupTarget: 1, warmupSteps: 4}),
    [[0, 0.2], [1, 0.4], [3, 0.8], [4, 1], [9, 0.5], [14, 0]],
  ],
  [
    'warm-up from near 0',
    schedules.exponential({...decay, decayRate: 0.25, warmupSteps: 3}),
    [[0, 0.2], [1, 0.4], [2, 0.6], [3, 0.8], [8, 0.4]],
  ],
  [
    'warm-up, piecewise',
    schedules.piecewise({boundaries: [5], values: [1, 0.1], warmupSteps: 1}),
    [[0, 0.5], [1, 1], [6, 1], [7, 0.1]],
  ],
]; // prettier-ignore

test.each(TABLE)('%s', (_name, schedule, points) => {
  const copy = schedules.deserialize(JSON.parse(JSON.stringify(schedule)));
  expect(copy.className).toBe(schedule.className);
  expect(copy.getConfig()).toEqual(schedule.getConfig());
  for (const [step, rate] of points) {
    expect(schedule(step)).toBeCloseTo(rate, 12);
    expect(copy(step)).toBe(schedule(step));
  }
});

test('restarts are where they should be, at each of very many', () => {
  const schedule = schedules.cosineRestarts({initialLearningRate: 1, firstDecaySteps: 3, tMul: 5});
  let begin = 0;
  for (let length = 3; length < 1e8; length *= 5) {
    expect(schedule(begin)).toBe(1);
    if (begin) expect(schedule(begin - 1)).toBeLessThan(0.26);
    begin += length;
  }
});

test("Keras's own config is read", () => {
  const schedule = schedules.deserialize({
    class_name: 'CosineDecayRestarts',
    config: {initial_learning_rate: 0.5, first_decay_steps: 8, t_mul: 1, m_mul: 0.5, alpha: 0, name: 'SGDRDecay'},
  });
  expect([0, 4, 8].map(schedule)).toEqual([0.5, 0.25, 0.25]);
  const warm = schedules.deserialize({
    class_name: 'CosineDecay',
    config: {
      initial_learning_rate: 0,
      decay_steps: 8,
      alpha: 0,
      name: 'CosineDecay',
      warmup_target: 0.5,
      warmup_steps: 2,
    },
  });
  expect([0, 1, 2, 6].map(warm)).toEqual([0, 0.25, 0.5, 0.25]);
});

test('a config cannot be changed from outside', () => {
  const values = [1, 0.5];
  const schedule = schedules.piecewise({boundaries: [3], values});
  values[0] = 9;
  (schedule.getConfig()['values'] as number[])[0] = 9;
  expect(schedule(0)).toBe(1);
});

test('what is wrong is said', () => {
  const wrong: [() => unknown, RegExp][] = [
    [() => schedules.step({decaySteps: 1, decayRate: 1} as never), /initialLearningRate must be a finite number >= 0, but is undefined/],
    [() => schedules.cosine({...decay, decaySteps: 0}), /schedules\.cosine: decaySteps must be a finite number > 0, but is 0/],
    [() => schedules.cosine({...decay, decaysteps: 3} as never), /unknown setting 'decaysteps'\. Did you mean 'decaySteps'/],
    [() => schedules.exponential({...decay, decayRate: 1, staircase: 1} as never), /staircase must be true or false, but is 1/],
    [() => schedules.cosineRestarts({initialLearningRate: 1, firstDecaySteps: 1, tMul: 0.5}), /tMul must be a finite number >= 1/],
    [() => schedules.piecewise({boundaries: [1], values: [1]}), /boundaries must be rising, and one less than the 1 values, but is \[1\]/],
    [() => schedules.piecewise({boundaries: [2, 1], values: [1, 2, 3]}), /boundaries must be rising.* but is \[2,1\]/],
    [() => schedules.piecewise({boundaries: 1, values: [1]} as never), /boundaries must be a list of numbers, but is 1/],
    [() => schedules.piecewise({boundaries: [1], values: [1, NaN]}), /values\[1\] must be a finite number >= 0, but is NaN/],
    [() => schedules.piecewise({boundaries: [1], values: [1, 2], warmupTarget: 3} as never), /unknown setting 'warmupTarget'\..* Known: boundaries, values, warmupSteps/],
    [() => schedules.cosine(3 as never), /options must be an object, but is 3\. Known: initialLearningRate/],
    [() => schedules.cosine(decay)(-1), /the step must be a finite number >= 0, but is -1/],
    [() => schedules.cosine(decay)('3' as never), /but is '3'/],
    [() => schedules.deserialize({class_name: 'CosinDecay', config: {}}), /Did you mean 'CosineDecay'/],
    [() => schedules.deserialize(null as never), /className must be known, but is undefined\. Known: StepDecay/],
  ]; // prettier-ignore
  for (const [body, message] of wrong) {
    expect(body).toThrow(RectifierError);
    expect(body).toThrow(message);
  }
});

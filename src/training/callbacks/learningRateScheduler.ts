/** `callbacks.learningRateScheduler`: sets the optimizer's rate before each step or epoch. */

import {host} from '../host';
import {check, readOptions, VERBOSE} from '../options';
import {getRate, setRate} from '../rate';
import type {LearningRateSchedulerOptions, Schedule} from '../types';
import type {Fit, Hooks, Kit} from './callback';

export function learningRateScheduler(
  {where}: Kit,
  schedule: Schedule | ((index: number, rate: number) => number),
  given?: LearningRateSchedulerOptions,
) {
  if (typeof schedule !== 'function') {
    host.refuse(where, 'schedule', schedule, 'one of schedules, or a function of the epoch');
  }
  const by = {choices: ['step', 'epoch'], default: 'toJSON' in schedule ? 'step' : 'epoch'};
  const settings = readOptions<Required<LearningRateSchedulerOptions>>(where, {by, verbose: VERBOSE}, given);
  const apply = ({model}: Fit, index: number) => {
    const rate = schedule(index, getRate(model.optimizer));
    setRate(model.optimizer, check(where, `the rate for ${settings.by} ${index}`, rate, {min: 0}));
  };

  const hooks: Hooks = {
    onEpochBegin: (fit, epoch) => {
      if (settings.by === 'epoch') apply(fit, epoch);
      if (settings.verbose) console.log(`Epoch ${epoch + 1}: the learning rate is ${getRate(fit.model.optimizer)}.`);
    },
    // The optimizer's own count goes on from one fit to the next, and is saved with it.
    onBatchBegin: fit => {
      if (settings.by === 'step') apply(fit, fit.model.optimizer.iterations);
    },
    onEpochEnd: async ({model}, _epoch, logs) => {
      logs['learningRate'] = getRate(model.optimizer);
    },
  };
  return [hooks] as const;
}

/** `callbacks.learningRateScheduler`: sets the optimizer's rate before each step or epoch. */

import {check, readOptions, refuse, VERBOSE} from '../options';
import {getRate, setRate} from '../rate';
import type {LearningRateSchedulerOptions, Schedule} from '../types';
import type {Fit, Hooks, Kit} from './callback';

export function learningRateScheduler(
  {where}: Kit,
  schedule: Schedule | ((index: number, rate: number) => number),
  given?: LearningRateSchedulerOptions,
) {
  if (typeof schedule !== 'function') {
    refuse(where, 'schedule', schedule, 'one of schedules, or a function of the epoch that returns the rate');
  }
  const settings = {
    by: {choices: ['step', 'epoch'], default: 'toJSON' in schedule ? 'step' : 'epoch'},
    verbose: VERBOSE,
  };
  const {by, verbose} = readOptions<Required<LearningRateSchedulerOptions>>(where, settings, given);
  const apply = ({model: {optimizer}}: Fit, index: number) => {
    const rate = schedule(index, getRate(optimizer));
    setRate(optimizer, check(where, `the rate for ${by} ${index}`, rate, {min: 0}));
  };
  const hooks: Hooks = {
    onEpochBegin: (fit, epoch) => {
      if (by === 'epoch') apply(fit, epoch);
      if (verbose) console.log(`Epoch ${epoch + 1}: the learning rate is ${getRate(fit.model.optimizer)}.`);
    },
    // The optimizer's own count goes on from one fit to the next, and is saved with it.
    onBatchBegin: fit => {
      if (by === 'step') apply(fit, fit.model.optimizer.iterations);
    },
    onEpochEnd: ({model}, _epoch, logs) => {
      logs['learningRate'] = getRate(model.optimizer);
    },
  };
  return [hooks] as const;
}

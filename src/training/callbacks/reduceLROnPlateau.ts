/** `callbacks.reduceLROnPlateau`: lowers the rate when what is monitored has stopped getting better. */

import {count, readOptions, ruled, VERBOSE} from '../options';
import {getRate, setRate} from '../rate';
import type {ReduceLROnPlateauOptions} from '../types';
import type {Hooks, Kit} from './callback';
import {MONITOR, monitored} from './monitored';

const SETTINGS = {
  ...MONITOR,
  factor: ruled('a finite number > 0 and < 1', value => value > 0 && value < 1, 0.1),
  patience: count(10),
  verbose: VERBOSE,
  minDelta: {default: 1e-4},
  cooldown: count(0),
  minLr: {min: 0, default: 0},
};

export function reduceLROnPlateau({where}: Kit, given?: ReduceLROnPlateauOptions) {
  const read = readOptions<Required<ReduceLROnPlateauOptions>>(where, SETTINGS, given);
  const {factor, patience, verbose, cooldown, minLr} = read;
  const {worst, isBetter, current, check} = monitored(where, read);
  let [best, wait, cooling] = [0, 0, 0];

  const hooks: Hooks = {
    onTrainBegin: ({params}) => {
      check(params.metrics);
      [best, wait, cooling] = [worst, 0, 0];
    },
    onEpochEnd: async ({model: {optimizer}}, epoch, logs) => {
      const rate = getRate(optimizer);
      logs['learningRate'] = rate;
      const value = await current(logs);
      if (value === undefined) return;
      if (cooling > 0) [cooling, wait] = [cooling - 1, 0];
      if (isBetter(value, best)) [best, wait] = [value, 0];
      else if (cooling === 0 && ++wait >= patience && rate > minLr) {
        const lower = Math.max(rate * factor, minLr);
        setRate(optimizer, lower);
        [cooling, wait] = [cooldown, 0];
        if (verbose) console.log(`Epoch ${epoch + 1}: the learning rate is lowered to ${lower}.`);
      }
    },
  };
  return [hooks] as const;
}

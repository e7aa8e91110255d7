/** `callbacks.reduceLROnPlateau`: lowers the rate when what is monitored has stopped getting better. */

import {readOptions, ruled, VERBOSE} from '../options';
import {getRate, setRate} from '../rate';
import type {ReduceLROnPlateauOptions} from '../types';
import type {Hooks, Kit} from './callback';
import {MONITOR, monitored} from './monitored';

const SETTINGS = {
  ...MONITOR,
  factor: ruled('between 0 and 1', value => value > 0 && value < 1, 0.1),
  patience: {count: 0, default: 10},
  verbose: VERBOSE,
  minDelta: {default: 1e-4},
  cooldown: {count: 0, default: 0},
  minLr: {min: 0, default: 0},
};

export function reduceLROnPlateau({where}: Kit, given?: ReduceLROnPlateauOptions) {
  const settings = readOptions<Required<ReduceLROnPlateauOptions>>(where, SETTINGS, given);
  const quantity = monitored(where, settings);
  let [best, wait, cooling] = [0, 0, 0];

  const hooks: Hooks = {
    onTrainBegin: ({params}) => {
      quantity.check(params.metrics);
      [best, wait, cooling] = [quantity.worst, 0, 0];
    },
    onEpochEnd: async ({model}, epoch, logs) => {
      const rate = getRate(model.optimizer);
      logs['learningRate'] = rate;
      const value = await quantity.current(logs);
      if (value === undefined) return;
      if (cooling > 0) [cooling, wait] = [cooling - 1, 0];
      if (quantity.isBetter(value, best)) [best, wait] = [value, 0];
      else if (cooling === 0 && ++wait >= settings.patience && rate > settings.minLr) {
        const lower = Math.max(rate * settings.factor, settings.minLr);
        setRate(model.optimizer, lower);
        [cooling, wait] = [settings.cooldown, 0];
        if (settings.verbose) console.log(`Epoch ${epoch + 1}: the learning rate is ${lower}.`);
      }
    },
  };
  return [hooks] as const;
}

/** `callbacks.reduceLROnPlateau`: lowers the rate when what is monitored has stopped getting better. */

import {COUNT, number, readOptions, VERBOSE} from '../options';
import {getRate, setRate} from '../rate';
import type {ReduceLROnPlateauOptions} from '../types';
import type {MakeCallback} from './callback';
import {MONITOR, Monitored} from './monitored';

const WHERE = 'callbacks.reduceLROnPlateau';
const SETTINGS = {
  ...MONITOR,
  factor: number({above: 0, below: 1}, 0.1),
  patience: number({min: 0, whole: true}, 10),
  verbose: VERBOSE,
  minDelta: number({}, 1e-4),
  cooldown: COUNT,
  minLr: number({min: 0}, 0),
};

export const reduceLROnPlateau = (make: MakeCallback) => (given?: ReduceLROnPlateauOptions) => {
  const options = readOptions<Required<ReduceLROnPlateauOptions>>(WHERE, SETTINGS, given);
  const {factor, patience, verbose, cooldown, minLr} = options;
  const monitored = new Monitored(WHERE, options);
  let [best, wait, cooling] = [0, 0, 0];

  return make(WHERE, {
    onTrainBegin: fit => {
      monitored.check(fit);
      [best, wait, cooling] = [monitored.worst, 0, 0];
    },
    onEpochEnd: async ({model: {optimizer}}, epoch, logs) => {
      const rate = getRate(optimizer);
      logs['learningRate'] = rate;
      const current = await monitored.read(logs);
      if (current === undefined) return;
      if (cooling > 0) [cooling, wait] = [cooling - 1, 0];
      if (monitored.isBetter(current, best)) [best, wait] = [current, 0];
      else if (cooling === 0 && ++wait >= patience && rate > minLr) {
        const lower = Math.max(rate * factor, minLr);
        setRate(optimizer, lower);
        [cooling, wait] = [cooldown, 0];
        if (verbose) console.log(`Epoch ${epoch + 1}: the learning rate is lowered to ${lower}.`);
      }
    },
  });
};

/** `callbacks.reduceLROnPlateau`: lowers the rate when what is monitored has stopped getting better. */

import {atLeast0, count, finite, kind, readOptions, VERBOSE} from '../options';
import {getRate, setRate} from '../rate';
import type {ReduceLROnPlateauOptions} from '../types';
import type {MakeCallback} from './callback';
import {MONITOR, monitored} from './monitored';

const WHERE = 'callbacks.reduceLROnPlateau';
const SETTINGS = {
  ...MONITOR,
  factor: kind('a finite number > 0 and < 1', value => value > 0 && value < 1)(0.1),
  patience: count(10),
  verbose: VERBOSE,
  minDelta: finite(1e-4),
  cooldown: count(0),
  minLr: atLeast0(0),
};

export const reduceLROnPlateau = (make: MakeCallback) => (given?: ReduceLROnPlateauOptions) => {
  const options = readOptions<Required<ReduceLROnPlateauOptions>>(WHERE, SETTINGS, given);
  const {factor, patience, verbose, cooldown, minLr} = options;
  const {worst, isBetter, read, check} = monitored(WHERE, options);
  let [best, wait, cooling] = [0, 0, 0];

  return make(WHERE, {
    onTrainBegin: ({params}) => {
      check(params.metrics);
      [best, wait, cooling] = [worst, 0, 0];
    },
    onEpochEnd: async ({model: {optimizer}}, epoch, logs) => {
      const rate = getRate(optimizer);
      logs['learningRate'] = rate;
      const current = await read(logs);
      if (current === undefined) return;
      if (cooling > 0) [cooling, wait] = [cooling - 1, 0];
      if (isBetter(current, best)) [best, wait] = [current, 0];
      else if (cooling === 0 && ++wait >= patience && rate > minLr) {
        const lower = Math.max(rate * factor, minLr);
        setRate(optimizer, lower);
        [cooling, wait] = [cooldown, 0];
        if (verbose) console.log(`Epoch ${epoch + 1}: the learning rate is lowered to ${lower}.`);
      }
    },
  });
};

/** `callbacks.reduceLROnPlateau`: lowers the rate when what is monitored has stopped getting better. */

import {checkNumber, checkOptions} from '../options';
import {getRate, setRate} from '../rate';
import type {ReduceLROnPlateauOptions} from '../types';
import type {MakeCallback} from './callback';
import {MONITOR_OPTIONS, Monitored} from './monitor';

const WHERE = 'callbacks.reduceLROnPlateau';
const OPTIONS = [...MONITOR_OPTIONS, 'factor', 'patience', 'verbose', 'minDelta', 'cooldown', 'minLr'];

export const reduceLROnPlateau = (make: MakeCallback) => (given?: ReduceLROnPlateauOptions) => {
  const options = checkOptions(WHERE, given, OPTIONS);
  const {factor = 0.1, patience = 10, verbose = 0, minDelta = 1e-4, cooldown = 0, minLr = 0} = options;
  checkNumber(WHERE, 'factor', factor, {above: 0, below: 1});
  checkNumber(WHERE, 'patience', patience, {min: 0, whole: true});
  checkNumber(WHERE, 'cooldown', cooldown, {min: 0, whole: true});
  checkNumber(WHERE, 'minLr', minLr, {min: 0});
  const monitored = new Monitored(WHERE, {...options, minDelta});
  let [best, wait, cooling] = [monitored.worst, 0, 0];

  return make('reduceLROnPlateau', {
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

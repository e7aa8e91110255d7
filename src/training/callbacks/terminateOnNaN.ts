/** `callbacks.terminateOnNaN`: stops when the loss of a batch is no number any more. */

import {readOptions, VERBOSE} from '../options';
import type {TerminateOnNaNOptions} from '../types';
import {readLog, type MakeCallback} from './callback';

export const terminateOnNaN = (make: MakeCallback) => (options?: TerminateOnNaNOptions) => {
  const settings = {verbose: {...VERBOSE, default: 1}};
  const {verbose} = readOptions<Required<TerminateOnNaNOptions>>('callbacks.terminateOnNaN', settings, options);
  let [epoch, stoppedEpoch, stoppedBatch] = [0, -1, -1];
  return make(
    'terminateOnNaN',
    {
      onTrainBegin: () => {
        [stoppedEpoch, stoppedBatch] = [-1, -1];
      },
      onEpochBegin: (_fit, index) => {
        epoch = index;
      },
      onBatchEnd: async ({model}, batch, logs) => {
        const loss = await readLog(logs, 'loss');
        if (loss === undefined || Number.isFinite(loss)) return;
        [stoppedEpoch, stoppedBatch] = [epoch, batch];
        model.stopTraining = true;
        if (verbose) console.warn(`Epoch ${epoch + 1}, batch ${batch + 1}: the loss is ${loss}; training stops.`);
      },
    },
    {
      get stoppedEpoch() {
        return stoppedEpoch;
      },
      get stoppedBatch() {
        return stoppedBatch;
      },
    },
  );
};

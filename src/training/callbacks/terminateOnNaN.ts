/** `callbacks.terminateOnNaN`: stops when the loss of a batch is no number any more. */

import {oneOf, readOptions} from '../options';
import type {TerminateOnNaNOptions} from '../types';
import {every, readLog, type Fit, type Logs, type MakeCallback} from './callback';

const WHERE = 'callbacks.terminateOnNaN';
const BEGIN = {stoppedEpoch: -1, stoppedBatch: -1};

export const terminateOnNaN = (make: MakeCallback) => (options?: TerminateOnNaNOptions) => {
  const {verbose} = readOptions<Required<TerminateOnNaNOptions>>(WHERE, {verbose: oneOf([0, 1], 1)}, options);
  const state = {...BEGIN};
  const act = async ({model}: Fit, epoch: number, batch: number | null, logs: Logs) => {
    const loss = await readLog(logs, 'loss');
    if (loss === undefined || Number.isFinite(loss)) return;
    Object.assign(state, {stoppedEpoch: epoch, stoppedBatch: batch});
    model.stopTraining = true;
    if (verbose) console.warn(`Epoch ${epoch + 1}, batch ${batch! + 1}: the loss is ${loss}; training stops.`);
  };
  return make(
    WHERE,
    every(1, act, () => void Object.assign(state, BEGIN)),
    state,
  );
};

/** `callbacks.terminateOnNaN`: stops when the loss of a batch is no number any more. */

import {oneOf, readOptions} from '../options';
import type {TerminateOnNaNOptions} from '../types';
import {every, readLog, type MakeCallback} from './callback';

const WHERE = 'callbacks.terminateOnNaN';

export const terminateOnNaN = (make: MakeCallback) => (options?: TerminateOnNaNOptions) => {
  const {verbose} = readOptions<Required<TerminateOnNaNOptions>>(WHERE, {verbose: oneOf([0, 1], 1)}, options);
  const state = {stoppedEpoch: -1, stoppedBatch: -1};
  const hooks = every(1, async ({model}, epoch, batch, logs) => {
    const loss = await readLog(logs, 'loss');
    if (loss === undefined || Number.isFinite(loss)) return;
    Object.assign(state, {stoppedEpoch: epoch, stoppedBatch: batch});
    model.stopTraining = true;
    if (verbose) console.warn(`Epoch ${epoch + 1}, batch ${batch! + 1}: the loss is ${loss}; training stops.`);
  });
  const onTrainBegin = () => void Object.assign(state, {stoppedEpoch: -1, stoppedBatch: -1});
  return make(WHERE, {...hooks, onTrainBegin}, state);
};

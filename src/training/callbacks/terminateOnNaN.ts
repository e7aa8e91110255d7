/** `callbacks.terminateOnNaN`: stops when the loss of a batch is no number any more. */

import {readOptions} from '../options';
import type {TerminateOnNaNOptions} from '../types';
import {every, readLog, type Act, type Kit} from './callback';

const SETTINGS = {verbose: {choices: [0, 1], default: 1}};
const BEGIN = {stoppedEpoch: -1, stoppedBatch: -1};

export function terminateOnNaN({where}: Kit, given?: TerminateOnNaNOptions) {
  const settings = readOptions<Required<TerminateOnNaNOptions>>(where, SETTINGS, given);
  const state = {...BEGIN};
  const act: Act = async ({model}, epoch, batch, logs) => {
    const loss = await readLog(logs, 'loss');
    if (loss === undefined || Number.isFinite(loss)) return;
    Object.assign(state, {stoppedEpoch: epoch, stoppedBatch: batch! - 1});
    model.stopTraining = true;
    if (settings.verbose) console.warn(`Epoch ${epoch + 1}, batch ${batch}: the loss is ${loss}; training stops.`);
  };
  return [every(1, act, () => Object.assign(state, BEGIN)), state] as const;
}

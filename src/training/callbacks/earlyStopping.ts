/** `callbacks.earlyStopping`: stops when what is monitored has stopped getting better, and goes back to the best weights. */

import type {Tf} from '../../tf';
import {NO, readOptions, VERBOSE} from '../options';
import type {EarlyStoppingOptions} from '../types';
import type {Hooks, Kit, Model} from './callback';
import {MONITOR, monitored} from './monitored';

const SETTINGS = {
  ...MONITOR,
  minDelta: {default: 0},
  patience: {count: 0, default: 0},
  verbose: VERBOSE,
  baseline: {default: null},
  restoreBestWeights: NO,
  startFromEpoch: {count: 0, default: 0},
};

export function earlyStopping({tf, where}: Kit, given?: EarlyStoppingOptions) {
  const settings = readOptions<Required<EarlyStoppingOptions>>(where, SETTINGS, given);
  const quantity = monitored(where, settings);
  const begin = {best: quantity.worst, bestEpoch: -1, stoppedEpoch: -1};
  const state = {...begin};
  let wait = 0;
  let restore: (() => void) | null = null;

  const hooks: Hooks = {
    onTrainBegin: ({params}) => {
      quantity.check(params.metrics);
      Object.assign(state, begin);
      [wait, restore] = [0, null];
    },
    onEpochEnd: async ({model}, epoch, logs) => {
      const value = await quantity.current(logs);
      if (value === undefined || epoch < settings.startFromEpoch) return;
      const improves = quantity.isBetter(value, state.best);
      if (improves) state.best = value;
      if (improves || state.bestEpoch < 0) {
        state.bestEpoch = epoch;
        if (settings.restoreBestWeights) restore = await remember(tf, model);
      }
      wait = improves && (settings.baseline === null || quantity.isBetter(value, settings.baseline)) ? 0 : wait + 1;
      if (!improves && wait >= settings.patience && epoch > 0) {
        state.stoppedEpoch = epoch;
        model.stopTraining = true;
      }
    },
    onTrainEnd: () => {
      const {stoppedEpoch, bestEpoch} = state;
      if (settings.verbose && stoppedEpoch >= 0) console.log(`Epoch ${stoppedEpoch + 1}: early stopping.`);
      if (!restore) return;
      if (settings.verbose) console.log(`Epoch ${bestEpoch + 1}: the weights are restored.`);
      restore();
      restore = null;
    },
  };
  return [hooks, state] as const;
}

/**
 * Puts back the weights that are there now. As numbers, not as tensors: those would stay behind if the training ends by
 * an exception, and would not survive another backend.
 */
async function remember(tf: Tf, model: Model): Promise<() => void> {
  const copies = model.weights.map(async weight => {
    const tensor = weight.read();
    // The cpu backend gives its own array, which may be the one that the user made the weight of.
    return [(await tensor.data()).slice() as Float32Array, tensor.shape, tensor.dtype as 'float32'] as const;
  });
  const weights = await Promise.all(copies);
  return () => tf.tidy(() => model.setWeights(weights.map(weight => tf.tensor(...weight))));
}

/** `callbacks.earlyStopping`: stops when what is monitored has stopped getting better, and goes back to the best weights. */

import type {Tf} from '../../tf';
import {COUNT, NO, number, readOptions, VERBOSE} from '../options';
import type {EarlyStoppingOptions} from '../types';
import type {MakeCallback, Model} from './callback';
import {MONITOR, Monitored} from './monitored';

const WHERE = 'callbacks.earlyStopping';
const SETTINGS = {
  ...MONITOR,
  minDelta: number({}, 0),
  patience: COUNT,
  verbose: VERBOSE,
  baseline: number({}, null),
  restoreBestWeights: NO,
  startFromEpoch: COUNT,
};

type Weights = readonly {readonly values: Float32Array; readonly shape: number[]; readonly dtype: 'float32'}[];

export const earlyStopping = (tf: Tf, make: MakeCallback) => (given?: EarlyStoppingOptions) => {
  const options = readOptions<Required<EarlyStoppingOptions>>(WHERE, SETTINGS, given);
  const {patience, verbose, baseline, restoreBestWeights, startFromEpoch} = options;
  const monitored = new Monitored(WHERE, options);
  const begin = {best: monitored.worst, bestEpoch: -1, stoppedEpoch: -1};
  const state = {...begin};
  let wait = 0;
  let bestWeights: Weights | null = null;

  return make(
    WHERE,
    {
      onTrainBegin: fit => {
        monitored.check(fit);
        Object.assign(state, begin);
        [wait, bestWeights] = [0, null];
      },
      onEpochEnd: async ({model}, epoch, logs) => {
        const current = await monitored.read(logs);
        if (current === undefined || epoch < startFromEpoch) return;
        const isBetter = monitored.isBetter(current, state.best);
        if (isBetter) state.best = current;
        if (isBetter || state.bestEpoch < 0) {
          state.bestEpoch = epoch;
          if (restoreBestWeights) bestWeights = await readWeights(model);
        }
        wait = isBetter && (baseline === null || monitored.isBetter(current, baseline)) ? 0 : wait + 1;
        if (!isBetter && wait >= patience && epoch > 0) {
          state.stoppedEpoch = epoch;
          model.stopTraining = true;
        }
      },
      onTrainEnd: ({model}) => {
        const {stoppedEpoch, bestEpoch} = state;
        if (verbose && stoppedEpoch >= 0) console.log(`Epoch ${stoppedEpoch + 1}: early stopping.`);
        if (!bestWeights) return;
        if (verbose) console.log(`Restoring the weights of the best epoch, ${bestEpoch + 1}.`);
        writeWeights(tf, model, bestWeights);
        bestWeights = null;
      },
    },
    state,
  );
};

/**
 * As numbers, not as tensors: those would stay behind if the training ends by an exception, and would not survive another
 * backend.
 */
const readWeights = (model: Model): Promise<Weights> =>
  Promise.all(
    model.weights.map(async weight => {
      const tensor = weight.read();
      const {shape, dtype} = tensor;
      // The cpu backend gives its own array, which may be the one that the user made the weight of.
      return {values: (await tensor.data()).slice() as Float32Array, shape, dtype: dtype as 'float32'};
    }),
  );

const writeWeights = (tf: Tf, model: Model, weights: Weights): void =>
  tf.tidy(() => model.setWeights(weights.map(({values, shape, dtype}) => tf.tensor(values, shape, dtype))));

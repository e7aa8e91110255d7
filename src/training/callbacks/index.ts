/** What each callback is made of. */

import {earlyStopping} from './earlyStopping';
import {learningRateScheduler} from './learningRateScheduler';
import {csvLogger, jsonLogger} from './loggers';
import {modelCheckpoint} from './modelCheckpoint';
import {monitor} from './monitor';
import {progressBar} from './progressBar';
import {reduceLROnPlateau} from './reduceLROnPlateau';
import {terminateOnNaN} from './terminateOnNaN';

export const RECIPES = {
  terminateOnNaN,
  reduceLROnPlateau,
  earlyStopping,
  modelCheckpoint,
  learningRateScheduler,
  progressBar,
  csvLogger,
  jsonLogger,
  monitor,
};

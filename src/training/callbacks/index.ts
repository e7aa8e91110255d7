/** The callbacks, each made for this tf. */

import type {createInspect} from '../inspect';
import type {Tf} from '../../tf';
import {createByRecipes} from './callback';
import {earlyStopping} from './earlyStopping';
import {learningRateScheduler} from './learningRateScheduler';
import {csvLogger, jsonLogger} from './loggers';
import {modelCheckpoint} from './modelCheckpoint';
import {monitor} from './monitor';
import {progressBar} from './progressBar';
import {reduceLROnPlateau} from './reduceLROnPlateau';
import {terminateOnNaN} from './terminateOnNaN';

export const createCallbacks = (tf: Tf, inspect: ReturnType<typeof createInspect>) =>
  createByRecipes(tf, inspect, {
    terminateOnNaN,
    reduceLROnPlateau,
    earlyStopping,
    modelCheckpoint,
    learningRateScheduler,
    progressBar,
    csvLogger,
    jsonLogger,
    monitor,
  });

/** The callbacks, each made for this tf. */

import type {createInspect} from '../inspect';
import type {Tf} from '../../tf';
import {createCallbackMaker} from './callback';
import {earlyStopping} from './earlyStopping';
import {learningRateScheduler} from './learningRateScheduler';
import {csvLogger, jsonLogger} from './loggers';
import {modelCheckpoint} from './modelCheckpoint';
import {monitor} from './monitor';
import {progressBar} from './progressBar';
import {reduceLROnPlateau} from './reduceLROnPlateau';
import {terminateOnNaN} from './terminateOnNaN';

export function createCallbacks(tf: Tf, inspect: ReturnType<typeof createInspect>) {
  const make = createCallbackMaker(tf);
  return {
    terminateOnNaN: terminateOnNaN(make),
    reduceLROnPlateau: reduceLROnPlateau(make),
    earlyStopping: earlyStopping(tf, make),
    modelCheckpoint: modelCheckpoint(tf, make),
    learningRateScheduler: learningRateScheduler(make),
    progressBar: progressBar(make),
    csvLogger: csvLogger(make),
    jsonLogger: jsonLogger(make),
    monitor: monitor(make, inspect),
  };
}

/**
 * The entry `tfjs-rectifiers/training`: what one meets after choosing an activation. Apart, so that inference carries none of it.
 *
 * @module tfjs-rectifiers/training
 */

import {hostOf} from '../host';
import type {Tf} from '../tf';
import type {Installed, TfLike} from '../types';
import {createCallbacks} from './callbacks';
import {createClipGradients} from './clip';
import {createInspect} from './inspect';
import {createLinearRegion} from './linearRegion';
import type {Rx} from './model';
import {createReplaceActivations} from './replace';
import {schedules} from './schedules';
import type {Training} from './types';
import {enableWasmTraining} from './wasm';

export {RectifierError} from '../errors';
export type {
  ActivationPlace,
  Inspection,
  InspectOptions,
  LayerInspection,
  LinearRegion,
  ModelOf,
  Monitor,
  MonitorConfig,
  MonitorEntry,
  ReplaceOptions,
  TensorsOf,
  WeightInspection,
} from './inspect/types';
export type {
  Callbacks,
  ClippedOptimizer,
  ClipOptions,
  Schedule,
  Schedules,
  SerializedSchedule,
  Training,
} from './types';

const INSTALLED = Symbol.for('tfjs-rectifiers.training');

/**
 * Training companions for the tf of this `rx`. Calling it again, from whatever copy of the package, returns the same object.
 *
 * @param rx what `rectifiers(tf)` returned, of the main entry or of `tfjs-rectifiers/custom`
 * @throws RectifierError if `rx` is something else
 * @example
 * const {callbacks, schedules, clipGradients} = training(rectifiers(tf));
 */
export function training<TF extends TfLike>(rx: Installed<TF>): Training<TF> {
  const tf = hostOf(rx);
  const holder = rx as {[INSTALLED]?: unknown};
  if (!holder[INSTALLED]) Object.defineProperty(holder, INSTALLED, {value: install(tf, rx as unknown as Rx)});
  return holder[INSTALLED] as Training<TF>;
}

function install(tf: Tf, rx: Rx) {
  const inspect = createInspect(tf, rx);
  return {
    inspect,
    callbacks: createCallbacks(tf, inspect),
    schedules,
    clipGradients: createClipGradients(tf),
    linearRegion: createLinearRegion(tf, rx),
    replaceActivations: createReplaceActivations(tf, rx),
    enableWasmTraining: () => enableWasmTraining(tf),
  };
}

/**
 * The entry `tfjs-rectifiers/training`: what one meets after choosing an activation. Apart, so that inference carries none of it.
 *
 * @module tfjs-rectifiers/training
 */

import type {Installed, TfLike} from '../types';
import {RECIPES} from './callbacks';
import {createByRecipes} from './callbacks/callback';
import {createClipGradients} from './clip';
import {hostOf} from './host';
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
  if (!holder[INSTALLED]) {
    const inspect = createInspect(tf, rx as unknown as Rx);
    const value = {
      inspect,
      callbacks: createByRecipes(tf, inspect, RECIPES),
      schedules,
      clipGradients: createClipGradients(tf),
      linearRegion: createLinearRegion(tf, rx as unknown as Rx),
      replaceActivations: createReplaceActivations(tf, rx as unknown as Rx),
      enableWasmTraining: () => enableWasmTraining(tf),
    };
    Object.defineProperty(holder, INSTALLED, {value});
  }
  return holder[INSTALLED] as Training<TF>;
}

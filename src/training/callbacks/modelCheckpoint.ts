/** `callbacks.modelCheckpoint`: saves the model while it is trained. A save that fails costs neither the training nor what was saved before. */

import {RectifierError} from '../../errors';
import type {Tf} from '../../tf';
import {anything, NO, PERIOD, refuse, VERBOSE} from '../options';
import type {CheckpointTarget, ModelCheckpointOptions} from '../types';
import {attempt, every, messageOf, readLogs, type Act, type Fit, type Kit, type Model} from './callback';
import {MONITOR, monitored, monitorSetting} from './monitored';
import {fillTemplate, namesIn} from './template';

const SETTINGS = {
  ...MONITOR,
  verbose: VERBOSE,
  saveBestOnly: NO,
  saveFreq: PERIOD,
  initialValueThreshold: {default: null},
  includeOptimizer: NO,
  model: anything(null),
};

type Handler = ReturnType<Tf['io']['withSaveHandler']>;
type Artifacts = Parameters<NonNullable<Handler['save']>>[0];
type Target = string | Handler;

export function modelCheckpoint(
  {tf, options, where}: Kit,
  filepath: CheckpointTarget,
  given?: ModelCheckpointOptions<unknown>,
) {
  // By batch there is no validation to go by.
  const isByBatch = typeof given?.saveFreq === 'number';
  const settings = isByBatch ? {...SETTINGS, monitor: monitorSetting('loss')} : SETTINGS;
  const read = options<ModelCheckpointOptions<unknown>>(settings, given);
  const {verbose, saveBestOnly, saveFreq, includeOptimizer} = read;
  const names = typeof filepath === 'string' ? namesIn(where, filepath) : [];
  if (typeof filepath !== 'string' && typeof filepath !== 'function') saveHandler(tf, where, filepath as Handler);
  const {worst, isBetter, current, check} = monitored(where, read);
  const state = {best: read.initialValueThreshold ?? worst, errors: [] as Error[]};
  const save = createSaver(tf, where);

  const act: Act = async (fit, epoch, index, logs) => {
    const value = saveBestOnly ? await current(logs) : undefined;
    if (saveBestOnly && (value === undefined || !isBetter(value, state.best))) return;
    await attempt(where, epoch, state.errors, async () => {
      const place = {epoch: epoch + 1, batch: index === null ? null : index + 1, logs: await readLogs(logs)};
      const target = typeof filepath === 'function' ? filepath(place) : filepath;
      const filled = typeof target === 'string' ? fillTemplate(target, place) : (target as Handler);
      await save((read.model ?? fit.model) as Model, filled, includeOptimizer);
      // Only now: if it failed, the next one that is better than what was saved shall be.
      if (value !== undefined) state.best = value;
      const to = typeof filled === 'string' ? ` to ${filled}` : '';
      if (verbose) console.log(`Epoch ${epoch + 1}: saved the model${to}.`);
    });
  };
  const begin = ({params: {metrics}}: Fit) => {
    if (saveBestOnly) check(isByBatch ? metrics?.filter(name => !name.startsWith('val_')) : metrics);
    if (typeof filepath === 'string') saveHandler(tf, where, filepath);
    const known = ['epoch', 'learningRate', ...(isByBatch ? ['batch'] : []), ...(metrics ?? names)];
    for (const name of names) {
      if (!known.includes(name)) refuse(where, 'a field', name, 'what this training logs', known);
    }
  };
  return [every(saveFreq, act, begin), state] as const;
}

function saveHandler(tf: Tf, where: string, target: Target): Handler {
  const found = typeof target === 'string' ? (tf.io.getSaveHandlers(target) as Handler[]) : [target];
  if (found.length === 1 && typeof found[0]?.save === 'function') return found[0];
  return refuse(
    where,
    'filepath',
    target,
    "a URL with one save handler ('indexeddb://', 'localstorage://', 'downloads://' in browsers, 'file://' in Node after " +
      'registerFileSystem(tf) of tfjs-rectifiers/node), an IOHandler with save, or a function of {epoch, batch, logs} that ' +
      'returns one of them',
  );
}

/** Saves models, and puts back what was in the place if that fails: not every store keeps the old until the new is whole. */
function createSaver(tf: Tf, where: string) {
  /** What is in the place that was written last, as far as it is known. */
  let kept: {readonly target: Target; readonly artifacts: Artifacts | null} | null = null;

  const present = async (target: Target): Promise<Artifacts | null> => {
    try {
      // What is on a server is not fetched for this.
      if (typeof target === 'string' && /^https?:/.test(target)) return null;
      const [handler] = typeof target === 'string' ? (tf.io.getLoadHandlers(target) as Handler[]) : [target];
      return ((await handler?.load?.()) as Artifacts | undefined) ?? null;
    } catch {
      return null;
    }
  };

  return async (model: Model, target: Target, includeOptimizer: boolean): Promise<void> => {
    const handler = saveHandler(tf, where, target);
    if (kept?.target !== target) kept = {target, artifacts: await present(target)};
    let written: Artifacts | null = null;
    const observer = tf.io.withSaveHandler(async artifacts => {
      written = artifacts;
      return handler.save!(artifacts);
    });
    try {
      await model.save(observer, {includeOptimizer});
    } catch (error) {
      if (!written || !kept.artifacts) throw error;
      let outcome = 'The earlier checkpoint is in its place.';
      try {
        await handler.save!(kept.artifacts);
      } catch (again) {
        outcome = `Putting the earlier checkpoint back failed too: ${messageOf(again)}`;
      }
      throw new RectifierError(`${messageOf(error)} ${outcome}`, {cause: error});
    }
    kept = {target, artifacts: written};
  };
}

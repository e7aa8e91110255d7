/** `callbacks.modelCheckpoint`: saves the model while it is trained. A save that fails costs neither the training nor what was saved before. */

import {RectifierError} from '../../errors';
import type {Tf} from '../../tf';
import {host} from '../host';
import {anything, NO, PERIOD, readOptions, VERBOSE} from '../options';
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

export function modelCheckpoint({tf, where}: Kit, filepath: CheckpointTarget, given?: ModelCheckpointOptions<unknown>) {
  // By batch there is no validation to go by.
  const isByBatch = typeof given?.saveFreq === 'number';
  const settings = readOptions<Required<ModelCheckpointOptions<unknown>>>(
    where,
    isByBatch ? {...SETTINGS, monitor: monitorSetting('loss')} : SETTINGS,
    given,
  );
  const names = typeof filepath === 'string' ? namesIn(where, filepath) : [];
  // The handlers of URLs may still be registered before the training begins.
  if (!/string|function/.test(typeof filepath)) saveHandler(tf, where, filepath as Handler);
  const quantity = monitored(where, settings);
  const state = {best: settings.initialValueThreshold ?? quantity.worst, errors: [] as Error[]};
  const save = createSaver(tf, where, settings.includeOptimizer);

  const act: Act = async (fit, epoch, batch, logs) => {
    const value = settings.saveBestOnly ? await quantity.current(logs) : 0;
    if (settings.saveBestOnly && !quantity.isBetter(value ?? NaN, state.best)) return;
    await attempt(where, epoch, state.errors, async () => {
      const place = {epoch: epoch + 1, batch, logs: await readLogs(logs)};
      const target = typeof filepath === 'function' ? filepath(place) : filepath;
      const filled = typeof target === 'string' ? fillTemplate(target, {...place.logs, ...place} as never) : target;
      await save((settings.model ?? fit.model) as Model, filled as Target);
      // Only now: if it failed, the next one that is better than what was saved shall be.
      if (settings.saveBestOnly) state.best = value!;
      const to = typeof filled === 'string' ? ` to ${filled}` : '';
      if (settings.verbose) console.log(`Epoch ${epoch + 1}: saved the model${to}.`);
    });
  };
  const begin = ({params: {metrics}}: Fit) => {
    if (settings.saveBestOnly) quantity.check(isByBatch ? metrics?.filter(name => !name.startsWith('val_')) : metrics);
    if (typeof filepath === 'string') saveHandler(tf, where, filepath);
    const known = ['epoch', 'learningRate', ...(isByBatch ? ['batch'] : []), ...(metrics ?? names)];
    const unknown = names.find(name => !known.includes(name));
    if (unknown) host.refuse(where, 'a field', unknown, 'what this training logs', known);
  };
  return [every(settings.saveFreq, act, begin), state] as const;
}

function saveHandler(tf: Tf, where: string, target: Target): Handler {
  const found = typeof target === 'string' ? (tf.io.getSaveHandlers(target) as Handler[]) : [target];
  if (found.length === 1 && typeof found[0]?.save === 'function') return found[0];
  return host.refuse(
    where,
    'filepath',
    target,
    "a URL with one save handler, such as 'indexeddb://model' ('file://' after registerFileSystem(tf) of tfjs-rectifiers/node), " +
      'an IOHandler with save, or a function that returns one',
  );
}

/** Saves models, and puts back what was in the place if that fails: not every store keeps the old until the new is whole. */
function createSaver(tf: Tf, where: string, includeOptimizer: boolean) {
  let last: Target | null = null;
  /** What is in the place that was written last, as far as it is known. */
  let kept: Artifacts | null = null;

  return async (model: Model, target: Target): Promise<void> => {
    const handler = saveHandler(tf, where, target);
    if (last !== target) [last, kept] = [target, await present(tf, target)];
    let written: Artifacts | null = null;
    const observer = tf.io.withSaveHandler(async artifacts => handler.save!((written = artifacts)));
    try {
      await model.save(observer, {includeOptimizer});
    } catch (error) {
      if (!written || !kept) throw error;
      let outcome = 'The earlier checkpoint is in its place.';
      try {
        await handler.save!(kept);
      } catch (again) {
        outcome = `The earlier checkpoint is lost: ${messageOf(again)}`;
      }
      throw new RectifierError(`${messageOf(error)} ${outcome}`, {cause: error});
    }
    kept = written;
  };
}

/** What is there and can be read; what is on a server is not fetched for this. */
async function present(tf: Tf, target: Target): Promise<Artifacts | null> {
  try {
    const [handler] = typeof target === 'string' ? (tf.io.getLoadHandlers(target) as Handler[]) : [target];
    return /^https?:/.test(String(target)) ? null : ((await handler!.load!()) as Artifacts);
  } catch {
    return null;
  }
}

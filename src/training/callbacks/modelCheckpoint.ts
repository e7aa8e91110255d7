/** `callbacks.modelCheckpoint`: saves the model while it is trained. A save that fails costs neither the training nor what was saved before. */

import {RectifierError, show, suggestion} from '../../errors';
import type {Tf} from '../../tf';
import {anything, NO, number, PERIOD, readOptions, refuseArgument, VERBOSE} from '../options';
import type {CheckpointTarget, ModelCheckpointOptions} from '../types';
import {every, readLogs, type Fit, type MakeCallback, type Model} from './callback';
import {MONITOR, Monitored, monitorSetting} from './monitored';
import {checkTemplate, fillTemplate} from './template';

const WHERE = 'callbacks.modelCheckpoint';
const SETTINGS = {
  ...MONITOR,
  verbose: VERBOSE,
  saveBestOnly: NO,
  saveFreq: PERIOD,
  initialValueThreshold: number({}, null),
  includeOptimizer: NO,
  model: anything(null),
};

type Handler = ReturnType<Tf['io']['withSaveHandler']>;
type Artifacts = Parameters<NonNullable<Handler['save']>>[0];

export const modelCheckpoint =
  (tf: Tf, make: MakeCallback) => (filepath: CheckpointTarget, given?: ModelCheckpointOptions<unknown>) => {
    // By batch there is no validation to go by.
    const settings = typeof given?.saveFreq === 'number' ? {...SETTINGS, monitor: monitorSetting('loss')} : SETTINGS;
    const options = readOptions<Required<ModelCheckpointOptions<unknown>>>(WHERE, settings, given);
    const {verbose, saveBestOnly, saveFreq, includeOptimizer} = options;
    if (typeof filepath === 'string') checkTemplate(WHERE, filepath);
    else if (typeof filepath !== 'function' && typeof (filepath as Handler | null)?.save !== 'function') {
      refuseArgument(
        WHERE,
        filepath,
        "a URL such as 'indexeddb://model-{epoch}', an IOHandler with save, or a function of {epoch, batch, logs} that " +
          'returns one of them',
      );
    }
    const monitored = new Monitored(WHERE, options);
    const state = {best: options.initialValueThreshold ?? monitored.worst, errors: [] as Error[]};
    const writer = createWriter(tf);

    const hooks = every(saveFreq, async (fit, epoch, batch, logs) => {
      const current = saveBestOnly ? await monitored.read(logs) : undefined;
      if (saveBestOnly && (current === undefined || !monitored.isBetter(current, state.best))) return;
      try {
        const place = {epoch: epoch + 1, batch: batch === null ? null : batch + 1, logs: await readLogs(logs)};
        const target = typeof filepath === 'function' ? filepath(place) : filepath;
        const filled = typeof target === 'string' ? fillTemplate(target, place) : (target as Handler);
        await writer.save((options.model ?? fit.model) as Model, filled, includeOptimizer);
        // Only now: if it failed, the next one that is better than what was saved shall be.
        if (current !== undefined) state.best = current;
        const to = typeof filled === 'string' ? ` to ${filled}` : '';
        if (verbose) console.log(`Epoch ${epoch + 1}: saved the model${to}.`);
      } catch (error) {
        const failure = error instanceof RectifierError ? error : new RectifierError(messageOf(error), {cause: error});
        state.errors.push(failure);
        console.warn(`${WHERE}: epoch ${epoch + 1} was not saved, training goes on. ${failure.message}`);
      }
    });
    const onTrainBegin = (fit: Fit) => {
      hooks.onTrainBegin();
      if (saveBestOnly) monitored.check(saveFreq === 'epoch' ? fit : withoutValidation(fit));
      if (typeof filepath !== 'string') return;
      writer.find(filepath);
      const {metrics} = fit.params;
      const known = ['epoch', ...(saveFreq === 'epoch' ? [] : ['batch']), 'learningRate', ...(metrics ?? [])];
      const unknown = metrics && checkTemplate(WHERE, filepath).find(name => !known.includes(name));
      if (unknown) {
        throw new RectifierError(
          `${WHERE}: nothing is called {${unknown}}, as in '${filepath}'.${suggestion(unknown, known)}`,
        );
      }
    };
    return make(WHERE, {...hooks, onTrainBegin}, state);
  };

const withoutValidation = ({model, params}: Fit): Fit => ({
  model,
  params: {...params, metrics: params.metrics?.filter(name => !name.startsWith('val_'))},
});

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Saves models, and puts back what was in the place if that fails: not every store keeps the old until the new is whole. */
function createWriter(tf: Tf) {
  /** What is in the place that was written last, as far as it is known. */
  let kept: {readonly target: string | Handler; readonly artifacts: Artifacts | null} | null = null;

  const find = (target: string | Handler): Handler => {
    if (typeof target !== 'string') {
      if (typeof target?.save === 'function') return target;
      throw new RectifierError(`The function gave ${show(target)}, which is neither a URL nor an IOHandler with save.`);
    }
    const handlers = tf.io.getSaveHandlers(target) as Handler[];
    if (handlers.length === 1) return handlers[0]!;
    throw new RectifierError(
      `${WHERE}: '${target}' has ${handlers.length ? `${handlers.length} save handlers, not one` : 'no save handler'}. ` +
        "Browsers have 'indexeddb://', 'localstorage://' and 'downloads://'; for 'file://' in Node call " +
        'registerFileSystem(tf) of tfjs-rectifiers/node.',
    );
  };
  const present = async (target: string | Handler): Promise<Artifacts | null> => {
    try {
      // What is on a server is not fetched for this.
      if (typeof target === 'string' && /^https?:/.test(target)) return null;
      const [handler] = typeof target === 'string' ? (tf.io.getLoadHandlers(target) as Handler[]) : [target];
      return ((await handler?.load?.()) as Artifacts | undefined) ?? null;
    } catch {
      return null;
    }
  };

  const save = async (model: Model, target: string | Handler, includeOptimizer: boolean): Promise<void> => {
    const handler = find(target);
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
      const outcome = await Promise.resolve(handler.save!(kept.artifacts)).then(
        () => 'The earlier checkpoint is in its place.',
        again => `Putting the earlier checkpoint back failed too: ${messageOf(again)}`,
      );
      throw new RectifierError(`${messageOf(error)} ${outcome}`, {cause: error});
    }
    kept = {target, artifacts: written};
  };
  return {find, save};
}

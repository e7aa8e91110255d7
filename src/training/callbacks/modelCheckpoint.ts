/** `callbacks.modelCheckpoint`: saves the model while it is trained. A save that fails costs neither the training nor what was saved before. */

import {RectifierError, show, suggestion} from '../../errors';
import type {Tf} from '../../tf';
import {checkNumber, NO, readOptions, VERBOSE, type Settings} from '../options';
import type {CheckpointTarget, ModelCheckpointOptions} from '../types';
import {readLogs, type Fit, type Logs, type MakeCallback, type Model} from './callback';
import {MONITOR, Monitored} from './monitor';
import {checkTemplate, fillTemplate} from './template';

const WHERE = 'callbacks.modelCheckpoint';
const SETTINGS: Settings = {
  ...MONITOR,
  verbose: VERBOSE,
  saveBestOnly: NO,
  saveFreq: {default: 'epoch', any: true},
  initialValueThreshold: {default: null},
  includeOptimizer: NO,
  model: {default: null, any: true},
};

type Handler = ReturnType<Tf['io']['withSaveHandler']>;
type Artifacts = Parameters<NonNullable<Handler['save']>>[0];

export const modelCheckpoint =
  (tf: Tf, make: MakeCallback) => (filepath: CheckpointTarget, given?: ModelCheckpointOptions<unknown>) => {
    // By batch there is no validation to go by.
    const monitor = typeof given?.saveFreq === 'number' ? {default: 'loss', any: true as const} : MONITOR['monitor']!;
    const options = readOptions<Required<ModelCheckpointOptions<unknown>>>(WHERE, {...SETTINGS, monitor}, given);
    const {verbose, saveBestOnly, saveFreq, includeOptimizer} = options;
    if (saveFreq !== 'epoch') checkNumber(WHERE, "saveFreq, unless 'epoch',", saveFreq, {min: 1, whole: true});
    if (typeof filepath === 'string') checkTemplate(WHERE, filepath);
    else if (typeof filepath !== 'function' && typeof (filepath as Handler | null)?.save !== 'function') {
      throw new RectifierError(
        `${WHERE} received ${show(filepath)}; give a URL such as 'indexeddb://model-{epoch}', an IOHandler with save, or ` +
          'a function of {epoch, batch, logs} that returns one of them.',
      );
    }
    const monitored = new Monitored(WHERE, options);
    let best = options.initialValueThreshold ?? monitored.worst;
    const errors: Error[] = [];
    const writer = createWriter(tf);
    let [currentEpoch, batches] = [0, 0];

    const save = async (fit: Fit, epoch: number, batch: number | null, logs: Logs): Promise<void> => {
      const current = saveBestOnly ? await monitored.read(logs) : undefined;
      if (saveBestOnly && (current === undefined || !monitored.isBetter(current, best))) return;
      const model = (options.model ?? fit.model) as Model;
      try {
        const place = {epoch: epoch + 1, batch: batch === null ? null : batch + 1, logs: await readLogs(logs)};
        const target = typeof filepath === 'function' ? filepath(place) : filepath;
        const filled = typeof target === 'string' ? fillTemplate(target, place) : (target as Handler);
        await writer.save(model, filled, includeOptimizer);
        // Only now: if it failed, the next one that is better than what was saved shall be.
        if (current !== undefined) best = current;
        if (verbose)
          console.log(`Epoch ${epoch + 1}: saved the model${typeof filled === 'string' ? ` to ${filled}` : ''}.`);
      } catch (error) {
        const failure = error instanceof RectifierError ? error : new RectifierError(messageOf(error), {cause: error});
        errors.push(failure);
        console.warn(`${WHERE}: epoch ${epoch + 1} was not saved, training goes on. ${failure.message}`);
      }
    };

    return make(
      'modelCheckpoint',
      {
        onTrainBegin: fit => {
          batches = 0;
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
        },
        onEpochBegin: (_fit, epoch) => {
          currentEpoch = epoch;
        },
        onBatchEnd: async (fit, batch, logs) => {
          if (saveFreq !== 'epoch' && ++batches % saveFreq === 0) await save(fit, currentEpoch, batch, logs);
        },
        onEpochEnd: async (fit, epoch, logs) => {
          if (saveFreq === 'epoch') await save(fit, epoch, null, logs);
        },
      },
      {
        get best() {
          return best;
        },
        errors,
      },
    );
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
        "tf.js has 'indexeddb://', 'localstorage://' and 'downloads://' in browsers; for 'file://' in Node call " +
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

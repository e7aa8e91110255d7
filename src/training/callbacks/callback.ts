/** How a callback is made: hooks become an instance of this tf's own Callback, which fit and fitDataset take. */

import {RectifierError} from '../../errors';
import type {Tensor, Tf} from '../../tf';
import {fail} from '../host';
import type {createInspect} from '../inspect';

export type Callback = InstanceType<Tf['Callback']>;
export type Model = Callback['model'];
/** Numbers, or scalars that nobody has read yet. */
export type Logs = Record<string, number | Tensor>;

/** The training that is going on. */
export interface Fit {
  readonly model: Model;
  readonly params: {
    readonly epochs?: number;
    /** Examples; fitDataset does not know. */
    readonly samples?: number | null;
    /** Batches of an epoch, where fitDataset knows. */
    readonly steps?: number | null;
    readonly batchSize?: number | null;
    /** What the logs of an epoch will have. */
    readonly metrics?: readonly string[];
  };
}

/**
 * What happens when. tf.js says nothing when a training ends by an exception, so a hook leaves nothing behind that would
 * have to be put away: no tensor, no open file. What one training remembers is set anew by `onTrainBegin`.
 */
export interface Hooks {
  onTrainBegin?(fit: Fit): void | Promise<void>;
  onTrainEnd?(fit: Fit): void | Promise<void>;
  onEpochBegin?(fit: Fit, epoch: number): void | Promise<void>;
  onEpochEnd?(fit: Fit, epoch: number, logs: Logs): void | Promise<void>;
  onBatchBegin?(fit: Fit, batch: number): void | Promise<void>;
  onBatchEnd?(fit: Fit, batch: number, logs: Logs): void | Promise<void>;
}
const HOOKS = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd'] as const;

/** What a recipe is told. */
export interface Kit {
  readonly tf: Tf;
  readonly inspect: ReturnType<typeof createInspect>;
  /** `callbacks.earlyStopping`, for messages. */
  readonly where: string;
}
/** What a callback is made of: its hooks, and the state that they write and its user may read. */
export type Recipe = (kit: Kit, ...given: never[]) => readonly [hooks: Hooks, state?: object];

/** The callbacks of one tf, by their recipes. */
export function createByRecipes(tf: Tf, inspect: Kit['inspect'], recipes: Readonly<Record<string, Recipe>>) {
  // Lets a page breathe, as tf.js does only if no callbacks are given, or plain objects of functions.
  const breather = new tf.CustomCallback({});

  class HookedCallback extends tf.Callback {
    constructor(where: string, hooks: Hooks, state?: object) {
      super();
      Object.assign(this, state);
      // Functions of their own: behind a plain object in the list, tf.js takes them without their object.
      for (const name of HOOKS) {
        this[name] = async (index?: unknown, logs?: unknown) => {
          if (!this.model) {
            fail(where, 'a plain object is in the list: make it new tf.CustomCallback({onEpochEnd}).');
          }
          await hooks[name]?.(this as unknown as Fit, index as number, (logs ?? {}) as Logs);
          Object.assign(this, state);
          if (name === 'onBatchEnd') await breather.onBatchEnd(index as number, {});
        };
      }
    }
  }

  const made = Object.entries(recipes).map(([name, recipe]) => {
    const where = `callbacks.${name}`;
    return [name, (...given: never[]) => new HookedCallback(where, ...recipe({tf, inspect, where}, ...given))];
  });
  return Object.fromEntries(made) as Record<string, never>;
}

export type Act = (fit: Fit, epoch: number, batch: number | null, logs: Logs) => void | Promise<void>;

/**
 * Hooks that do something at the end of each epoch (batch is null then), or of every so many batches of a training, which
 * `begin` begins. Batches count from 1.
 */
export function every(period: 'epoch' | number, act: Act, begin: (fit: Fit) => unknown): Hooks {
  let [epoch, batches] = [0, 0];
  return {
    onTrainBegin: fit => {
      batches = 0;
      begin(fit);
    },
    onEpochBegin: (_fit, index) => {
      epoch = index;
    },
    onBatchEnd: async (fit, batch, logs) => {
      if (++batches % (period as number) === 0) await act(fit, epoch, batch + 1, logs);
    },
    onEpochEnd: async (fit, _epoch, logs) => {
      if (period === 'epoch') await act(fit, epoch, null, logs);
    },
  };
}

/** What cannot be written in the middle of a training is a warning, and one of the errors that its user may look at. */
export async function attempt(
  where: string,
  epoch: number,
  errors: Error[],
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    const message = `${where}: epoch ${epoch + 1} was not saved, training goes on. ${messageOf(error)}`;
    errors.push(new RectifierError(message, {cause: error}));
    console.warn(message);
  }
}

export const messageOf = (error: unknown): string => (error as Partial<Error> | undefined)?.message ?? String(error);

/** The number behind a name, read from its tensor if need be, which then stays as it is; undefined where there is none. */
export async function readLog(logs: Logs, name: string): Promise<number | undefined> {
  const value = logs[name];
  return value === undefined || typeof value === 'number' ? value : (await value.data())[0]!;
}

/** All of them. */
export async function readLogs(logs: Logs): Promise<Record<string, number>> {
  const read = Object.keys(logs).map(async name => [name, (await readLog(logs, name))!] as const);
  return Object.fromEntries(await Promise.all(read));
}

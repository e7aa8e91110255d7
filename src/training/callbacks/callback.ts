/** How a callback is made: hooks become an instance of this tf's own Callback, which fit and fitDataset take. */

import {RectifierError} from '../../errors';
import type {Tensor, Tf} from '../../tf';

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

/** tf.js lets a page breathe this often, but only if no callbacks are given, or plain objects of functions. */
const YIELD_EVERY_MS = 125;

/** Makes the callbacks of one tf. `state` is what its user may read of it, by getters. */
export function createCallbackMaker(tf: Tf) {
  let yieldedAt = 0;
  const breathe = async () => {
    if (Date.now() - yieldedAt < YIELD_EVERY_MS) return;
    await tf.nextFrame();
    yieldedAt = Date.now();
  };

  class HookedCallback extends tf.Callback {
    readonly #name: string;
    readonly #hooks: Hooks;

    constructor(name: string, hooks: Hooks) {
      super();
      this.#name = name;
      this.#hooks = hooks;
      // Behind a plain object in the list, tf.js takes the functions of this one without their object.
      for (const key of HOOKS) this[key] = this[key].bind(this) as never;
    }
    get #fit(): Fit {
      return {model: this.model, params: this.params as Fit['params']};
    }
    override async onTrainBegin(): Promise<void> {
      if (!this.model) {
        throw new RectifierError(
          `callbacks.${this.#name} was not told its model: tf.js does so only if no plain object such as {onEpochEnd} ` +
            'is in the list. Put new tf.CustomCallback({onEpochEnd}) there instead.',
        );
      }
      await this.#hooks.onTrainBegin?.(this.#fit);
    }
    override async onTrainEnd(): Promise<void> {
      await this.#hooks.onTrainEnd?.(this.#fit);
    }
    override async onEpochBegin(epoch: number): Promise<void> {
      await this.#hooks.onEpochBegin?.(this.#fit, epoch);
    }
    override async onEpochEnd(epoch: number, logs?: unknown): Promise<void> {
      await this.#hooks.onEpochEnd?.(this.#fit, epoch, (logs ?? {}) as Logs);
    }
    override async onBatchBegin(batch: number): Promise<void> {
      await this.#hooks.onBatchBegin?.(this.#fit, batch);
    }
    override async onBatchEnd(batch: number, logs?: unknown): Promise<void> {
      await this.#hooks.onBatchEnd?.(this.#fit, batch, (logs ?? {}) as Logs);
      await breathe();
    }
  }

  return <S extends object>(name: string, hooks: Hooks, state?: S): Callback & Readonly<S> =>
    Object.defineProperties(new HookedCallback(name, hooks), Object.getOwnPropertyDescriptors(state ?? {})) as never;
}
export type MakeCallback = ReturnType<typeof createCallbackMaker>;

const HOOKS = ['onTrainBegin', 'onTrainEnd', 'onEpochBegin', 'onEpochEnd', 'onBatchBegin', 'onBatchEnd'] as const;

/** The number behind a name, read from its tensor if need be, which then stays as it is; undefined where there is none. */
export async function readLog(logs: Logs, name: string): Promise<number | undefined> {
  const value = logs[name];
  return value === undefined || typeof value === 'number' ? value : (await value.data())[0]!;
}

/** All of them. */
export async function readLogs(logs: Logs): Promise<Record<string, number>> {
  const names = Object.keys(logs);
  const values = await Promise.all(names.map(name => readLog(logs, name)));
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

/** `callbacks.monitor`: the same while a model is trained. */

import {RectifierError, show} from '../../errors';
import type {Tf} from '../../tf';
import {checkOptions} from '../model';
import type {createInspect, Options} from './index';
import type {Inspection} from './report';

interface Config extends Options {
  readonly x: unknown;
  readonly y?: unknown;
  readonly every?: 'epoch' | number;
  readonly print?: boolean;
  readonly onInspection?: (entry: Entry) => unknown;
}
interface Entry {
  readonly epoch: number;
  /** Batches of this epoch that were trained on; null at its end. */
  readonly batch: number | null;
  readonly inspection: Inspection;
}
const HOOKS = ['onTrainBegin', 'onEpochBegin', 'onBatchEnd', 'onEpochEnd'] as const;
const KEYS = ['x', 'y', 'every', 'print', 'onInspection', 'loss'];

export const createMonitor = (tf: Tf, inspect: ReturnType<typeof createInspect>) => {
  class Monitor extends tf.Callback {
    readonly history: Entry[] = [];
    readonly #config: Config;
    #epoch = 0;
    #batches = 0;

    constructor(config: Config) {
      super();
      this.#config = config;
      // Behind a plain object in the list, tf.js takes the functions of this one without their object.
      for (const hook of HOOKS) this[hook] = this[hook].bind(this) as never;
    }

    override async onTrainBegin() {
      if (!this.model) {
        throw new RectifierError(
          'callbacks.monitor was not told its model: tf.js does so only if no plain object such as {onEpochEnd} is in the ' +
            'list. Put new tf.CustomCallback({onEpochEnd}) there instead.',
        );
      }
      this.history.length = 0;
      this.#batches = 0;
    }

    override async onEpochBegin(epoch: number) {
      this.#epoch = epoch;
    }

    override async onBatchEnd(batch: number) {
      const {every = 'epoch'} = this.#config;
      if (every !== 'epoch' && ++this.#batches % every === 0) await this.#record(batch + 1);
    }

    override async onEpochEnd() {
      if ((this.#config.every ?? 'epoch') === 'epoch') await this.#record(null);
    }

    async #record(batch: number | null) {
      const {x, y, print, onInspection, loss} = this.#config;
      const inspection = await inspect(this.model, x, y, {loss});
      const entry = {epoch: this.#epoch, batch, inspection};
      this.history.push(entry);
      if (print) console.log(`epoch ${entry.epoch + 1}${batch === null ? '' : `, batch ${batch}`}: ${inspection}`);
      await onInspection?.(entry);
    }
  }

  return (config: Config) => {
    checkOptions(config, KEYS, 'callbacks.monitor');
    const {x, every = 'epoch'} = config ?? {};
    if (x === undefined || x === null) {
      throw new RectifierError('callbacks.monitor needs x, the examples that are looked at each time.');
    }
    if (every !== 'epoch' && !(Number.isInteger(every) && every > 0)) {
      throw new RectifierError(
        `callbacks.monitor: every must be 'epoch' or a whole number of batches from 1, but is ${show(every)}.`,
      );
    }
    return new Monitor(config);
  };
};

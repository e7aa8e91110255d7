/** A monitored quantity: which it is, which way it should go, and whether it got better. */

import {RectifierError, suggestion} from '../../errors';
import {oneOf, text} from '../options';
import {readLog, type Fit, type Logs} from './callback';

export interface MonitorOptions {
  readonly monitor: string;
  readonly mode: 'auto' | 'min' | 'max';
  readonly minDelta?: number;
}

export const monitorSetting = (byDefault: string) => text('the name of a loss or metric', byDefault);
export const MONITOR = {monitor: monitorSetting('val_loss'), mode: oneOf(['auto', 'min', 'max'])};

/** What is better when greater; all else is a loss or an error. */
const RISING = /acc|auc|precision|recall|r2|f1|fmeasure/i;

export class Monitored {
  readonly #where: string;
  readonly #rising: boolean;
  readonly #minDelta: number;
  #name: string;

  constructor(where: string, {monitor, mode, minDelta = 0}: MonitorOptions) {
    this.#where = where;
    this.#name = monitor;
    this.#minDelta = Math.abs(minDelta);
    this.#rising = mode === 'auto' ? RISING.test(monitor) : mode === 'max';
  }

  /** Than which every number is better. */
  get worst(): number {
    return this.#rising ? -Infinity : Infinity;
  }
  /** Never of NaN. */
  isBetter(value: number, than: number): boolean {
    return this.#rising ? value - this.#minDelta > than : value + this.#minDelta < than;
  }
  /** Undefined where there is none, as when an epoch was cut off before its validation. */
  read(logs: Logs): Promise<number | undefined> {
    return readLog(logs, this.#name);
  }
  /** Before anything is trained, rather than after an epoch. */
  check({params}: Fit): void {
    const known = params.metrics;
    if (!known || known.includes(this.#name)) return;
    // Keras keeps the name that compile was given, tf.js shortens it.
    const short = this.#name.replace(/accuracy$/, 'acc');
    if (known.includes(short)) {
      this.#name = short;
      return;
    }
    const hint =
      this.#name.startsWith('val_') && !known.some(name => name.startsWith('val_'))
        ? ` Give fit validationData or validationSplit, or monitor '${this.#name.slice(4)}'.`
        : '';
    throw new RectifierError(
      `${this.#where}: monitor is '${this.#name}', which this training does not log.${hint}` +
        suggestion(this.#name, known),
    );
  }
}

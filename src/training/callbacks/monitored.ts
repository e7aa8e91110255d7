/** A monitored quantity: which it is, which way it should go, and whether it got better. */

import {host} from '../host';
import {text} from '../options';
import {readLog, type Logs} from './callback';

export interface MonitorOptions {
  readonly monitor: string;
  readonly mode: 'auto' | 'min' | 'max';
  readonly minDelta?: number;
}

export const monitorSetting = (byDefault: string) => text('the name of a loss or metric', byDefault);
export const MONITOR = {monitor: monitorSetting('val_loss'), mode: {choices: ['auto', 'min', 'max'], default: 'auto'}};

/** What is better when greater; all else is a loss or an error. */
const RISING = /acc|auc|precision|recall|r2|f1|fmeasure/i;

export function monitored(where: string, {monitor, mode, minDelta = 0}: MonitorOptions) {
  let name = monitor;
  const sign = (mode === 'auto' ? RISING.test(monitor) : mode === 'max') ? 1 : -1;
  return {
    /** Than which every number is better. */
    worst: -sign * Infinity,
    /** Never of NaN. */
    isBetter: (value: number, than: number) => sign * value - Math.abs(minDelta) > sign * than,
    /** Undefined where there is none, as when an epoch was cut off before its validation. */
    current: (logs: Logs) => readLog(logs, name),
    /** Before anything is trained, rather than after an epoch; `known` is what the training will log. */
    check(known: readonly string[] = [monitor]): void {
      // Keras keeps the name that compile was given, tf.js shortens it.
      const logged = [monitor, monitor.replace(/accuracy$/, 'acc')].find(each => known.includes(each));
      const wanted = 'what this training logs (val_... with validationData)';
      name = logged ?? host.refuse(where, 'monitor', monitor, wanted, known);
    },
  };
}

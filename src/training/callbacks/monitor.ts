/** `callbacks.monitor`: what `inspect` sees, while a model is trained. */

import type {InspectOptions} from '../inspect';
import type {Inspection} from '../inspect/report';
import {anything, NO, PERIOD, readOptions, ruled} from '../options';
import {every, type Act, type Kit} from './callback';

interface Config extends InspectOptions {
  readonly x: unknown;
  readonly y: unknown;
  readonly every: 'epoch' | number;
  readonly print: boolean;
  readonly onInspection?: (entry: Entry) => unknown;
}
interface Entry {
  readonly epoch: number;
  /** Batches of this epoch that were trained on; null at its end. */
  readonly batch: number | null;
  readonly inspection: Inspection;
}

const SETTINGS = {
  x: ruled('the examples that are looked at each time', value => value !== undefined),
  y: anything(),
  every: PERIOD,
  print: NO,
  onInspection: anything(),
  loss: anything(),
};

export function monitor({inspect, where}: Kit, config: object) {
  const {x, y, every: period, print, onInspection, loss} = readOptions<Required<Config>>(where, SETTINGS, config);
  const history: Entry[] = [];
  const act: Act = async ({model}, epoch, batch) => {
    const entry = {epoch, batch, inspection: await inspect(model, x, y, {loss})};
    history.push(entry);
    if (print) console.log(`epoch ${epoch + 1}${batch === null ? '' : `, batch ${batch}`}: ${entry.inspection}`);
    await onInspection?.(entry);
  };
  return [every(period, act, () => (history.length = 0)), {history}] as const;
}

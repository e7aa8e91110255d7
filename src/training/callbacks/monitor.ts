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
  x: ruled('the examples to inspect', value => value !== undefined),
  y: anything(),
  every: PERIOD,
  print: NO,
  onInspection: anything(),
  loss: anything(),
};

export function monitor({inspect, where}: Kit, config: object) {
  const settings = readOptions<Config>(where, SETTINGS, config);
  const history: Entry[] = [];
  const act: Act = async ({model}, epoch, batch) => {
    const inspection = await inspect(model, settings.x, settings.y, {loss: settings.loss});
    const entry = {epoch, batch, inspection};
    history.push(entry);
    if (settings.print) console.log(`epoch ${epoch + 1}${batch ? `, batch ${batch}` : ''}: ${inspection}`);
    await settings.onInspection?.(entry);
  };
  return [every(settings.every, act, () => (history.length = 0)), {history}] as const;
}

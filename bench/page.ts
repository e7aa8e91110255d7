// In the page: the bench on the page's own tf.
import type {BrowserLane} from '../test/browser/lanes';
import {start} from '../test/browser/start';
import {countModules, createBench, type Bench} from './lane';
import {useClock} from './measure';

declare global {
  /** There if the time that is computed is measured. */
  var processorTime: (() => Promise<number>) | undefined;
  var bench: {open: (lane: BrowserLane) => Promise<void>; ask: (method: keyof Bench, args: unknown[]) => unknown};
}

let opened: Bench;

globalThis.bench = {
  open: async lane => {
    countModules();
    if (globalThis.processorTime) useClock(globalThis.processorTime);
    // A page's clock tells 0.1 ms, and asking for the time computed takes about a millisecond of it.
    opened = createBench(tf, await start(lane), globalThis.processorTime ? 25 : 4);
  },
  ask: (method, args) => (opened[method] as (...args: unknown[]) => unknown)(...args),
};

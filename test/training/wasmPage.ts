// In the page: nets that could not train on wasm, with the built package.
import type {Rectifiers} from '../../src/index';
import type {training} from '../../src/training';
import type {BrowserLane} from '../browser/lanes';
import {start} from '../browser/start';
import {train} from './nets';

declare global {
  var nets: {open: (lane: BrowserLane) => Promise<void>; train: (name: string) => Promise<number[][]>};
}

let rx: Rectifiers<typeof tf>;

globalThis.nets = {
  open: async lane => {
    rx = await start(lane);
    const entry = '/dist/training.js';
    // With the script tag's package this is another copy, which finds the tf of `rx` all the same.
    ((await import(entry)) as {training: typeof training}).training(rx).enableWasmTraining();
  },
  train: name => train(tf, rx, name),
};

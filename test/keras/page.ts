// In the page: models that Keras wrote, on the lane's backend.
import type {Rectifiers} from '../../src/index';
import type {BrowserLane} from '../browser/lanes';
import {start} from '../browser/start';
import {checkFixture, type Fixture, type Tf} from './check';

declare global {
  var keras: {open: typeof open; check: typeof check};
}

let rx: Rectifiers<Tf>;

async function open(lane: BrowserLane): Promise<void> {
  rx = await start(lane);
}
const check = (fixture: Fixture): Promise<void> => checkFixture(tf, rx, fixture);

globalThis.keras = {open, check};

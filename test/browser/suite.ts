// In the page: the conformance suite on the page's own tf.
import {conformance} from '../conformance';
import type {Check, Lane} from '../conformance/lane';
import {type Fixture, parseFixture} from '../support/fixtures';
import type {BrowserLane} from './lanes';
import {start} from './start';

declare global {
  var suite: {open: typeof open; run: typeof run};
}

let checks: Map<string, Check[]>;

/** Starts the lane's backend and returns the names of all checks, a list a group. */
async function open(options: BrowserLane): Promise<[string, string[]][]> {
  const rx = await start(options);
  const fixtures = new Map<string, Fixture>();
  for (const {name, kind} of rx.functions.values()) {
    if (kind !== 'pointwise' && kind !== 'hinged') continue;
    const response = await fetch(`/fixtures/${name}.json`);
    if (!response.ok) throw new Error(`no fixture for ${name}`);
    fixtures.set(name, parseFixture(await response.text()));
  }
  const lane: Lane = {...options.lane, name: options.name, tf, rx, fixture: name => fixtures.get(name)!};
  checks = conformance(lane);
  return [...checks].map(([group, list]) => [group, list.map(check => check.name)]);
}

async function run(group: string, index: number): Promise<void> {
  await checks.get(group)![index]!.run();
}

globalThis.suite = {open, run};

// In the page: the conformance suite on the page's own tf.
import {conformance} from '../conformance';
import type {Check, Lane} from '../conformance/lane';
import {type AxisFixture, parseAxisFixture} from '../support/axisFixtures';
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
  const axisFixtures = new Map<string, AxisFixture>();
  for (const {name, kind} of rx.functions.values()) {
    if (kind === 'layer') continue;
    const response = await fetch(kind === 'axis' ? `/fixtures/axis/${name}.json` : `/fixtures/${name}.json`);
    if (!response.ok) throw new Error(`no fixture for ${name}`);
    if (kind === 'axis') axisFixtures.set(name, parseAxisFixture(await response.text()));
    else fixtures.set(name, parseFixture(await response.text()));
  }
  const lane: Lane = {
    ...options.lane,
    name: options.name,
    tf,
    rx,
    fixture: name => fixtures.get(name)!,
    axisFixture: name => axisFixtures.get(name)!,
  };
  checks = conformance(lane);
  return [...checks].map(([group, list]) => [group, list.map(check => check.name)]);
}

async function run(group: string, index: number): Promise<void> {
  await checks.get(group)![index]!.run();
}

globalThis.suite = {open, run};

// Runs the conformance suite in a page of headless Chromium, each check a test of its own.
import * as tf from '@tensorflow/tfjs';
import type {Browser} from 'playwright-core';
import {rectifiers} from '../../src/index';
import {conformance} from '../conformance';
import type {Lane} from '../conformance/lane';
import {MESA, startChromium, whyNoMesa} from '../support/chromium';
import {loadAxisFixture, loadFixture} from '../support/readFixture';
import type {Server} from '../support/server';
import {BROWSER_LANES, type BrowserLane} from './lanes';
import {bundle, openPage, serveLanes, type LanePage} from './page';

export function describeBrowserLanes(backend: BrowserLane['backend']): void {
  for (const lane of BROWSER_LANES.filter(each => each.backend === backend)) {
    const missing = lane.mesa && whyNoMesa();
    if (missing) skip(lane, missing);
    else describeLane(lane);
  }
}

/** Loudly; under CI it is a failure. */
function skip({name}: BrowserLane, why: string): void {
  if (!process.env['CI']) process.stderr.write(`\n*** SKIPPED: ${name}: ${why}\n\n`);
  (process.env['CI'] ? test : test.skip)(`${name} is missing`, () => {
    throw new Error(why);
  });
}

/** Whether it is this lane's turn to run a check, by the function whose name it begins with; others are for all lanes. */
function hasTurn({turns}: BrowserLane, group: string, check: string): boolean {
  const place = FUNCTIONS.indexOf(/^\w*/.exec(check)![0]);
  const [turn, of] = turns?.[group] ?? [0, 1];
  return place < 0 || place % of === turn;
}
const FUNCTIONS = [...rectifiers(tf).functions.keys()];

function describeLane(lane: BrowserLane): void {
  let server: Server;
  let browser: Browser;
  let opened: LanePage | undefined;
  let ran = 0;

  // The names of the checks do not depend on where they run, so they are had here, from a tf in Node.
  const here: Lane = {
    ...lane.lane,
    name: lane.name,
    tf,
    rx: rectifiers(tf),
    fixture: loadFixture,
    axisFixture: loadAxisFixture,
  };
  const names = [...conformance(here)].map(([group, checks]) => [group, checks.map(check => check.name)] as const);

  const freshPage = async (): Promise<void> => {
    await opened?.page.context().close();
    opened = await openPage(await browser.newContext(), server, lane);
    expect(await opened.guard(page => page.evaluate(options => suite.open(options), lane))).toEqual(names);
    ran = 0;
  };

  describe(`${lane.name} in Chromium`, () => {
    beforeAll(async () => {
      server = await serveLanes(await bundle('test/browser/suite.ts'));
      browser = await startChromium(lane.mesa ? MESA : []);
      await freshPage();
    });

    afterAll(async () => {
      // What was reported too late for the check that caused it fails here.
      await opened?.guard(async page => void (await page.title()));
      await browser?.close();
      await server?.close();
    });

    for (const [group, list] of names.filter(([each]) => lane.groups?.includes(each) ?? true)) {
      describe(group, () => {
        list.forEach((name, index) => {
          if (!hasTurn(lane, group, name)) return;
          test(name, async () => {
            if (ran++ >= (lane.checksPerPage ?? Infinity)) await freshPage();
            await opened!.guard(page => page.evaluate(([g, i]) => suite.run(g, i), [group, index] as const));
          });
        });
      });
    }
  });
}

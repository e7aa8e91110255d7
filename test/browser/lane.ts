// Runs the conformance suite in a page of headless Chromium, each check a test of its own.
import type {Browser} from 'playwright-core';
import {MESA, startChromium, whyNoMesa} from '../support/chromium';
import type {Server} from '../support/server';
import {BROWSER_LANES, type BrowserLane} from './lanes';
import {bundle, openPage, serveLanes, type LanePage} from './page';
import {checksOf} from './turns';

/** The lanes of a test file. */
export function describeBrowserLanes(file: string): void {
  for (const lane of BROWSER_LANES.filter(each => each.file === file)) {
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

function describeLane(lane: BrowserLane): void {
  let server: Server;
  let browser: Browser;
  let opened: LanePage | undefined;
  let ran = 0;

  const groups = checksOf(lane);
  const names = groups.map(({group, names: all}) => [group, all]);

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

    for (const {group, names: all, own} of groups.filter(each => each.own.length)) {
      describe(group, () => {
        for (const index of own) {
          test(all[index]!, async () => {
            if (ran++ >= (lane.checksPerPage ?? Infinity)) await freshPage();
            await opened!.guard(page => page.evaluate(([g, i]) => suite.run(g, i), [group, index] as const));
          });
        }
      });
    }
  });
}

// inspect, linearRegion and replaceActivations on GPUs: the numbers of the cpu backend. In Chromium, with the built package.
import type {Browser} from 'playwright-core';
import {BROWSER_LANES} from '../browser/lanes';
import {bundle, openPage, serveLanes} from '../browser/page';
import {close} from '../support/assert';
import {startChromium} from '../support/chromium';
import type {Server} from '../support/server';
import type {Looked} from './inspectPage';

// A software GPU compiles slowly, and may share its processor.
jest.setTimeout(180_000);

let server: Server;
let browser: Browser;
let expected: Looked;
const lookAt = async (name: string): Promise<Looked> => {
  const lane = BROWSER_LANES.find(each => each.name === name)!;
  const opened = await openPage(await browser.newContext(), server, lane);
  return opened.guard(page => page.evaluate(each => look(each), lane));
};
beforeAll(async () => {
  server = await serveLanes(await bundle('test/training/inspectPage.ts'));
  browser = await startChromium();
  expected = await lookAt('cpu');
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('on cpu the table has numbers in it', () => {
  expect(expected.rows.flat().filter(value => value > 0).length).toBeGreaterThan(20);
  expect([expected.differences[1], expected.leaked]).toEqual([0, 0]);
  expect(expected.differences[0]).toBeLessThan(1e-5);
});

test.each(['webgl', 'webgpu'])('on %s', async name => {
  const looked = await lookAt(name);
  expect(looked.rows.map(row => row.length)).toEqual(expected.rows.map(row => row.length));
  close(looked.rows.flat(), expected.rows.flat(), 1e-4);
  expect([looked.advice, looked.leaked]).toEqual([expected.advice, 0]);
  for (const difference of looked.differences) expect(difference).toBeLessThan(1e-4);
});

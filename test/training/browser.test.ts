// The companions on GPUs, and checkpoints in the browser's own stores: in Chromium, with the built package.
import type {Browser} from 'playwright-core';
import {BROWSER_LANES} from '../browser/lanes';
import {bundle, openPage, serveLanes, type LanePage} from '../browser/page';
import type {ClipOptions} from '../../src/training/index';
import {startChromium} from '../support/chromium';
import type {Server} from '../support/server';

// A software GPU compiles slowly, and may share its processor.
jest.setTimeout(180_000);

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await serveLanes(await bundle('test/training/page.ts'));
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe.each(BROWSER_LANES.filter(({name}) => name === 'webgl' || name === 'webgpu'))('on $name', lane => {
  let opened: LanePage;
  beforeAll(async () => {
    opened = await openPage(await browser.newContext(), server, lane);
    await opened.guard(page => page.evaluate(each => companions.open(each), lane));
  });
  const clip = (gradients: number[][], options: ClipOptions) =>
    // NaN and infinities are no JSON.
    opened.guard(page =>
      page.evaluate(([given, by]) => companions.clip(given as number[][], by as ClipOptions), [gradients, options]),
    );

  test('gradients are clipped, and NaN goes through', async () => {
    const gradients = [[3, -4], [12]]; // prettier-ignore
    expect(await clip(gradients, {globalNorm: 6.5})).toEqual([[['1.5', '-2'], ['6']], '13 0']);
    expect(await clip(gradients, {norm: 2.5})).toEqual([[['1.5', '-2'], ['2.5']], '13 0']);
    expect(await clip(gradients, {value: 3.5})).toEqual([[['3', '-3.5'], ['3.5']], '13 0']);
    expect(await clip([[NaN, 5], [2]], {value: 3})).toEqual([[['NaN', '3'], ['2']], 'NaN 0']);
    expect(await clip([[NaN, 5], [2]], {norm: 1})).toEqual([[['NaN', 'NaN'], ['1']], 'NaN 0']);
    expect(await clip([[NaN, 5], [2]], {globalNorm: 1})).toEqual([[['NaN', 'NaN'], ['NaN']], 'NaN 0']);
  });

  // To know whether to take a step takes reading at once, for which tf.js's WebGPU goes by way of a canvas: a software GPU's
  // device does not outlive it.
  if (lane.backend !== 'webgpu') {
    test('or the step is not taken', async () => {
      expect(await clip([[NaN, 5], [2]], {globalNorm: 1, onNaN: 'skip'})).toEqual([[['0', '0'], ['0']], 'NaN 1']);
      expect(await clip([[3, 4]], {globalNorm: 1, onNaN: 'skip'})).toEqual([[['0.6', '0.8']], '5 0']);
    });
  }

  test('callbacks train, restore and leave nothing behind', async () => {
    const {expected, restored, leaked, rates, bestEpoch} = await opened.guard(page =>
      page.evaluate(() => companions.train()),
    );
    expect(expected.flat()).toHaveLength(3);
    expect(restored).toEqual(expected);
    expect([leaked, bestEpoch]).toEqual([0, 1]);
    expect(rates).toEqual([0.125, 0.125, 0.0625, 0.0625]);
  });
});

test('a checkpoint that does not fit into localStorage leaves the earlier one', async () => {
  const lane = BROWSER_LANES.find(({name}) => name === 'cpu')!;
  const {page} = await openPage(await browser.newContext(), server, lane);
  await page.evaluate(each => companions.open(each), lane);
  const {kept, stored, errors} = await page.evaluate(() => companions.checkpoint());
  expect(stored).toEqual([kept, kept]);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/local storage.* The earlier checkpoint is in its place\./s);
});

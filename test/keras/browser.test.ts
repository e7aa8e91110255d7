// Keras's numbers on GPUs, from the models that it wrote: in Chromium, with the built package.
import type {Browser} from 'playwright-core';
import {BROWSER_LANES} from '../browser/lanes';
import {bundle, openPage, serveLanes, type LanePage} from '../browser/page';
import {startChromium} from '../support/chromium';
import type {Server} from '../support/server';
import {modelNames, readFixture} from './fixtures';

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await serveLanes(await bundle('test/keras/page.ts'));
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** A software GPU's device does not outlive some hundred pipelines; on WebGL all models share what was compiled. */
const MODELS_PER_PAGE = {webgl: Infinity, webgpu: 8};

describe.each(BROWSER_LANES.filter(({name}) => name in MODELS_PER_PAGE))('models from Keras on $name', lane => {
  const names = modelNames().filter(name => !lane.lane.brokenMasks || !/\/(masked|words)$/.test(name));
  let opened: LanePage | undefined;
  let ran = 0;

  test.each(names)('%s', async name => {
    if (ran++ % MODELS_PER_PAGE[lane.name as 'webgl'] === 0) {
      await opened?.page.context().close();
      opened = await openPage(await browser.newContext(), server, lane);
      await opened.guard(page => page.evaluate(each => keras.open(each), lane));
    }
    await opened!.guard(page => page.evaluate(each => keras.check(each), readFixture(name)));
  });
});

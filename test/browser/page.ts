// Opens pages of a lane in Chromium, with a script of the tests in them.
import {build} from 'esbuild';
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {BrowserContext, Page} from 'playwright-core';
import {collectTrouble} from '../support/chromium';
import {startServer, type Server, type ServerOptions} from '../support/server';
import {BROWSER_LANES, type BrowserLane} from './lanes';

/** The lane's page; the script is given as its whole text. tf.js comes by script tags, as most pages have it. */
const html = ({backend, build}: BrowserLane) =>
  [
    '<!doctype html><meta charset="utf-8"><title>tfjs-rectifiers</title>',
    '<script src="/tfjs/tf.min.js"></script>',
    backend === 'wasm' ? '<script src="/wasm/tf-backend-wasm.min.js"></script>' : '',
    backend === 'webgpu' ? '<script src="/webgpu/tf-backend-webgpu.min.js"></script>' : '',
    build === 'script' ? '<script src="/dist/tfjs-rectifiers.min.js"></script>' : '',
    '<script src="/script.js"></script>',
    '<input id="files" type="file" multiple>',
  ].join('\n');

const tfjs = (name: string) => resolve('node_modules/@tensorflow', name, 'dist');

export async function bundle(entry: string): Promise<string> {
  const {outputFiles} = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
  });
  return outputFiles[0]!.text;
}

const pathOf = (lane: BrowserLane) => `/${lane.name.replace(/[^a-z0-9]+/gi, '-')}`;

/** One origin for the pages of all lanes, so that they share its IndexedDB and localStorage in a context. */
export function serveLanes(script: string, handle?: ServerOptions['handle']): Promise<Server> {
  if (!existsSync('dist/index.js')) throw new Error('dist is missing: run npm run build, or npm test');
  const isolated = BROWSER_LANES.filter(lane => lane.threads).map(pathOf);
  return startServer({
    texts: {...Object.fromEntries(BROWSER_LANES.map(lane => [pathOf(lane), html(lane)])), '/script.js': script},
    folders: {
      '/dist/': resolve('dist'),
      '/fixtures/': resolve('test/fixtures'),
      '/tfjs/': tfjs('tfjs'),
      '/wasm/': tfjs('tfjs-backend-wasm'),
      '/webgpu/': tfjs('tfjs-backend-webgpu'),
    },
    crossOriginIsolated: path => isolated.includes(path),
    ...(handle && {handle}),
  });
}

export interface LanePage {
  readonly page: Page;
  /** Runs `body`; what fails says the lane and what the page reported, and what the page reported fails. */
  readonly guard: <T>(body: (page: Page) => Promise<T>) => Promise<T>;
}

export async function openPage(context: BrowserContext, server: Server, lane: BrowserLane): Promise<LanePage> {
  const page = await context.newPage();
  const trouble = collectTrouble(page);
  if (lane.threads) {
    // tf.js takes half as many threads as there are cores, and one is no test.
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setHardwareConcurrencyOverride', {hardwareConcurrency: 8});
  }
  const flags = Object.entries(lane.flags ?? {}).map(([flag, value]) => `${flag}:${value}`);
  await page.goto(new URL(pathOf(lane), server.url).href + (flags.length ? `?tfjsflags=${flags}` : ''));

  const fail = (message: string): never => {
    const said = trouble.splice(0).map(line => `\n  ${line}`);
    throw new Error(`${lane.name} in Chromium: ${message}${said.length ? `\nThe page reported:${said}` : ''}`);
  };
  const guard: LanePage['guard'] = async body => {
    const result = await body(page).catch((error: Error) => fail(error.message));
    if (trouble.length) fail('no check failed, but');
    return result;
  };
  return {page, guard};
}

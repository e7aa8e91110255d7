// Apps in a page, built from the packed package: by script tags, and by each bundler, minified and not.
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {collectTrouble, startChromium} from '../support/chromium';
import {startServer, type Server} from '../support/server';
import {expectReport} from './expected';
import type {Report} from './job';
import {openLab, type Lab} from './lab';

// A bundler minifies all of tf.js, and may have the machine to share.
jest.setTimeout(240_000);

let lab: Lab;
let browser: Browser;
let server: Server;

beforeAll(async () => {
  [lab, browser] = await Promise.all([openLab('page'), startChromium()]);
  server = await startServer({folders: {'/': lab.folder}});
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  lab?.close();
});

/** Opens a page, and gives what its app leaves under a global name; what the page reports besides fails. */
async function open<T = Report>(url: string, name = 'found'): Promise<T> {
  const page = await browser.newPage();
  const trouble = collectTrouble(page);
  try {
    await page.goto(url);
    const result = await page.evaluate(async key => {
      const globals = globalThis as unknown as Record<string, Promise<unknown> | undefined>;
      for (let i = 0; i < 2000 && !globals[key]; i++) await new Promise(resolve => setTimeout(resolve, 20));
      return globals[key];
    }, name);
    expect(trouble).toEqual([]);
    return result as T;
  } catch (error) {
    throw new Error(`${url}: ${(error as Error).message}\nThe page reported:\n${trouble.join('\n')}`, {cause: error});
  } finally {
    await page.close();
  }
}

/** Opens a page that has the script of that name. */
async function openBundle(name: string): Promise<Report> {
  const html = `<!doctype html><meta charset="utf-8"><title>${name}</title><script type="module" src="/out/${name}"></script>`;
  writeFileSync(join(lab.folder, `${name}.html`), html);
  return open(`${server.url}${name}.html`);
}

test('script tags', async () => {
  await expectReport(await open(`${server.url}script.html`));
});

test('esbuild, minified; and beside script tags, which bring a second tf.js and a second plugin', async () => {
  await lab.node('esbuild.mjs');
  await expectReport(await openBundle('esbuild.js'));
  const both = await open<{bundled: Report; tagged: Report; same: boolean}>(`${server.url}both.html`, 'both');
  await expectReport(both.bundled);
  await expectReport(both.tagged);
  expect(both.same).toBe(true);
});

test('rollup, with tfjs-core and tfjs-layers; and its bundle minified by terser, all names mangled but properties', async () => {
  await lab.bin('rollup', 'dist/bin/rollup', '-c', '--silent');
  await expectReport(await openBundle('rollup.js'));
  const code = readFileSync(join(lab.folder, 'out/terser.js'), 'utf8');
  // Else it would test nothing: neither a name of ours nor one of a class is left.
  expect(code).not.toMatch(/PointwiseLayer|PointwiseActivation|class [A-Z]\w{3,} /);
  await expectReport(await openBundle('terser.js'));
});

test('webpack, for production', async () => {
  await lab.node('webpack.mjs');
  await expectReport(await openBundle('webpack.js'));
});

describe('Vite', () => {
  const VITE = 'bin/vite.js';

  test('build', async () => {
    await lab.bin('vite', VITE, 'build', '--outDir', 'out/vite', '--base', '/out/vite/');
    await expectReport(await open(`${server.url}out/vite/index.html`));
  });

  test.each([
    ['dev server', []],
    ['dev server, the plugin not prepared with tf.js', ['--config', 'vite.excluded.mjs']],
  ])('%s', async (_, options) => {
    const vite = spawn(
      process.execPath,
      [join(lab.folder, 'node_modules/vite', VITE), '--port', '0', '--host', '127.0.0.1', ...options],
      {
        cwd: lab.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {...process.env, NO_COLOR: '1', FORCE_COLOR: undefined},
      },
    );
    try {
      await expectReport(await open(await addressOf(vite)));
    } finally {
      vite.kill();
      await once(vite, 'close');
    }
  });
});

/** The address that a dev server prints when it is ready. */
async function addressOf(server: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += String(chunk);
      const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
      if (address) resolve(address);
    };
    server.stdout!.on('data', listen);
    server.stderr!.on('data', listen);
    server.once('exit', code => reject(new Error(`the dev server ended (${code}): ${said}`)));
  });
}

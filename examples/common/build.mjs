/** Builds a page, and the worker that runs TensorFlow.js for it, into a folder that any static file server can serve. */

import {build} from 'esbuild';
import {cpSync, existsSync, mkdirSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';

const require = createRequire(import.meta.url);

/**
 * `entries`: what the page loads, scripts as modules; `worker`: its worker; `files`: what is copied beside them. All of
 * them named from the folder `from`. `options` go to esbuild.
 */
export async function buildPage({from, output, entries, worker, files = [], options = {}}) {
  if (!existsSync(resolve(import.meta.dirname, '../../dist/index.js'))) {
    throw new Error('dist is missing: run npm run build first.');
  }
  rmSync(output, {recursive: true, force: true});
  mkdirSync(output, {recursive: true});
  const all = {bundle: true, minify: true, target: 'es2022', logLevel: 'warning', outdir: output, ...options};
  await build({...all, entryPoints: entries.map(name => join(from, name)), format: 'esm'});
  // A classic worker, which every browser starts.
  await build({...all, entryPoints: [join(from, worker)], format: 'iife'});
  for (const name of files) cpSync(join(from, name), join(output, name), {recursive: true});
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  for (const kind of ['', '-simd', '-threaded-simd']) {
    cpSync(join(wasm, `tfjs-backend-wasm${kind}.wasm`), join(output, 'wasm', `tfjs-backend-wasm${kind}.wasm`));
  }
}

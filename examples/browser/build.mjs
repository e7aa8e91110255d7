/** Builds the page into a folder that any static file server can serve: nothing in it asks another host for anything. */

import {build} from 'esbuild';
import {cpSync, existsSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {loadDigits} from '../digits/data.mjs';
import {pack} from './data.mjs';

const here = import.meta.dirname;
const require = createRequire(import.meta.url);
const TRAINED_HERE = resolve(here, '../digits/output/mlp/model');
/** Trained by `npm run digits` and committed, so that a fresh clone has a page that works at once. */
const COMMITTED = join(here, 'model');

/** `model`: the folder of a model; by default the one that `npm run digits` saved last, or else the committed one. */
export async function buildPage({output = join(here, 'output'), model} = {}) {
  const from = resolve(model ?? (existsSync(join(TRAINED_HERE, 'model.json')) ? TRAINED_HERE : COMMITTED));
  if (!existsSync(join(from, 'model.json'))) throw new Error(`There is no model.json in ${from}.`);
  if (!existsSync(resolve(here, '../../dist/index.js'))) throw new Error('dist is missing: run npm run build first.');
  rmSync(output, {recursive: true, force: true});
  mkdirSync(output, {recursive: true});
  const options = {bundle: true, minify: true, target: 'es2022', logLevel: 'warning', outdir: output};
  await build({...options, entryPoints: [join(here, 'page.mjs'), join(here, 'style.css')], format: 'esm'});
  // A classic worker, which every browser starts.
  await build({...options, entryPoints: [join(here, 'worker.mjs')], format: 'iife'});
  cpSync(join(here, 'index.html'), join(output, 'index.html'));
  cpSync(from, join(output, 'model'), {recursive: true});
  const wasm = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));
  for (const kind of ['', '-simd', '-threaded-simd']) {
    cpSync(join(wasm, `tfjs-backend-wasm${kind}.wasm`), join(output, 'wasm', `tfjs-backend-wasm${kind}.wasm`));
  }
  const {test, train} = loadDigits();
  writeFileSync(join(output, 'test.bin'), pack(test, 1000));
  writeFileSync(join(output, 'train.bin'), pack(train, 3000));
  return {output, model: from};
}

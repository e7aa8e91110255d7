/** Builds the page into a folder that any static file server can serve: nothing in it asks another host for anything. */

import {cpSync, existsSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {buildPage} from '../common/build.mjs';
import {loadDigits} from '../digits/data.mjs';
import {pack} from './data.mjs';

const here = import.meta.dirname;
const TRAINED_HERE = resolve(here, '../digits/output/mlp/model');
/** Trained by `npm run digits` and committed, so that a fresh clone has a page that works at once. */
const COMMITTED = join(here, 'model');

/** `model`: the folder of a model; by default the one that `npm run digits` saved last, or else the committed one. */
export async function buildDigitsPage({output = join(here, 'output'), model} = {}) {
  const from = resolve(model ?? (existsSync(join(TRAINED_HERE, 'model.json')) ? TRAINED_HERE : COMMITTED));
  if (!existsSync(join(from, 'model.json'))) throw new Error(`There is no model.json in ${from}.`);
  const [entries, files] = [['page.mjs', 'style.css'], ['index.html']];
  await buildPage({from: here, output, entries, worker: 'worker.mjs', files});
  cpSync(from, join(output, 'model'), {recursive: true});
  const {test, train} = loadDigits();
  writeFileSync(join(output, 'test.bin'), pack(test, 1000));
  writeFileSync(join(output, 'train.bin'), pack(train, 3000));
  return {output, model: from};
}

/** Experiments: what is said of rectifiers, tried. Each prints a table and draws a picture. */

import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {parseArgs} from 'node:util';
import {format, resolveConfig} from 'prettier';
import {rectifiers} from 'tfjs-rectifiers';
import {training} from 'tfjs-rectifiers/training';
import {startBackend} from '../digits/backend.mjs';
import * as clipping from './clipping.mjs';
import * as digits from './digits.mjs';
import * as dying from './dying.mjs';
import * as filterBank from './filterBank.mjs';
import * as gradientPenalty from './gradientPenalty.mjs';
import * as schedules from './schedules.mjs';
import * as selu from './selu.mjs';
import * as silent from './silent.mjs';

const EXPERIMENTS = {silent, dying, digits, selu, clipping, schedules, gradientPenalty, filterBank};
const USAGE = `Usage: npm run experiments -- NAME ... | --all | --list
  --all        all of them
  --list       their names
  --seeds N    runs of each case, from seed 1 on (default 5)
  --quick      a few steps of two seeds, to see that everything runs
  --output DIR where pictures and tables go (default examples/experiments/output)
  --document   also put tables and pictures into docs/experiments.md`;

const {names, seeds, quick, output, document} = readArguments();
const tf = await startBackend('wasm');
if (!tf) throw new Error('The wasm backend of tf.js could not be started; DEBUG=1 says why.');
const rx = rectifiers(tf);
const lab = {tf, rx, ...training(rx), seeds, quick};
lab.enableWasmTraining();

for (const name of names) {
  const {title, run} = EXPERIMENTS[name];
  console.log(`\n${name}: ${title}\n`);
  const started = {wall: performance.now(), cpu: process.cpuUsage()};
  const tensors = tf.memory().numTensors;
  const {table, picture} = await run(lab);
  const {user, system} = process.cpuUsage(started.cpu);
  const left = tf.memory().numTensors - tensors;
  if (left) throw new Error(`${name} has left ${left} tensors behind.`);
  const text = await markdown(table);
  console.log(text);
  mkdirSync(output, {recursive: true});
  const path = join(output, `${name}.svg`);
  writeFileSync(path, picture);
  writeFileSync(join(output, `${name}.json`), JSON.stringify(table, null, 2));
  if (document) await putIntoDocs(name, text, picture);
  const seconds = value => (value / 1e6).toFixed(0);
  console.log(
    `${seconds((performance.now() - started.wall) * 1e3)} s, ${seconds(user + system)} s of a core; picture: ${relative(process.cwd(), path)}`,
  );
}

// ------------------------------------------------------------------------------------------------------------- helpers

function readArguments() {
  try {
    const {values, positionals} = parseArgs({
      allowPositionals: true,
      options: {
        all: {type: 'boolean'},
        list: {type: 'boolean'},
        quick: {type: 'boolean', default: false},
        document: {type: 'boolean', default: false},
        seeds: {type: 'string'},
        output: {type: 'string', default: join(import.meta.dirname, 'output')},
        help: {type: 'boolean'},
      },
    });
    if (values.help || values.list) {
      const list = Object.entries(EXPERIMENTS).map(([name, {title}]) => `${name.padEnd(16)} ${title}`);
      console.log(values.help ? USAGE : list.join('\n'));
      process.exit(0);
    }
    const unknown = positionals.find(name => !Object.hasOwn(EXPERIMENTS, name));
    if (unknown)
      throw new Error(`There is no experiment ${unknown}; there are ${Object.keys(EXPERIMENTS).join(', ')}.`);
    const names = values.all ? Object.keys(EXPERIMENTS) : positionals;
    if (!names.length) throw new Error('Name an experiment, or give --all.');
    const count = Number(values.seeds ?? (values.quick ? 2 : 5));
    if (!Number.isInteger(count) || count < 1) throw new Error(`--seeds is ${values.seeds}; it must be 1, 2, 3 ...`);
    if (values.document && (values.quick || count < 5))
      throw new Error('--document is for whole runs of five seeds or more.');
    const seeds = Array.from({length: count}, (_, i) => i + 1);
    return {names, seeds, quick: values.quick, output: values.output, document: values.document};
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exit(1);
  }
}

/** A table of objects with the same keys. */
function markdown(rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  const [head] = rows;
  const lines = [Object.keys(head), Object.keys(head).map(() => '---'), ...rows.map(row => Object.values(row))];
  return format(lines.map(line).join('\n'), {parser: 'markdown'});
}

async function putIntoDocs(name, text, picture) {
  const page = join(import.meta.dirname, '../../docs/experiments.md');
  const images = join(import.meta.dirname, '../../docs/images/experiments');
  mkdirSync(images, {recursive: true});
  writeFileSync(join(images, `${name}.svg`), picture);
  const mark = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  const before = readFileSync(page, 'utf8');
  if (!mark.test(before)) throw new Error(`${page} has no place for ${name}.`);
  const after = before.replace(mark, (_, open, close) => `${open}\n${text}\n${close}`);
  writeFileSync(page, await format(after, {...(await resolveConfig(page)), filepath: page}));
}

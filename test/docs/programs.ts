// Programs made of blocks of code: how they follow from what a page shows.
import type {Example} from './comments';
import type {Block} from './markdown';

export interface Program {
  readonly parts: readonly Part[];
  readonly source: string;
}

export interface Part {
  readonly where: string;
  readonly code: string;
  /** Texts that it prints, in this order, and whether that is all. */
  readonly printed: readonly string[];
  readonly whole: boolean;
}

const IMPORTS = `import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';
const rx = rectifiers(tf);`;

/** Each example of a comment has these. */
const GIVEN = `import * as tf from '@tensorflow/tfjs';
import {rectifiers, RectifierError} from 'tfjs-rectifiers';
import {fileSystem, registerFileSystem} from 'tfjs-rectifiers/node';
import {training} from 'tfjs-rectifiers/training';
import '@tensorflow/tfjs-backend-wasm';
const rx = rectifiers(tf);
const {callbacks, schedules, clipGradients, inspect, linearRegion, replaceActivations, enableWasmTraining} = training(rx);
const model = tf.sequential({layers: [
  tf.layers.dense({units: 8, inputShape: [4], activation: 'relu'}), tf.layers.dense({units: 4})]});
model.compile({optimizer: 'sgd', loss: 'meanSquaredError'});
const x = tf.randomNormal([512, 4], 0, 1, 'float32', 1);
const y = tf.randomNormal([512, 4], 0, 1, 'float32', 2);
const [xs, ys] = [x, y];`;

const BEGINS = /from '@tensorflow\/tfjs/;

/** What runs: everything but a page's own scripts, which are only compiled. */
export const runs = ({language, flags}: Block) => ['js', 'ts'].includes(language) && !flags.includes('browser');

/** Blocks of a page are one program, in which names go on, or are declared anew, until one imports tf.js anew. */
export function programsOf(blocks: readonly Block[]): Program[] {
  const groups: Block[][] = [];
  for (const block of blocks) {
    if (!groups.length || BEGINS.test(block.code)) groups.push([]);
    groups.at(-1)!.push(block);
  }
  return groups.map(group => {
    const begins = BEGINS.test(group[0]!.code);
    return program(group.map(partOf), begins ? '' : IMPORTS);
  });
}

/** One that imports tf.js itself has no more than that, as blocks of a page. */
export const programOfExample = ({where, code}: Example): Program =>
  program([{where, code, printed: said(code), whole: false}], BEGINS.test(code) ? '' : GIVEN);

const partOf = ({where, code, printed}: Block): Part =>
  printed === null ? {where, code, printed: said(code), whole: false} : {where, code, printed: [printed], whole: true};

/** `....print(); // [1, 2]`: a comment behind what prints says what. */
const said = (code: string): string[] =>
  [...code.matchAll(/(?:\.print\(\)|console\.log\(.*\));? *\/\/ (.+)$/gm)].map(([, text]) => text!);

const MARK = '\u0001';

function program(parts: readonly Part[], before: string): Program {
  // Programs run one after the other; one may have chosen another backend.
  const start = `import {setBackend as startOn} from '@tensorflow/tfjs-core';\nawait startOn('cpu');`;
  const codes = [start, before, ...parts.map(({code}) => `${code}\n;console.log('${MARK}');`)].map(splitImports);
  // Each in a scope inside that of the one before.
  const body = codes.map(({rest}) => `{\n${rest}\n`).join('') + '}'.repeat(codes.length);
  return {parts, source: `${merged(codes.flatMap(({imports}) => imports)).join('\n')}\n${body}`};
}

/** Imports are at the top of a module only. */
function splitImports(code: string): {imports: string[]; rest: string} {
  const pattern = /^(import\s[^;]*;)(?= *(?:\/\/.*)?$)/gm;
  return {imports: code.match(pattern) ?? [], rest: code.replace(pattern, '')};
}

/** Without what is imported twice. */
function merged(imports: readonly string[]): string[] {
  const names = new Map<string, Set<string>>();
  const others = new Set<string>();
  for (const each of imports) {
    const [, list, from] = /^import\s+\{([^}]*)\}\s+from\s+(\S+);$/.exec(each) ?? [];
    if (list === undefined) {
      others.add(each);
      continue;
    }
    const set = names.get(from!) ?? new Set();
    for (const name of list.split(',')) if (name.trim()) set.add(name.trim());
    names.set(from!, set);
  }
  return [...others, ...[...names].map(([from, set]) => `import {${[...set].join(', ')}} from ${from};`)];
}

/** What is wrong with what a program printed. */
export function faults({parts}: Program, printed: string): string[] {
  const pieces = printed.split(`${MARK}\n`);
  return parts.flatMap(({where, printed: wanted, whole}, i) => {
    const got = pieces[i] ?? '';
    if (whole) return got.trimEnd() === wanted[0]!.trimEnd() ? [] : [`${where} prints\n${got}\nnot\n${wanted[0]}`];
    let rest = plain(got);
    return wanted.flatMap(text => {
      const at = rest.indexOf(plain(text));
      if (at < 0) return [`${where} prints\n${got}\nin which there is no ${text}`];
      rest = rest.slice(at + plain(text).length);
      return [];
    });
  });
}

/** As tf.js prints tensors, but for spaces and line breaks. `0.123...` may go on. */
const plain = (text: string) =>
  text
    .replace(/\s/g, '')
    .replace(/,\]/g, ']')
    .replace(/\.\.\.$/, '');

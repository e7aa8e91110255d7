/**
 * All code that readers are shown, in Markdown and in the examples of doc comments, runs on the built package and prints
 * what is written beside it; TypeScript compiles too.
 *
 * By their language: `js` and `ts` run. `js browser` is for a page only; its names and types are checked. `sh`, `html`, `json`, `text`,
 * `math` and blocks without a language are no code of ours. No other language may be there.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {allExamples, examplesOf} from './comments';
import {markdownFiles, readPage, type Block} from './markdown';
import {faults, programOfExample, programsOf, runs, type Program} from './programs';

// They take seconds, but on a machine that is busy otherwise.
jest.setTimeout(300_000);

const NO_CODE = ['sh', 'html', 'json', 'text', 'math', ''];

// Inside the package, so that code finds it by its name; git and all tools ignore it.
mkdirSync('.lanes', {recursive: true});
const folder = resolve(mkdtempSync('.lanes/docs-'));
afterAll(() => rmSync(folder, {recursive: true}));

const pages = markdownFiles().map(file => readPage(file).blocks);
const blocks = pages.flat();

test('every block has a language that is known', () => {
  const unknown = blocks.filter(block => !runs(block) && !forPage(block) && !NO_CODE.includes(block.language));
  expect(unknown.map(({where, language}) => `${where}: ${language}`)).toEqual([]);
});

const forPage = ({language, flags}: Block) => language === 'js' && flags.includes('browser');

describe('code runs and prints what is written beside it', () => {
  const programs = [...pages.flatMap(page => programsOf(page.filter(runs))), ...allExamples().map(programOfExample)];

  test('all of it', () => {
    const results = run([SERVED, ...programs.map(({source}) => source)]).slice(1);
    const wrong = programs.flatMap((program, i) => {
      const {printed, error} = results[i]!;
      return error === undefined ? faults(program, printed) : [`${placesOf(program)}: ${error}`];
    });
    if (wrong.length) throw new Error(wrong.join('\n\n'));
    expect(programs.length).toBeGreaterThan(100);
  });

  test('code that fails, or prints something else, is found', () => {
    const text = [
      "```js\nconsole.log('a'); // a\nconst one = 1;\n```",
      '```js\ntf.tensor2d([[one, 2]]).print(); // [[1, 2]]\ntf.tensor1d([3]).print(); // [4]\n```',
      "```ts\nconsole.log('b');\n```\n\nprints\n\n```text\nB\n```",
      "```js\nimport * as tf from '@tensorflow/tfjs';\nmissing();\n```",
    ].join('\n\n');
    const [first, second, ...none] = programsOf(readPage('page.md', text).blocks.filter(runs));
    expect(none).toEqual([]);
    const [good, bad] = run([first!.source, second!.source]);
    expect(good!.error).toBeUndefined();
    expect(faults(first!, good!.printed)).toEqual([
      expect.stringMatching(/^page.md:6 prints[^]*there is no \[4\]$/),
      expect.stringMatching(/^page.md:11 prints\nb\n\nnot\nB/),
    ]);
    expect(bad!.error).toMatch(/missing is not defined/);
  });

  test('examples of comments are found where they are', () => {
    const text =
      '/**\n * Text.\n *\n * @example\n * const a = 1;\n * f(a);\n */\nexport interface A {\n  /** @example g() */\n  b: 1;\n}\n';
    expect(examplesOf('a.ts', text)).toEqual([
      {where: 'a.ts:4', code: 'const a = 1;\nf(a);'},
      {where: 'a.ts:9', code: 'g()'},
    ]);
  });
});

test('TypeScript compiles against the built declarations', () => {
  const sources = sourcesOf(runs, block => block.language === 'ts', 'ts');
  expect(sources.size).toBeGreaterThan(0);
  // That it would say what is wrong.
  sources.set('wrong.ts', `const x: number = 'text';\nexport {};`);
  expect(compile(sources, {strict: true})).toMatch(/^[^\n]*wrong\.ts\(1,7\): error TS2322[^\n]*\n$/);
});

test('what is for a page calls what is there', () => {
  const sources = sourcesOf(block => runs(block) || forPage(block), forPage, 'js');
  expect(sources.size).toBeGreaterThan(0);
  // What a page may leave to its reader.
  for (const [name, source] of sources) sources.set(name, `/** @type {any} */ let model, x, y;\n${source}`);
  sources.set('wrong.js', `document.wrong();\nexport {};`);
  expect(compile(sources, {strict: false, allowJs: true, checkJs: true})).toMatch(
    /^[^\n]*wrong\.js\(1,10\): error TS2339[^\n]*\n$/,
  );
});

/** Programs of blocks that are `taken`, of which one is `wanted`, as files. */
function sourcesOf(taken: (block: Block) => boolean, wanted: (block: Block) => boolean, extension: string) {
  const sources = new Map<string, string>();
  for (const page of pages) {
    const places = new Set(page.filter(wanted).map(({where}) => where));
    for (const {parts, source} of programsOf(page.filter(taken))) {
      if (!parts.some(({where}) => places.has(where))) continue;
      sources.set(`${parts[0]!.where.replace(/[^\w]/g, '_')}.${extension}`, source);
    }
  }
  return sources;
}

const placesOf = ({parts}: Program) => parts.map(({where}) => where).join(', ');

/** What each printed, and what it threw. */
function run(programs: readonly string[]): {printed: string; error?: string}[] {
  const {stdout, stderr} = spawnSync(process.execPath, [resolve('scripts/reference/run.mjs'), folder], {
    input: JSON.stringify(programs),
    encoding: 'utf8',
    maxBuffer: 1e8,
    // Models are saved here.
    cwd: folder,
  });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as {printed: string; error?: string}[];
}

/** Runs first, in the same process: a model is at https://example.org/model/model.json, and folders are a page's IndexedDB. */
const SERVED = `
import * as tf from '@tensorflow/tfjs';
import {readFile} from 'node:fs/promises';
import {fileSystem} from 'tfjs-rectifiers/node';
const model = tf.sequential({layers: [tf.layers.dense({units: 2, inputShape: [4]})]});
await model.save(fileSystem('./example.org/model'));
globalThis.fetch = async url => {
  if (!String(url).startsWith('https://example.org/')) throw new Error('no such host: ' + url);
  return new Response(await readFile('./' + String(url).slice('https://'.length)), {
    headers: {'content-type': String(url).endsWith('.json') ? 'application/json' : 'application/octet-stream'},
  });
};
const database = url =>
  typeof url === 'string' && url.startsWith('indexeddb://') ? fileSystem(url.replace('indexeddb://', './indexeddb/')) : null;
tf.io.registerSaveRouter(database);
tf.io.registerLoadRouter(database);`;

/** What the compiler says. */
function compile(sources: ReadonlyMap<string, string>, options: object): string {
  const home = mkdtempSync(join(folder, 'types-'));
  for (const [name, code] of sources) writeFileSync(join(home, name), code);
  const compilerOptions = {
    ...options,
    noEmit: true,
    skipLibCheck: true,
    target: 'ES2022',
    lib: ['ES2022', 'DOM'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
  };
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({compilerOptions, files: [...sources.keys()]}));
  return spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', home], {encoding: 'utf8'}).stdout;
}

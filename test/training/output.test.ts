// The progress bar and the loggers: what is written, and where it is not.
import * as tf from '@tensorflow/tfjs';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {rectifiers, RectifierError} from '../../src/index';
import {training} from '../../src/training/index';
import type {ProgressBarOptions} from '../../src/training/types';
import {callbacks, clipGradients, createModel, fit, fitDataset, hush, say, schedules, X, Y} from './support';

/** To the end of the line. */
const WIPE = '\u001b[K';
const folder = mkdtempSync(join(tmpdir(), 'rectifiers-output-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

// An example has the browser's store.
tf.io.registerSaveRouter(
  url =>
    (String(url).startsWith('indexeddb://')
      ? tf.io.withSaveHandler(async () => ({modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}}))
      : null) as tf.io.IOHandler,
);

let model: tf.Sequential;
beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => {
  model = createModel();
});
afterEach(() => {
  jest.restoreAllMocks();
  model.dispose();
});

describe('progressBar', () => {
  /** What a terminal shows in the end: a line is as it was written last. */
  async function shown(options: ProgressBarOptions, run = fit, isTTY = true, columns = 120): Promise<string[]> {
    const pieces: string[] = [];
    const output = {isTTY, columns, write: (text: string) => pieces.push(text)};
    const losses = [0.123456, 2];
    const list = [say('loss', losses), callbacks.progressBar({output, ...options})];
    await run(model, {epochs: 2, callbacks: list});
    for (const piece of pieces) expect(piece.replace(/[\r\n]/g, '').replace(WIPE, '').length).toBeLessThan(columns);
    const lines = pieces.join('').split('\n');
    expect(lines.pop()).toBe('');
    return lines.map(line =>
      line
        .split('\r')
        .at(-1)!
        .replaceAll(WIPE, '')
        .replace(/\d+ m?s/, 'T'),
    );
  }

  test.each([
    ['fit', fit],
    ['fitDataset', fitDataset],
  ])('on a terminal, %s', async (_name, run) => {
    const full = '='.repeat(24);
    expect(await shown({}, run)).toEqual([
      'Epoch 1/2',
      `[${full}] 2/2 - T - loss: 0.1235`,
      'Epoch 2/2',
      `[${full}] 2/2 - T - loss: 2`,
    ]);
  });

  test('a line an epoch, a narrow terminal, and silence elsewhere', async () => {
    expect(await shown({verbose: 2}, fit, false)).toEqual([
      'Epoch 1/2',
      `[${'='.repeat(24)}] 2/2 - T - loss: 0.1235`,
      'Epoch 2/2',
      `[${'='.repeat(24)}] 2/2 - T - loss: 2`,
    ]);
    const narrow = await shown({}, fit, true, 20);
    expect(narrow[1]!.length).toBeLessThan(20);
    const pieces: string[] = [];
    const output = {write: (text: string) => pieces.push(text)};
    for (const options of [
      {output},
      {output: {...output, isTTY: false}},
      {output: {...output, isTTY: true}, verbose: 0},
    ]) {
      await fit(model, {callbacks: [callbacks.progressBar(options as ProgressBarOptions)]});
    }
    expect(pieces).toEqual([]);
  });

  test('without an output of its own it takes process.stdout', async () => {
    const pieces: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation(text => pieces.push(String(text)) > 0);
    const bar = callbacks.progressBar({verbose: 2});
    await fit(model, {callbacks: [bar]});
    expect(pieces[0]).toBe('Epoch 1/1\n');
  });

  test('what is drawn on the way reads the loss and leaves it to others', async () => {
    const pieces: string[] = [];
    const before = tf.memory().numTensors;
    const bar = callbacks.progressBar({output: {isTTY: true, columns: 99, write: text => pieces.push(text)}});
    await fit(model, {callbacks: [bar, callbacks.terminateOnNaN()]});
    expect(tf.memory().numTensors).toBe(before);
    expect(pieces[1]!.split(WIPE)[0]).toMatch(/^\r\[={12}\.{12}\] 1\/2 - \d+ m?s left - loss: [\d.e-]+$/);
    expect(pieces[1]!.endsWith(WIPE)).toBe(true);
  });

  test('what is wrong is said', () => {
    expect(() => callbacks.progressBar({verbose: 3} as never)).toThrow(
      /verbose must be 'auto' or 0 or 1 or 2, but is 3/,
    );
    expect(() => callbacks.progressBar({output: 'stdout'} as never)).toThrow(
      /output must be something with write\(text\), .* but is 'stdout'/,
    );
  });
});

describe('loggers', () => {
  const twice = (logger: tf.CustomCallback | object, epochs = 2) =>
    fit(model, {epochs, callbacks: [say('loss', [0.5, NaN]), say('a,b', [1]), logger]});

  test('CSV: sorted columns, NA where there is nothing', async () => {
    const lines: string[] = [];
    await twice(callbacks.csvLogger(line => void lines.push(line)));
    expect(lines).toEqual(['epoch,"a,b",loss\n0,1,0.5\n', '1,NA,NaN\n']);
    lines.length = 0;
    await twice(callbacks.csvLogger({write: line => lines.push(line)}, {separator: ';', append: true}));
    expect(lines).toEqual(['0;1;0.5\n', '1;NA;NaN\n']);
  });

  test('CSV: a file, begun anew or gone on with', async () => {
    const path = join(folder, 'log.csv');
    const logger = callbacks.csvLogger(path);
    await twice(logger, 1);
    await twice(logger, 1);
    expect(readFileSync(path, 'utf8')).toBe('epoch,"a,b",loss\n0,1,0.5\n');
    const more = callbacks.csvLogger(path, {append: true});
    await twice(more, 1);
    expect(readFileSync(path, 'utf8')).toBe('epoch,"a,b",loss\n0,1,0.5\n0,1,0.5\n');
    const fresh = join(folder, 'fresh.csv');
    await twice(callbacks.csvLogger(fresh, {append: true}), 1);
    expect(readFileSync(fresh, 'utf8')).toBe('epoch,"a,b",loss\n0,1,0.5\n');
  });

  test('JSON: an object a line, NaN as a text; the history itself', async () => {
    const path = join(folder, 'log.jsonl');
    const logger = callbacks.jsonLogger(path);
    const {history} = await fit(model, {epochs: 2, validationSplit: 0.5, callbacks: [say('loss', [0.5, NaN]), logger]});
    const rows = readFileSync(path, 'utf8').trim().split('\n').map(line => JSON.parse(line)); // prettier-ignore
    expect(rows).toEqual([
      {epoch: 0, loss: 0.5, val_loss: history['val_loss']![0]},
      {epoch: 1, loss: 'NaN', val_loss: history['val_loss']![1]},
    ]);
  });

  test('what cannot be written in the middle of a training does not end it', async () => {
    const said = hush('warn');
    const lines: string[] = [];
    const logger = callbacks.csvLogger(async line => {
      if (lines.push(line) === 1) throw new Error('disk full');
    });
    await twice(logger, 3);
    // The header comes with the first line that is written.
    expect(lines[1]).toBe('epoch,"a,b",loss\n1,NA,NaN\n');
    expect(said).toEqual(['callbacks.csvLogger: epoch 1 was not saved, training goes on. disk full']);
    expect(logger.errors.map(String)).toEqual([`RectifierError: ${said[0]}`]);
  });

  test('what is wrong is said', async () => {
    expect(() => callbacks.csvLogger(3 as never)).toThrow(RectifierError);
    expect(() => callbacks.csvLogger('a.csv', {separator: ''})).toThrow(/separator must be a text/);
    expect(() => callbacks.jsonLogger('a.json', {separator: ','} as never)).toThrow(/unknown setting 'separator'/);
    const nowhere = callbacks.csvLogger(join(folder, 'missing', 'log.csv'));
    await expect(fit(model, {callbacks: [nowhere]})).rejects.toThrow(
      /callbacks\.csvLogger: cannot write to .*log\.csv: ENOENT/,
    );
    const {getBuiltinModule} = process;
    try {
      (process as {getBuiltinModule?: unknown}).getBuiltinModule = undefined;
      expect(() => callbacks.csvLogger('a.csv')).toThrow(
        /target must be a path \(in Node 20\.16 or newer\), .*write\(text\).* but is 'a\.csv'/,
      );
    } finally {
      process.getBuiltinModule = getBuiltinModule;
    }
  });
});

describe('examples in the doc comments', () => {
  const NAMES = /\b(clipGradients|schedules|callbacks\.(?!monitor\())/;
  const examples = ['types', 'index'].flatMap(name => {
    const comments = readFileSync(resolve(`src/training/${name}.ts`), 'utf8').match(/\/\*\*[^]*?(?=\*\/)/g)!;
    const examples = comments.flatMap(comment => comment.split('@example').slice(1));
    return examples.map(example => example.replace(/^\s*\* ?/gm, '').trim()).filter(code => NAMES.test(code));
  });
  const start = process.cwd();
  afterEach(() => process.chdir(start));

  test('are there', () => expect(examples.length).toBeGreaterThan(10));

  test.each(examples)('%s', async code => {
    hush('log');
    process.chdir(folder);
    const scope = {tf, rectifiers, training, callbacks, schedules, clipGradients, model};
    const [x, y] = [tf.tensor2d(X), tf.tensor2d(Y)];
    // What a comment says behind a line with a number is what it is.
    const checked = code
      .replace(/^(schedules?[^;]*); \/\/ ([\d./ ]+)$/gm, 'near($1, $2);')
      .replace(/^const \{[^}]*\} = training/gm, 'training');
    const near = (actual: number, expected: number) => expect(actual).toBeCloseTo(expected, 12);
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
    await new AsyncFunction(...Object.keys(scope), 'x', 'y', 'near', checked)(...Object.values(scope), x, y, near);
    tf.dispose([x, y]);
  });
});

// The page of examples/browser, end to end in Chromium, and the models that it and Node exchange.
import * as tf from '@tensorflow/tfjs';
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {basename, join, resolve} from 'node:path';
import type {Page} from 'playwright-core';
import {rectifiers} from '../../src/index';
import {fileSystem} from '../../src/node';
import {describeWithTfjsNode} from '../support/tfjsNode';
import {startSession} from './session';

// A software GPU compiles slowly, and may share its processor.
jest.setTimeout(180_000);

const PIXELS = 784;
const rx = rectifiers(tf);
const session = startSession({
  main: 'examples/browser/main.mjs',
  args: ['--model', resolve('examples/browser/model')],
  fetches: 'model/model.json',
  said: async () => (await log()).join('\n'),
});
const {folder, built, text, until} = session;
let page: Page;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function open(...args: Parameters<typeof session.open>): Promise<void> {
  page = await session.open(...args);
  await ready();
}

const log = async (): Promise<string[]> =>
  (await page.locator('#log li span').allTextContents()).map(line => line.replaceAll('\u00a0', ' '));
/** Nothing is under way: the buttons can be pressed. */
const ready = () => until(`document.querySelector('#train').getAttribute('aria-disabled') === 'false'`);
const press = async (id: string): Promise<void> => {
  await page.click(`#${id}`);
  await ready();
};
const reads = (digit: number | string) => until(`document.querySelector('#guess').textContent === '${digit}'`);
/** The probabilities that the bars show, with all their digits. */
const bars = (): Promise<number[]> =>
  page.evaluate(
    `[...document.querySelectorAll('#bars .fill')].map(fill => Number(fill.style.getPropertyValue('--share')))`,
  );
const learned = () => page.locator('.layer li').allTextContents();
const curves = (): Promise<string> => page.evaluate(`document.querySelector('#layers').innerHTML`);

/** Lines through points of the pad, whose sides are 1 long. */
async function draw(...lines: [number, number][][]): Promise<void> {
  const box = (await page.locator('#pad').boundingBox())!;
  for (const line of lines) {
    const [[x, y], ...rest] = line.map(point => [box.x + point[0] * box.width, box.y + point[1] * box.height]) as [
      [number, number],
      ...[number, number][],
    ];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (const [nextX, nextY] of rest) await page.mouse.move(nextX, nextY, {steps: 6});
    await page.mouse.up();
  }
}

const download = (into: string) => session.download(into, () => press('download'));

/** Opens files as if they were chosen. */
async function choose(...files: string[]): Promise<void> {
  const before = (await log()).length;
  await page.setInputFiles('#files', files);
  await until(`document.querySelectorAll('#log li').length > ${before}`);
  await ready();
  expect((await log())[0]).toMatch(/^Loaded .*model\.json/);
}

/** What Node reads from test digit `index`, as the built page has it. */
function predictInNode(model: tf.LayersModel, index: number): number[] {
  const bytes = readFileSync(join(built, 'test.bin'));
  const from = index * (PIXELS + 1) + 1;
  const pixels = Float32Array.from(bytes.subarray(from, from + PIXELS), byte => byte / 255);
  return tf.tidy(() => [...(model.predict(tf.tensor2d(pixels, [1, PIXELS])) as tf.Tensor).dataSync()]);
}

/**
 * The same in tfjs-node, by its own file system; it saves the model again, into `to`. In a process of its own, since
 * two copies of tf.js share one engine and so would have variables of one name.
 */
function predictInTfjsNode(path: string, from: string, to: string, index: number): number[] {
  const code = `
    const tf = require(${JSON.stringify(path)});
    const {rectifiers} = require('tfjs-rectifiers');
    const {readFileSync} = require('node:fs');
    rectifiers(tf);
    (async () => {
      const model = await tf.loadLayersModel('file://${from}/model.json');
      const bytes = readFileSync('${built}/test.bin').subarray(${index * (PIXELS + 1) + 1}, ${(index + 1) * (PIXELS + 1)});
      const output = model.predict(tf.tensor2d(Float32Array.from(bytes, byte => byte / 255), [1, ${PIXELS}]));
      await model.save('file://${to}');
      process.stdout.write(JSON.stringify([tf.getBackend(), [...output.dataSync()]]));
    })();`;
  const output = execFileSync(process.execPath, ['-e', code], {encoding: 'utf8', stdio: 'pipe'});
  const [backend, probabilities] = JSON.parse(output.split('\n').at(-1)!);
  expect(backend).toBe('tensorflow');
  return probabilities;
}

function expectClose(got: number[], expected: number[]): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5));
}

const label = (index: number) => readFileSync(join(built, 'test.bin'))[index * (PIXELS + 1)]!;

describe('reading digits', () => {
  test('digits drawn with the mouse are read, small and in a corner too, and cleared', async () => {
    await open();
    await page.click('#clear');
    expect(await bars()).toEqual(Array(10).fill(0));
    await draw([
      [0.3, 0.22],
      [0.7, 0.22],
      [0.45, 0.8],
    ]);
    await reads(7);
    await until(`document.querySelector('#announcement').textContent.startsWith('Reads 7.')`);
    expect((await bars())[7]).toBeGreaterThan(0.8);
    await press('clear');
    expect(await text('#guess')).toBe('–');
    await draw(
      [
        [0.78, 0.72],
        [0.75, 0.85],
        [0.9, 0.85],
      ],
      [
        [0.87, 0.72],
        [0.87, 0.97],
      ],
    );
    await reads(4);
  });

  test('a finger draws on a phone, which neither scrolls then nor is too narrow', async () => {
    await open('', {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true, deviceScaleFactor: 2});
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await page.locator('#pad').scrollIntoViewIfNeeded();
    await page.click('#clear');
    const scroll = await page.evaluate('scrollY');
    const {x, y, width} = (await page.locator('#pad').boundingBox())!;
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: at === undefined ? [] : [{x: x + width / 2, y: y + at * width}],
      });
    await touch('touchStart', 0.2);
    for (const at of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) await touch('touchMove', at);
    await touch('touchEnd');
    await reads(1);
    expect(await page.evaluate('scrollY')).toBe(scroll);
  });

  test('by keyboard alone: drawing, picking test digits, choosing a backend', async () => {
    await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const pad = page.locator('#pad');
    await pad.focus();
    await page.keyboard.press('Delete');
    const keys = async (key: string, times: number) => {
      for (let i = 0; i < times; i++) await page.keyboard.press(key);
    };
    await keys('ArrowUp', 6);
    await page.keyboard.press('Space');
    expect(await text('#announcement')).toBe('Pen down.');
    await keys('ArrowDown', 12);
    await page.keyboard.press('Space');
    await until(`document.querySelector('#announcement').textContent.startsWith('Reads 1.')`);

    await page.locator('#picker [tabindex="0"]').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    for (const [key, index] of [
      ['ArrowRight', 1],
      ['ArrowDown', 9],
      ['ArrowLeft', 8],
      ['ArrowUp', 0],
    ] as const) {
      await page.keyboard.press(key);
      const option = page.locator('#picker [aria-selected="true"]');
      expect(await option.getAttribute('aria-label')).toBe(`Test digit ${index + 1}, a ${label(index)}`);
      expect(await page.evaluate(`document.activeElement.getAttribute('aria-selected')`)).toBe('true');
      await until(`document.querySelector('#announcement').textContent.includes('That is right')`);
      await reads(label(index));
    }

    await page.locator('input[name=backend]:checked').focus();
    await page.keyboard.press('ArrowLeft');
    await until(`document.querySelector('#time').textContent.endsWith('on cpu')`);
    await ready();
  });

  test('what it misreads can be picked', async () => {
    await open();
    await page.check('#only-misread');
    await page.locator('#picker [role=option]').first().click();
    await until(`document.querySelector('#verdict .bad')?.textContent.startsWith('It is labelled')`);
  });

  test('every backend reads the same, and one that is not there says why', async () => {
    await open();
    const expected = await bars();
    for (const name of ['cpu', 'webgl', 'webgpu', 'wasm']) {
      await page.check(`input[value=${name}]`, {force: true});
      await until(`document.querySelector('#time').textContent.endsWith('on ${name}')`);
      await ready();
      expectClose(await bars(), expected);
    }
    // What a browser without it looks like to the worker, which is where the page asks.
    await open('', {}, opened =>
      opened.route('**/worker.js', async route => {
        const response = await route.fetch();
        await route.fulfill({
          response,
          body: `Object.defineProperty(navigator, 'gpu', {value: undefined});${await response.text()}`,
        });
      }),
    );
    expect(await page.locator('input[value=webgpu]').isDisabled()).toBe(true);
    expect(await text('#backend-missing')).toMatch(/^No webgpu: this browser has no WebGPU/);
  });
});

describe('training', () => {
  test('goes on while the page answers, moves the curves, learns, and can be stopped', async () => {
    await open();
    await press('afresh');
    const before = {accuracy: parseFloat(await text('#after')), curves: await curves()};
    expect(before.accuracy).toBeLessThan(40);
    await page.selectOption('#rate', '0.003');
    await page.evaluate(
      `window.ticks = 0; const tick = () => { ticks++; requestAnimationFrame(tick); }; requestAnimationFrame(tick);`,
    );
    await page.click('#train');
    await until(`/^Batch [5-9]/.test(document.querySelector('#train-state').textContent)`);
    const ticks = (await page.evaluate('ticks')) as number;
    // Another digit is read in the middle of it.
    await page.click('#clear');
    await page.locator('#picker [role=option]').nth(1).click();
    await until(`document.querySelector('#guess').textContent !== '–'`);
    expect(await text('#train-state')).toMatch(/^Batch \d+ of 94, loss \d/);
    // The page went on drawing frames meanwhile, and does.
    await until(`ticks > ${ticks + 5}`);
    expect(await text('#train-state')).toMatch(/^Batch/);
    await ready();
    expect(await text('#train-state')).toMatch(/^94 batches in .* on wasm, loss/);
    expect(parseFloat(await text('#before'))).toBe(before.accuracy);
    expect(parseFloat(await text('#after'))).toBeGreaterThan(75);
    expect(await curves()).not.toBe(before.curves);

    await page.click('#train');
    await until(`/^Batch [2-9]/.test(document.querySelector('#train-state').textContent)`);
    await page.click('#stop');
    await ready();
    expect(await text('#train-state')).toMatch(/^Stopped after \d+ of 94 batches/);
    expect((await log())[0]).toMatch(/^Stopped after \d+ batches: .* before, .* now\.$/);
  });

  test.each(['cpu', 'webgl', 'webgpu'])('trains on %s', async name => {
    await open(`?backend=${name}&batches=1`);
    const before = await learned();
    await press('train');
    expect(await text('#train-state')).toMatch(new RegExp(`^1 batch in .* on ${name}, loss`));
    expect(await learned()).not.toEqual(before);
  });
});

describe('keeping the model', () => {
  test('IndexedDB: saved after training, there after a reload', async () => {
    await open('?batches=10');
    expect(await page.getAttribute('#load-browser', 'aria-disabled')).toBe('true');
    const shipped = await learned();
    await press('train');
    const [trained, accuracy, read] = [await learned(), await text('#after'), await bars()];
    expect(trained).not.toEqual(shipped);
    await press('save-browser');
    expect(await text('#saved')).toMatch(/^Saved .* kB$/);
    await page.reload();
    await ready();
    expect(await learned()).toEqual(shipped);
    await press('load-browser');
    expect(await learned()).toEqual(trained);
    expect(await text('#after')).toBe(accuracy);
    expect(await bars()).toEqual(read);
    expect((await log())[0]).toBe('Loaded the model that was saved in this browser.');
    await press('shipped');
    expect(await learned()).toEqual(shipped);
  });

  test('files: what the page downloads loads in the page and in Node with equal predictions', async () => {
    await open('?batches=10');
    await press('train');
    const trained = await learned();
    const files = await download(join(folder, 'downloaded'));
    expect(files.map(file => basename(file))).toEqual(['model.json', 'model.weights.bin']);

    const expected = await bars();
    const inNode = await tf.loadLayersModel(fileSystem(join(folder, 'downloaded')));
    expectClose(predictInNode(inNode, 0), expected);
    await press('shipped');
    expect(await learned()).not.toEqual(trained);
    // In any order.
    await choose(...files.reverse());
    expect(await learned()).toEqual(trained);
    expect(await bars()).toEqual(expected);
  });

  describeWithTfjsNode('with tfjs-node', path => {
    test('a model goes from the page to tfjs-node, and from there to the page', async () => {
      await open('?batches=5');
      await press('train');
      const [expected, trained] = [await bars(), await learned()];
      const [from, to] = ['from', 'to'].map(name => join(folder, name)) as [string, string];
      await download(from);
      expectClose(predictInTfjsNode(path, from, to, 0), expected);
      await press('shipped');
      expect(await learned()).not.toEqual(trained);
      await choose(join(to, 'model.json'), join(to, 'weights.bin'));
      expect(await learned()).toEqual(trained);
      expect(await bars()).toEqual(expected);
    });
  });

  test('a model saved in Node loads through the file picker', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({units: 12, inputShape: [PIXELS], activation: rx.activation('smoothRelu', {k: 2.5})}),
        rx.layers.prelu({alphaInitializer: tf.initializers.randomUniform({minval: -0.5, maxval: 0.5, seed: 3})}),
        rx.layers.elu({alpha: 0.7}),
        tf.layers.dense({units: 10, activation: 'softmax'}),
      ],
    });
    const saved = join(folder, 'node');
    await model.save(fileSystem(saved));
    await open();
    await choose(join(saved, 'model.json'), join(saved, 'weights.bin'));
    expectClose(await bars(), predictInNode(model, 0));
    const panels = await page.locator('.layer').allTextContents();
    expect(panels).toHaveLength(2);
    // Where it started is not known, as the initializer is random; an elu that learns nothing shows its one curve.
    expect(await page.locator('.layer').first().locator('path.start').count()).toBe(0);
    expect(await page.locator('.layer').first().locator('path.learnt').count()).toBe(12);
    expect(await page.locator('.layer').last().locator('path').count()).toBe(1);
  });

  test('what is wrong with files is said, and the model stays', async () => {
    await open();
    const [before, read] = [await learned(), await bars()];
    const fails = async (files: string[], message: RegExp) => {
      const said = (await log()).length;
      await page.setInputFiles('#files', files);
      await until(`document.querySelectorAll('#log li').length > ${said}`);
      await ready();
      expect(await text('#notice-text')).toMatch(message);
      expect(await text('#notice-alert')).toMatch(message);
      await page.click('#notice-close');
    };
    const shipped = join(built, 'model');
    const weights = join(shipped, 'weights.bin');
    const edited = (name: string, edit: (json: string) => string) => {
      const path = join(folder, name);
      writeFileSync(path, edit(readFileSync(join(shipped, 'model.json'), 'utf8')));
      return path;
    };
    await fails([join(shipped, 'model.json')], /needs weights\.bin too/);
    await fails([weights], /Choose one model\.json/);
    await fails([edited('text.json', () => 'no model'), weights], /text\.json is no JSON/);
    await fails([edited('empty.json', () => '{}'), weights], /no weightsManifest/);
    await fails(
      [edited('range.json', json => json.replace(/"k":\s*3/, '"k":-3')), weights],
      /Loading the files failed: RectifierError: rx\.layers\.smoothRelu: k must be/,
    );
    await fails(
      [
        edited('other.json', json =>
          json.replace(/"batch_input_shape":\s*\[null,\s*784\]/, '"batch_input_shape":[null,100]'),
        ),
        weights,
      ],
      /Loading the files failed/,
    );
    expect(await learned()).toEqual(before);
    expect(await bars()).toEqual(read);
    await page.locator('#picker [role=option]').nth(1).click();
    await reads(label(1));
  });
});

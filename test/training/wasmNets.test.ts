// Nets that could not train on wasm: step for step as on cpu, in Node and in pages, with threads too; second derivatives.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import type {Browser} from 'playwright-core';
import {rectifiers} from '../../src/index';
import {training} from '../../src/training';
import {BROWSER_LANES} from '../browser/lanes';
import {bundle, openPage, serveLanes} from '../browser/page';
import {startChromium} from '../support/chromium';
import type {Server} from '../support/server';
import {farthest, NET_NAMES, train} from './nets';

const rx = rectifiers(tf);
/** Five steps, each with its own rounding. */
const TOLERANCE = 1e-4;

async function on<T>(backend: string, f: () => T | Promise<T>): Promise<T> {
  if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} did not start`);
  return f();
}

const wanted = new Map<string, number[][]>();
beforeAll(async () => {
  training(rx).enableWasmTraining();
  for (const name of NET_NAMES) wanted.set(name, await on('cpu', () => train(tf, rx, name)));
});

test.each(NET_NAMES)('%s, in Node', async name => {
  const want = wanted.get(name)!;
  const got = await on('wasm', () => train(tf, rx, name));
  expect(farthest(got, want)).toBeLessThan(TOLERANCE);
  const [losses] = want;
  expect(losses![4]).toBeLessThan(losses![0]!);
});

describe('in Chromium', () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    server = await serveLanes(await bundle('test/training/wasmPage.ts'));
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  test.each(BROWSER_LANES.filter(({backend}) => backend === 'wasm'))('all nets on $name', async lane => {
    const opened = await openPage(await browser.newContext(), server, lane);
    await opened.guard(page => page.evaluate(each => nets.open(each), lane));
    for (const name of NET_NAMES) {
      const got = await opened.guard(page => page.evaluate(each => nets.train(each), name));
      expect(farthest(got, wanted.get(name)!)).toBeLessThan(TOLERANCE);
    }
    await opened.page.context().close();
  });
});

describe('second derivatives', () => {
  const x = () =>
    tf.tensor4d(
      Array.from({length: 2 * 6 * 5 * 2}, (_, i) => Math.sin(1.3 * i)),
      [2, 6, 5, 2],
    );
  const filter = () =>
    tf.tensor4d(
      Array.from({length: 3 * 2 * 2 * 3}, (_, i) => Math.cos(2.1 * i)),
      [3, 2, 2, 3],
    );

  test('of conv2d: a penalty on the slope in x, by the filter', async () => {
    const penalty = () =>
      tf.tidy(() => {
        const [image, kernel] = [x(), filter()];
        const slope = (f: tf.Tensor) =>
          tf.grad(each => tf.sum(tf.square(tf.conv2d(each as tf.Tensor4D, f as tf.Tensor4D, 2, 'same'))))(image);
        return Array.from(
          tf
            .grad(f => tf.sum(tf.square(slope(f))))(kernel)
            .dataSync(),
        );
      });
    const [got, want] = [await on('wasm', penalty), await on('cpu', penalty)];
    expect(want.some(value => Math.abs(value) > 1)).toBe(true);
    expect(farthest([got], [want])).toBeLessThan(1e-5);
  });

  test('of gather', async () => {
    const penalty = () =>
      tf.tidy(() => {
        const indices = tf.tensor1d([2, 0, 2, 1], 'int32');
        const rows = tf.tensor2d([1, -2, 3, 0.5, 0.25, -1], [3, 2]);
        const slope = (each: tf.Tensor) =>
          tf.grad(r => tf.sum(tf.mul(tf.gather(r, indices), tf.gather(r, indices))))(each);
        return Array.from(
          tf
            .grad(each => tf.sum(tf.square(slope(each))))(rows)
            .dataSync(),
        );
      });
    const [got, want] = [await on('wasm', penalty), await on('cpu', penalty)];
    // (2 n r)^2 with n = 1, 1, 2 gives 8 n^2 r.
    expect(want).toEqual([8, -16, 24, 4, 8, -32]);
    expect(got).toEqual(want);
  });
});

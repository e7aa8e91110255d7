// What the GPU targets promise besides numbers: what compiles, how many launches, sums of many terms, falling back.
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type * as tfjs from '@tensorflow/tfjs';
import type {Browser, Page} from 'playwright-core';
import type {Rectifiers} from '../../src/index';
import {collectTrouble, startChromium} from '../support/chromium';
import {startServer, type Server} from '../support/server';

type Tf = typeof tfjs;

/** In the page. */
interface Probe {
  readonly rx: Rectifiers<Tf>;
  /** Sources of our kernels that were compiled so far. */
  readonly compiled: () => number;
  /** Runs of our kernels so far. */
  launches: number;
  /** From now on, running one of ours throws. */
  broken: boolean;
}
declare const tf: Tf;
declare const probe: Probe;
declare const tfjsRectifiers: {rectifiers: (tf: Tf) => Rectifiers<Tf>};

const folder = (name: string) => resolve('node_modules/@tensorflow', name, 'dist');
const html = `<!doctype html><meta charset="utf-8"><title>shaders</title>
<script src="/tfjs/tf.min.js"></script><script src="/webgpu/tf-backend-webgpu.min.js"></script>
<script src="/dist/tfjs-rectifiers.min.js"></script>`;

describe.each(['webgl', 'webgpu'] as const)('%s kernels', backend => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let trouble: string[];

  beforeAll(async () => {
    if (!existsSync('dist/tfjs-rectifiers.min.js')) throw new Error('dist is missing: run npm run build, or npm test');
    server = await startServer({
      texts: {'/': html},
      folders: {'/dist/': resolve('dist'), '/tfjs/': folder('tfjs'), '/webgpu/': folder('tfjs-backend-webgpu')},
    });
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
    trouble = collectTrouble(page);
    await page.goto(`${server.url}?tfjsflags=WEBGL_CPU_FORWARD:false,WEBGPU_CPU_FORWARD:false`);
    await page.evaluate(async name => {
      if (!(await tf.setBackend(name))) throw new Error(`${name} did not start`);
      interface Program {
        readonly userCode?: string;
        readonly getUserCode?: () => string;
      }
      type Run = (program: Program, ...rest: unknown[]) => unknown;
      const insides = tf.backend() as unknown as {
        device?: EventTarget;
        binaryCache?: object;
        pipelineCache?: object;
      } & Record<string, Run>;
      insides.device?.addEventListener('uncapturederror', event => {
        console.error(`WebGPU: ${(event as Event & {error: Error}).error.message}`);
      });
      const isOurs = (text: string) => /\btotal\b|asV/.test(text);
      const method = name === 'webgl' ? 'runWebGLProgram' : 'runWebGPUProgram';
      const run = insides[method]!;
      const made: Probe = {
        rx: tfjsRectifiers.rectifiers(tf),
        compiled: () => Object.keys(insides.binaryCache ?? insides.pipelineCache!).filter(isOurs).length,
        launches: 0,
        broken: false,
      };
      insides[method] = function (this: unknown, program, ...rest) {
        if (isOurs(program.userCode ?? program.getUserCode!())) {
          if (made.broken) throw new Error('Failed to compile');
          made.launches++;
        }
        return run.call(this, program, ...rest);
      };
      Object.assign(globalThis, {probe: made});
    }, backend);
  });
  afterEach(async () => {
    await page.context().close();
    expect(trouble).toEqual([]);
  });

  test('20 values of a parameter, and other sizes, compile nothing new', async () => {
    const counts = await page.evaluate(async () => {
      const use = async (k: number, rows: number, columns: number, depth?: number) => {
        tf.engine().startScope();
        const x = tf.randomNormal(depth ? [depth, rows, columns] : [rows, columns]);
        const beta = tf.fill([columns], k);
        const results = [
          probe.rx.smoothRelu(x, {k}),
          tf.grad(u => probe.rx.smoothRelu(u as tfjs.Tensor, {k}))(x),
          ...tf.grads((u, b) => probe.rx.parametricSoftplus(u, {alpha: k, beta: b}))([x, beta]),
        ];
        await Promise.all(results.map(result => result.data()));
        tf.engine().endScope();
        return probe.compiled();
      };
      const values: number[] = [];
      for (let k = 1; k <= 20; k++) values.push(await use(k, 300, 8));
      const matrices = [await use(1, 6, 4), await use(1, 512, 16), await use(1, 70, 20)];
      await use(1, 6, 4, 3);
      const before = probe.compiled();
      return {values, matrices, batches: [(await use(1, 8, 12, 5)) - before, (await use(1, 20, 8, 2)) - before]};
    });
    expect(counts.values[0]).toBeGreaterThan(3);
    expect(new Set(counts.values).size).toBe(1);
    expect(new Set([...counts.matrices, counts.values[0]]).size).toBe(1);
    expect(counts.batches).toEqual([0, 0]);
  });

  test('launches: 1 forward, 1 for x, 2 for a parameter, 1 more for the next', async () => {
    const counts = await page.evaluate(() =>
      tf.tidy(() => {
        const x = tf.randomNormal([64, 8]);
        const [alpha, beta] = [tf.fill([8], 0.5), tf.fill([8], 2)];
        const launches = (body: () => unknown) => {
          const before = probe.launches;
          body();
          return probe.launches - before;
        };
        return {
          forward: launches(() => probe.rx.smoothRelu(x)),
          x: launches(() => tf.grad(u => probe.rx.smoothRelu(u as tfjs.Tensor))(x)),
          parameter: launches(() => tf.grad(a => probe.rx.prelu(x, {alpha: a as tfjs.Tensor}))(alpha)),
          all: launches(() =>
            tf.grads((u, a, b) => probe.rx.parametricSoftplus(u, {alpha: a, beta: b}))([x, alpha, beta]),
          ),
        };
      }),
    );
    expect(counts).toEqual({forward: 1, x: 2, parameter: 3, all: 5});
  });

  test('sums of many terms: to 1e-6, and the same each time', async () => {
    const sums = await page.evaluate(async () => {
      tf.engine().startScope();
      const [rows, columns] = [9973, 7];
      const x = tf.randomUniform([rows, columns], -4, 4, 'float32', 7);
      const sum = async (shape: number[]) => {
        const alpha = tf.fill(shape, 0.25);
        const gradient = tf.grad(a => probe.rx.prelu(x, {alpha: a as tfjs.Tensor}))(alpha);
        return Array.from(await gradient.data());
      };
      const data = await x.data();
      const exact = new Array<number>(columns).fill(0);
      data.forEach((value, i) => {
        if (value <= 0) exact[i % columns]! += value;
      });
      const result = {
        channels: await sum([columns]),
        again: await sum([columns]),
        scalar: await sum([]),
        rows: (await sum([rows, 1])).slice(0, 3),
        exact,
        exactRows: [0, 1, 2].map(row =>
          Array.from(data.slice(row * columns, (row + 1) * columns), v => Math.min(v, 0)).reduce((a, b) => a + b),
        ),
      };
      tf.engine().endScope();
      return result;
    });
    expect(sums.again).toEqual(sums.channels);
    const near = (got: number[], want: number[]) => {
      expect(got).toHaveLength(want.length);
      got.forEach((value, i) => expect(Math.abs(value / want[i]! - 1)).toBeLessThan(1e-6));
    };
    near(sums.channels, sums.exact);
    near(sums.scalar, [sums.exact.reduce((a, b) => a + b)]);
    near(sums.rows, sums.exactRows);
  });

  test('what fills the last texels is finite: matrices are multiplied with it', async () => {
    const product = await page.evaluate(async () => {
      tf.engine().startScope();
      // 0 / 0 where neither x nor k has an element.
      const y = probe.rx.smoothRelu(tf.ones([5, 3]), {k: tf.ones([3])});
      const result = Array.from(await tf.matMul(y as tfjs.Tensor2D, tf.ones([3, 1])).data());
      tf.engine().endScope();
      return result;
    });
    product.forEach(value => expect(value).toBeCloseTo(3 * Math.log1p(Math.E), 4));
    expect(product).toHaveLength(5);
  });

  test('a kernel that does not compile is left to stock ops, without a leak', async () => {
    const results = await page.evaluate(async () => {
      const before = tf.memory().numTensors;
      tf.engine().startScope();
      const x = tf.linspace(-3, 3, 40);
      const beta = tf.scalar(2);
      const all = () => {
        const f = (u: tfjs.Tensor, b: tfjs.Tensor) => probe.rx.parametricSoftplus(u, {alpha: 0.5, beta: b});
        return [f(x, beta), ...tf.grads(f)([x, beta])];
      };
      const read = async (tensors: tfjs.Tensor[]) =>
        (await Promise.all(tensors.map(tensor => tensor.data()))).flatMap(each => Array.from(each));
      const good = await read(all());
      const launched = probe.launches;
      probe.broken = true;
      const fallen = await read(all());
      tf.engine().endScope();
      return {good, fallen, launched, later: probe.launches, leaked: tf.memory().numTensors - before};
    });
    expect(results.launched).toBeGreaterThan(0);
    expect(results.later).toBe(results.launched);
    expect(results.leaked).toBe(0);
    results.fallen.forEach((value, i) => expect(value).toBeCloseTo(results.good[i]!, 4));
  });
});

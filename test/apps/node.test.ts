// Apps in Node, built from the packed package: each way in which tf.js comes there.
import {cpSync, mkdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describeWithTfjsNode} from '../support/tfjsNode';
import {expectReport} from './expected';
import type {Report} from './job';
import {openLab, type Lab} from './lab';

type Found = Report & {readonly more: Record<string, unknown>};

let lab: Lab;
beforeAll(async () => {
  lab = await openLab('node');
  // Another app's copies of the package and of tf.js, as a nested node_modules has them: what Node loads of them.
  lab.unpack('other');
  for (const part of [
    'tfjs',
    ...['core', 'layers', 'converter', 'data', 'backend-cpu', 'backend-webgl'].map(p => `tfjs-${p}`),
  ]) {
    const into = join(lab.folder, 'other/node_modules/@tensorflow', part);
    mkdirSync(into, {recursive: true});
    for (const file of ['package.json', `dist/${part.replace(/^tfjs/, 'tf')}.node.js`]) {
      cpSync(resolve('node_modules/@tensorflow', part, file), join(into, file));
    }
  }
});
afterAll(() => lab?.close());

async function start(script: string, ...args: string[]): Promise<Found> {
  const output = await lab.node(script, ...args);
  return JSON.parse(output.trim().split('\n').at(-1)!) as Found;
}

test.each([
  ['ES modules', 'esm.mjs'],
  ['CommonJS', 'cjs.cjs'],
])('tfjs by %s', async (_, script) => {
  const found = await start(script);
  await expectReport(found);
  expect(found.more).toEqual({files: [-0.375, 1]});
});

test('tfjs-core and tfjs-layers', async () => {
  await expectReport(await start('parts.mjs'));
});

describe('an app that lists what it uses', () => {
  beforeAll(() => lab.node('bundle.mjs'));

  test.each(['esbuild', 'rollup', 'webpack'])('by %s, which leaves out the rest', async bundler => {
    await expectReport(await start(`out/${bundler}.mjs`));
    const code = readFileSync(join(lab.folder, `out/${bundler}.mjs`));
    // Functions, kernels and readers that are not listed, by a word of each that no minifier changes.
    expect(['PReLU', 'GaussianBump'].filter(word => !code.includes(word))).toEqual([]);
    expect(
      ['SELU', 'GLU', 'MaxoutDense', 'FilterBank', 'AdaptivePiecewiseLinear', 'runWebGLProgram', 'TFOpLambda'].filter(
        word => code.includes(word),
      ),
    ).toEqual([]);
    // All of the package is three times that.
    expect(gzipSync(code, {level: 9}).length).toBeLessThan(28_000);
  });
});

test('the plugin loaded by import and by require, from two folders', async () => {
  const found = await start('twoPlugins.mjs');
  await expectReport(found);
  expect(found.more).toEqual({copies: 4, same: true});
});

test('two copies of tf.js in one process', async () => {
  const found = await start('twoTfs.mjs');
  await expectReport(found);
  const {theirs, crossed, ...rest} = found.more;
  await expectReport(theirs as Report);
  const values = [-1, 0, 1].map(x => expect.closeTo(Math.log1p(Math.exp(2 * x)) / 2, 6));
  // The classes that a model loads as are those of the tf that loads it.
  expect(crossed).toEqual([
    [false, ...values],
    [false, ...values],
  ]);
  expect(rest).toEqual({copies: true, oneEngine: true, mixed: [expect.closeTo(Math.LN2, 6)]});
});

describeWithTfjsNode('an app with tfjs-node', path => {
  test('does the job', async () => {
    const found = await start('tensorflow.mjs', path);
    await expectReport(found);
    expect(found.more).toEqual({backend: 'tensorflow', files: [-0.375, 1]});
  });
});

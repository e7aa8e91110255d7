// The built package: what it imports, the script tag, types, size. Apps that use it are in test/apps. `npm test` builds it first.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {gzipSync} from 'node:zlib';
import {buildSync} from 'esbuild';
import {describeWithTfjsNode} from './support/tfjsNode';

const dist = resolve('dist');
const node = (code: string) =>
  execFileSync(process.execPath, ['--input-type=commonjs', '-e', code], {encoding: 'utf8', stdio: 'pipe'});

const IMPORT =
  /^\s*(import|export)\b[^;]*from\s*["']@tensorflow|^\s*import\s*["']@tensorflow|\b(require|import)\s*\(\s*["']@tensorflow/m;

beforeAll(() => {
  if (!existsSync(join(dist, 'index.js'))) throw new Error('dist is missing: run npm run build, or npm test');
});

test('nothing imports tfjs: neither the code nor the declarations', () => {
  // With what the entries share, in a folder of its own.
  const files = (readdirSync(dist, {recursive: true}) as string[]).filter(name => /\.(c?js|d\.c?ts)$/.test(name));
  expect(files.length).toBeGreaterThan(8);
  for (const name of files) {
    // Doc comments and messages may show how tf is imported; a statement stands at the start of its line.
    const code = readFileSync(join(dist, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    expect([name, IMPORT.test(code)]).toEqual([name, false]);
    expect([name, /\beval\(|new Function/.test(code)]).toEqual([name, false]);
  }
});

test('the script-tag build gives tfjsRectifiers', () => {
  const file = join(dist, 'tfjs-rectifiers.min.js');
  const code = `
    const tf = require('@tensorflow/tfjs');
    const script = require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8');
    (0, require('node:vm').runInThisContext)(script);
    const rx = globalThis.tfjsRectifiers.rectifiers(tf);
    const layer = rx.layers.smoothRelu({k: 2});
    process.stdout.write(JSON.stringify([layer.getClassName(), rx === require('tfjs-rectifiers').rectifiers(tf)]));`;
  expect(JSON.parse(node(code).split('\n').at(-1)!)).toEqual(['SmoothReLU', true]);
});

// What they are made of, and why it is not less: docs/architecture.md, Size. The main entry's limits are what is there and a KiB: a step
// beyond is taken knowingly. That of the companions for training is their target, 15 kB.
test.each([
  ['tfjs-rectifiers.min.js', 71 * 1024],
  ['tfjs-rectifiers-training.min.js', 15_000],
])('%s has less than %s bytes gzipped', (name, limit) => {
  expect(gzipSync(readFileSync(join(dist, name)), {level: 9}).length).toBeLessThan(limit);
});

test.each([
  ['index.js', 74.5 * 1024],
  ['training.js', 15_000],
])("%s, bundled and minified as by an app's esbuild, has less than %s bytes gzipped", (name, limit) => {
  expect(bundled(`export * from './dist/${name}'`)).toBeLessThan(limit);
});

/** What an app's esbuild makes of an entry, gzipped. */
function bundled(contents: string): number {
  const {outputFiles} = buildSync({
    stdin: {contents, resolveDir: resolve('.')},
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    // That imports of files without side effects go is what is looked at.
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0]!.contents, {level: 9}).length;
}

// The parts that apps list, by what docs/architecture.md, Size, calls them.
const APPS = JSON.parse(readFileSync('scripts/sizes.json', 'utf8')) as Record<string, string[]>;
test.each([
  ['smoothRelu, elu, prelu, wasm', 24.4],
  ['19 functions, wasm, webgl, webgpu, define', 38.5],
])('an app of custom.js with %s has less than %s KiB of it gzipped', (name, limit) => {
  const parts = APPS[name]!;
  const names = ['rectifiers', ...parts].join(', ');
  const app = `import {${names}} from './dist/custom.js'; globalThis.app = tf => rectifiers(tf, [${parts}]);`;
  expect(bundled(app)).toBeLessThan(limit * 1024);
});

test('what nobody lists is no byte of a bundle: all that modules declare is pure', () => {
  expect(bundled(`import {version} from './dist/custom.js'; globalThis.app = version;`)).toBeLessThan(100);
  expect(bundled(`import {RectifierError} from './dist/index.js'; globalThis.app = RectifierError;`)).toBeLessThan(300);
});

test('the companions come by a script tag of their own, for the rx of the other one', () => {
  const files = ['tfjs-rectifiers.min.js', 'tfjs-rectifiers-training.min.js'].map(name => join(dist, name));
  const code = `
    const tf = require('@tensorflow/tfjs');
    const run = file => (0, require('node:vm').runInThisContext)(require('node:fs').readFileSync(file, 'utf8'));
    ${JSON.stringify(files)}.forEach(run);
    const rx = globalThis.tfjsRectifiers.rectifiers(tf);
    const ours = globalThis.tfjsRectifiersTraining.training(rx);
    const same = ours === require('tfjs-rectifiers/training').training(rx);
    process.stdout.write(JSON.stringify([ours.clipGradients('adam', {norm: 1}).getClassName(), same]));`;
  expect(JSON.parse(node(code).split('\n').at(-1)!)).toEqual(['RectifierClippedOptimizer', true]);
});

/** Compiles a TypeScript app against the built declarations. */
function compile(source: string, tfjsPath: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rectifiers-types-'));
  try {
    writeFileSync(join(folder, 'app.ts'), source);
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const options = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'bundler',
      types: ['node'],
      paths: {
        'tfjs-rectifiers': [join(dist, 'index.d.ts')],
        'tfjs-rectifiers/custom': [join(dist, 'custom.d.ts')],
        'tfjs-rectifiers/node': [join(dist, 'node.d.ts')],
        tf: [tfjsPath],
      },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({compilerOptions: options, files: ['app.ts']}));
    return execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder], {
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as {stdout: string}).stdout;
  } finally {
    rmSync(folder, {recursive: true});
  }
}

const APP = `
import * as tf from 'tf';
import {rectifiers} from 'tfjs-rectifiers';
import {glu, prelu, rectifiers as install, wasm} from 'tfjs-rectifiers/custom';
import {fileSystem, registerFileSystem} from 'tfjs-rectifiers/node';
const rx = rectifiers(tf);
const y: tf.Tensor2D = rx.smoothRelu(tf.tensor2d([[1]]), {k: tf.scalar(2)});
const model = tf.sequential({layers: [rx.layers.prelu({inputShape: [2], learnable: ['alpha'], alphaRegularizer: 'l2'})]});
tf.layers.dense({units: 1, activation: rx.activation('elu', {alpha: 1})});
registerFileSystem(tf);
void model.save(fileSystem('./model'));
void tf.loadLayersModel(fileSystem('./model'));
// @ts-expect-error no such parameter
rx.smoothRelu(y, {alpha: 1});
const few = install(tf, [prelu, glu, wasm]);
const z: tf.Tensor2D = few.prelu(y, {alpha: tf.scalar(0.1)});
model.add(few.layers.glu({axis: 1}));
// @ts-expect-error it is not listed
few.smoothRelu(z);
`;

test('the declarations compile in an app with tfjs', () => {
  expect(compile(APP, resolve('node_modules/@tensorflow/tfjs'))).toBe('');
});

describeWithTfjsNode('types with tfjs-node', path => {
  test('the declarations compile in an app with tfjs-node', () => {
    expect(compile(APP, path)).toBe('');
  });
});

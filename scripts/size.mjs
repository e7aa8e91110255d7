/**
 * What the main entry is made of, minified by esbuild and gzipped: the whole, less the whole without some of it. And, of the
 * package as it was built, what some apps of `tfjs-rectifiers/custom` weigh.
 *
 *   npm run build && node scripts/size.mjs
 *
 * Something is left out by giving its modules nothing but their names, so that what only they use goes with them. They
 * have words and helpers in common, so they do not add up to the whole.
 */
import {build} from 'esbuild';
import {readFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';

const PARTS = {
  'models from Keras': /src\/(io\/|parts\/keras\.ts)/,
  'shaders for webgl and webgpu': /src\/kernels\/shader\//,
  'the WebAssembly emitter and its routines': /src\/kernels\/wasm\//,
  'compositions of stock ops, fused ones for TensorFlow':
    /src\/kernels\/(compose|composed|fused|native|tensorflow)\.ts/,
  'the float64 interpreter': /src\/kernels\/interpret\.ts/,
  'definitions of pointwise functions': /src\/activations\//,
  'functions over an axis, apl and maxoutDense': /src\/(ops\/axis\/|ops\/apl\.ts|layers\/(axis|apl|maxoutDense)\.ts)/,
  'layers that are no functions, their transforms and convolutions':
    /src\/(layers\/composite\/|kernels\/(transforms\/|depthwise))/,
  'rx.define': /src\/(parts\/)?define\.ts/,
};

/** Only the names that a module exports. */
async function hollow(path) {
  const {metafile} = await build({
    entryPoints: [path],
    bundle: true,
    packages: 'external',
    format: 'esm',
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  return output.exports.map(name => `export const ${name} = () => {};`).join('\n');
}

async function gzipped(entry, left) {
  const leaveOut = {
    name: 'leave out',
    setup: ({onLoad}) =>
      left && onLoad({filter: left}, async ({path}) => ({contents: await hollow(path), loader: 'js'})),
  };
  const {outputFiles} = await build({
    stdin: {contents: entry, resolveDir: process.cwd()},
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'error',
    plugins: [leaveOut],
  });
  return gzipSync(outputFiles[0].contents, {level: 9}).length;
}

const kilobytes = bytes => (bytes / 1000).toFixed(1);
const MAIN = `export * from './src/index.ts'`;
const whole = await gzipped(MAIN, null);
console.log(`the main entry: ${kilobytes(whole)} kB, of 1000 bytes; of these`);
for (const [part, files] of Object.entries(PARTS)) {
  console.log(`  ${part}: ${kilobytes(whole - (await gzipped(MAIN, files)))} kB`);
}
const all = new RegExp(
  Object.values(PARTS)
    .map(({source}) => source)
    .join('|'),
);
console.log(`  what is left without any of them: ${kilobytes(await gzipped(MAIN, all))} kB`);

console.log('tfjs-rectifiers/custom');
const apps = JSON.parse(readFileSync('scripts/sizes.json', 'utf8'));
apps['everything'] = Object.keys(await import('../dist/custom.js')).filter(
  name => !/^(rectifiers|version|Rect)/.test(name),
);
for (const [name, parts] of Object.entries({nothing: [], ...apps})) {
  console.log(`  ${name}: ${kilobytes(await gzipped(appOf(parts), null))} kB`);
}

function appOf(parts) {
  const names = ['rectifiers', ...parts].join(', ');
  return `import {${names}} from './dist/custom.js'; globalThis.app = tf => rectifiers(tf, [${parts}]);`;
}

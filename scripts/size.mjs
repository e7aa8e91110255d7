/**
 * What parts of the main entry weigh, minified by esbuild and gzipped: the whole, less the whole without that part.
 *
 *   node scripts/size.mjs
 *
 * A part is left out by giving its modules nothing but their names, so that what only they use goes with them. Parts
 * have words and helpers in common, so they do not add up to the whole.
 */
import {build} from 'esbuild';
import {gzipSync} from 'node:zlib';

const PARTS = {
  'models from Keras': /src\/io\//,
  'shaders for webgl and webgpu': /src\/kernels\/shader\//,
  'the WebAssembly emitter and its routines': /src\/kernels\/wasm\//,
  'compositions of stock ops, fused ones for TensorFlow': /src\/kernels\/(compose|composed|fused|tensorflow)\.ts/,
  'the float64 interpreter': /src\/kernels\/interpret\.ts/,
  'definitions of pointwise functions': /src\/activations\//,
  'functions over an axis, apl and maxoutDense': /src\/(ops\/axis\/|ops\/apl\.ts|layers\/(axis|apl|maxoutDense)\.ts)/,
  'layers that are no functions, their transforms and convolutions':
    /src\/(layers\/composite\/|kernels\/(transforms\/|depthwise))/,
  'rx.define': /src\/define\.ts/,
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

async function gzipped(left) {
  const leaveOut = {
    name: 'leave out',
    setup: ({onLoad}) =>
      left && onLoad({filter: left}, async ({path}) => ({contents: await hollow(path), loader: 'js'})),
  };
  const {outputFiles} = await build({
    entryPoints: ['src/index.ts'],
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

const kilobytes = bytes => (bytes / 1024).toFixed(1);
const whole = await gzipped(null);
console.log(`the whole: ${kilobytes(whole)} kB`);
for (const [part, files] of Object.entries(PARTS))
  console.log(`${part}: ${kilobytes(whole - (await gzipped(files)))} kB`);
const all = new RegExp(
  Object.values(PARTS)
    .map(({source}) => source)
    .join('|'),
);
console.log(`what is left without any of them: ${kilobytes(await gzipped(all))} kB`);

/** Builds dist: ESM and CJS with types for each entry, and minified files for script tags. */
import terser from '@rollup/plugin-terser';
import {rmSync} from 'node:fs';
import {dts} from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

rmSync('dist', {recursive: true, force: true});

const input = {index: 'src/index.ts', node: 'src/node.ts', training: 'src/training/index.ts'};
const external = /^node:/;

/** One minified file for a script tag. By terser, whose output is a twentieth smaller than esbuild's. */
const scriptTags = [
  {input: 'src/index.ts', file: 'dist/tfjs-rectifiers.min.js', name: 'tfjsRectifiers'},
  {input: 'src/training/index.ts', file: 'dist/tfjs-rectifiers-training.min.js', name: 'tfjsRectifiersTraining'},
].map(({input, file, name}) => ({
  input,
  plugins: [
    esbuild({target: 'es2022'}),
    terser({ecma: 2022, compress: {passes: 3, unsafe_arrows: true, pure_getters: true}}),
  ],
  output: {file, format: 'iife', name, sourcemap: true},
}));

export default [
  {
    input,
    external,
    plugins: [esbuild({target: 'es2022'})],
    output: [
      {dir: 'dist', format: 'es', sourcemap: true, chunkFileNames: 'shared/[name].js'},
      {dir: 'dist', format: 'cjs', sourcemap: true, entryFileNames: '[name].cjs', chunkFileNames: 'shared/[name].cjs'},
    ],
  },
  ...scriptTags,
  {
    input,
    external,
    plugins: [dts()],
    // Else the declarations keep a bare import of tf.js, which is not there beside core + layers or a script tag.
    treeshake: {moduleSideEffects: 'no-external'},
    output: [
      {dir: 'dist', format: 'es', chunkFileNames: 'shared/[name].d.ts'},
      // The same declarations under the name that TypeScript looks for beside a .cjs file.
      {dir: 'dist', format: 'es', entryFileNames: '[name].d.cts', chunkFileNames: 'shared/[name].d.cts'},
    ],
  },
];

/** Builds dist: ESM and CJS with types for each entry, and one minified file for script tags. */
import terser from '@rollup/plugin-terser';
import {rmSync} from 'node:fs';
import {dts} from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

rmSync('dist', {recursive: true, force: true});

const input = {index: 'src/index.ts', node: 'src/node.ts'};
const external = /^node:/;

export default [
  {
    input,
    external,
    plugins: [esbuild({target: 'es2022'})],
    output: [
      {dir: 'dist', format: 'es', sourcemap: true, chunkFileNames: 'shared.js'},
      {dir: 'dist', format: 'cjs', sourcemap: true, entryFileNames: '[name].cjs', chunkFileNames: 'shared.cjs'},
    ],
  },
  {
    input: 'src/index.ts',
    // terser, whose output is a twentieth smaller than esbuild's.
    plugins: [
      esbuild({target: 'es2022'}),
      terser({ecma: 2022, compress: {passes: 3, unsafe_arrows: true, pure_getters: true}}),
    ],
    output: {file: 'dist/tfjs-rectifiers.min.js', format: 'iife', name: 'tfjsRectifiers', sourcemap: true},
  },
  {
    input,
    external,
    plugins: [dts()],
    output: [
      {dir: 'dist', format: 'es', chunkFileNames: 'shared.d.ts'},
      // The same declarations under the name that TypeScript looks for beside a .cjs file.
      {dir: 'dist', format: 'es', entryFileNames: '[name].d.cts', chunkFileNames: 'shared.d.cts'},
    ],
  },
];

/** Builds dist: ESM and CJS with types for each entry, and minified files for script tags. */
import terser from '@rollup/plugin-terser';
import {rmSync} from 'node:fs';
import {dts} from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';
import {pure} from './scripts/pure.mjs';

rmSync('dist', {recursive: true, force: true});

const input = {
  index: 'src/index.ts',
  custom: 'src/custom.ts',
  node: 'src/node.ts',
  training: 'src/training/index.ts',
};
const external = /^node:/;
/** What entries have in common. Rollup would call the largest after any of its modules. */
const chunkName = ({name, moduleIds}) => (moduleIds.some(id => /src.plugin|src.installation/.test(id)) ? 'core' : name);
const chunks = extension => chunk => `shared/${chunkName(chunk)}.${extension}`;

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
    plugins: [esbuild({target: 'es2022'}), pure()],
    output: [
      {dir: 'dist', format: 'es', sourcemap: true, chunkFileNames: chunks('js')},
      {dir: 'dist', format: 'cjs', sourcemap: true, entryFileNames: '[name].cjs', chunkFileNames: chunks('cjs')},
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

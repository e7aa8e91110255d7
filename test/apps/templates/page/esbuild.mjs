// esbuild's bundle, minified.
import {build} from 'esbuild';

await build({entryPoints: ['main.js'], bundle: true, minify: true, format: 'esm', outfile: 'out/esbuild.js'});

// The app custom.mjs by three bundlers, each as its production build does it, tf.js left outside.
import {build} from 'esbuild';
import {resolve} from 'node:path';
import {rollup} from 'rollup';
import {nodeResolve} from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import webpack from 'webpack';

const app = './custom.mjs';
const external = ['@tensorflow/tfjs'];

await build({entryPoints: [app], bundle: true, minify: true, format: 'esm', external, outfile: 'out/esbuild.mjs'});

const rolled = await rollup({input: app, external, plugins: [nodeResolve()]});
await rolled.write({file: 'out/rollup.mjs', plugins: [terser()]});

webpack(
  {
    mode: 'production',
    target: 'node',
    entry: app,
    externals: {[external[0]]: `import ${external[0]}`},
    experiments: {outputModule: true},
    output: {path: resolve('out'), filename: 'webpack.mjs', module: true},
    performance: {hints: false},
  },
  (error, stats) => {
    if (error) throw error;
    process.stdout.write(stats.toString());
    process.exitCode = stats.hasErrors() || stats.hasWarnings() ? 1 : 0;
  },
);

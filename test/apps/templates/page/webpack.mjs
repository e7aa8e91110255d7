// webpack's production build, with nothing but where the app is.
import {resolve} from 'node:path';
import webpack from 'webpack';

webpack(
  {
    mode: 'production',
    entry: './main.js',
    output: {path: resolve('out'), filename: 'webpack.js'},
    performance: {hints: false},
  },
  (error, stats) => {
    if (error) throw error;
    process.stdout.write(stats.toString());
    process.exitCode = stats.hasErrors() || stats.hasWarnings() ? 1 : 0;
  },
);

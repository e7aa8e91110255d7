// One bundle, as it is and as terser makes it where it may rename whatever is no property.
import commonjs from '@rollup/plugin-commonjs';
import {nodeResolve} from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';

const mangled = {toplevel: true, compress: {toplevel: true}, mangle: {toplevel: true, properties: false}};

export default {
  input: 'parts.js',
  plugins: [nodeResolve({browser: true}), commonjs()],
  output: [
    {file: 'out/rollup.js', format: 'es'},
    {file: 'out/terser.js', format: 'es', plugins: [terser(mangled)]},
  ],
};

/** Builds the page and serves it: node examples/explorer/main.mjs [--port 8080] [--output folder] [--build-only] */

import {relative} from 'node:path';
import {parseArgs} from 'node:util';
import {serve} from '../common/serve.mjs';
import {buildExplorer} from './build.mjs';

const {values} = parseArgs({
  options: {
    port: {type: 'string', default: '8080'},
    output: {type: 'string'},
    'build-only': {type: 'boolean'},
  },
});
const {output} = await buildExplorer(values);
console.log(`Built ${relative(process.cwd(), output) || '.'}`);
if (!values['build-only']) serve(output, Number(values.port));

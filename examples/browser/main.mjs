/** Builds the page and serves it: node examples/browser/main.mjs [--port 8080] [--output folder] [--model folder] [--build-only] */

import {relative} from 'node:path';
import {parseArgs} from 'node:util';
import {serve} from '../common/serve.mjs';
import {buildDigitsPage} from './build.mjs';

const {values} = parseArgs({
  options: {
    port: {type: 'string', default: '8080'},
    output: {type: 'string'},
    model: {type: 'string'},
    'build-only': {type: 'boolean'},
  },
});
const short = path => relative(process.cwd(), path) || '.';
const {output, model} = await buildDigitsPage(values);
console.log(`Built ${short(output)} with the model of ${short(model)}`);
if (!values['build-only']) serve(output, Number(values.port));

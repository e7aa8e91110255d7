/**
 * Runs programs, given as a JSON list on standard input, as modules one after the other in this process. Prints a list of
 * {printed, error}: what they wrote by console.log, and what they threw.
 *
 *     node run.mjs FOLDER     where they are written, and so where their imports are found from
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {inspect} from 'node:util';
import {transformSync} from 'esbuild';

const folder = resolve(process.argv[2]);
mkdirSync(folder, {recursive: true});

let printed = '';
console.log = (...values) => {
  printed += `${values.map(value => (typeof value === 'string' ? value : inspect(value))).join(' ')}\n`;
};
// tf.js advises to use tfjs-node.
console.warn = () => {};

const results = [];
for (const [i, program] of JSON.parse(readFileSync(0, 'utf8')).entries()) {
  printed = '';
  const file = resolve(folder, `${i}.mjs`);
  try {
    writeFileSync(file, transformSync(program, {loader: 'ts', target: 'es2022'}).code);
    await import(pathToFileURL(file).href);
    results.push({printed});
  } catch (error) {
    results.push({printed, error: error.stack});
  }
}
process.stdout.write(JSON.stringify(results));

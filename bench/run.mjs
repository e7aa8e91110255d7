// Bundles main.ts (it shares TypeScript with the tests) and runs it: `npm run bench -- --help`.
import {build} from 'esbuild';
import {fileURLToPath, pathToFileURL} from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// Inside node_modules, so that what stays an import is found from there, and nothing is left in the tree.
const outfile = 'node_modules/.cache/tfjs-rectifiers-bench/main.mjs';
await build({
  entryPoints: ['bench/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: 'inline',
});
await import(pathToFileURL(outfile).href);

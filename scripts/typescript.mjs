/** TypeScript of this repository in a script: bundles a module, imports it, and gives what it exports. */
import {rmSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

export async function importTypeScript(entry) {
  // Inside node_modules, so that what stays an import is found from there; of its own, since tests run at the same time.
  const outfile = `node_modules/.cache/tfjs-rectifiers/${entry.replace(/\W/g, '-')}-${process.pid}.mjs`;
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    sourcemap: 'inline',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}

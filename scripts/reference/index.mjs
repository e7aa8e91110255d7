/** The reference pages as a generator of `npm run generate`: compiles the TypeScript of this folder and calls it. */
import {rmSync} from 'node:fs';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

/** Texts by path, from what `readCatalogue` gives. */
export async function reference(catalogue) {
  // Inside node_modules, so that what stays an import is found from there; of its own, since tests run at the same time.
  const outfile = `node_modules/.cache/tfjs-rectifiers-reference/${process.pid}.mjs`;
  await build({
    entryPoints: ['scripts/reference/pages.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  try {
    const {pages} = await import(pathToFileURL(outfile).href);
    return pages(catalogue);
  } finally {
    rmSync(outfile);
  }
}

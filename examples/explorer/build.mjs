/** Builds the page into a folder that any static file server can serve: nothing in it asks another host for anything. */

import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {buildPage} from '../common/build.mjs';
import {catalogue} from './catalogue.mjs';

const here = import.meta.dirname;

/** Every browser that runs the page reads woff2, so the other formats of KaTeX's fonts are left out. */
const woff2Only = {
  name: 'woff2-only',
  setup(build) {
    build.onLoad({filter: /katex[\\/]dist[\\/]katex\.css$/}, ({path}) => ({
      loader: 'css',
      contents: readFileSync(path, 'utf8').replace(/,\s*url\([^)]*\.(woff|ttf)\) format\("\w+"\)/g, ''),
    }));
  },
};

export async function buildExplorer({output = join(here, 'output')} = {}) {
  await buildPage({
    from: here,
    output,
    entries: ['page.tsx', 'style.css'],
    worker: 'worker.ts',
    files: ['index.html'],
    options: {
      // The package as it is built: tsconfig.json names its sources, so that types are checked without a build.
      tsconfigRaw: {},
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: {'.woff2': 'file'},
      assetNames: 'fonts/[name]',
      plugins: [woff2Only],
    },
  });
  writeFileSync(join(output, 'catalogue.json'), JSON.stringify(await catalogue()));
  return {output};
}

/** The reference pages as a generator of `npm run generate`: compiles the TypeScript of this folder and calls it. */
import {importTypeScript} from '../typescript.mjs';

/** Texts by path, from what `readCatalogue` gives. */
export async function reference(catalogue) {
  const {pages} = await importTypeScript('scripts/reference/pages.ts');
  return pages(catalogue);
}

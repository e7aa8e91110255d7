/**
 * Builds the documentation site into docs/.vitepress/dist: the API reference by TypeDoc from the comments in src/, then
 * all pages by VitePress.
 *
 *     npm run docs               builds
 *     npm run docs -- --serve    and serves it at http://localhost:4173/
 *     npm run docs -- --dev      builds the API reference, and serves pages that follow what is edited
 *     npm run docs -- --check    builds, and opens every page in Chromium: no error, no request to another host
 */
import {rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {Application} from 'typedoc';
import {build, createServer, serve} from 'vitepress';
import {importTypeScript} from '../typescript.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const {values} = parseArgs({
  options: {
    serve: {type: 'boolean'},
    dev: {type: 'boolean'},
    check: {type: 'boolean'},
    port: {type: 'string', default: '4173'},
  },
});
const port = Number(values.port);

await writeApi();
if (values.dev) {
  const server = await createServer('docs', {port});
  await server.listen();
  server.printUrls();
} else {
  await build('docs');
  if (values.check) {
    const {check} = await importTypeScript('scripts/docs/check.ts');
    await check('docs/.vitepress/dist');
  }
  if (values.serve) await serve({root: 'docs', port});
}

/** The API reference as Markdown in docs/api, which is not committed. A public symbol without a comment is an error. */
async function writeApi() {
  rmSync('docs/api', {recursive: true, force: true});
  const app = await Application.bootstrapWithPlugins({options: 'docs/typedoc.json'});
  const project = await app.convert();
  if (!project || app.logger.hasErrors()) throw new Error('TypeDoc could not read the sources.');
  app.validate(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings())
    throw new Error('Public symbols lack what TypeDoc says above.');
  await app.generateOutputs(project);
}

/**
 * Reads the files of src/activations, with all that they export: the definition, and the notes that are in no bundle.
 *
 * As a program it prints what fixtures are computed from, for test/fixtures/generate.py: a list of {name, params, oracle}
 * as JSON, params being lists of name, default, and whether it is one without derivatives.
 */
import {build} from 'esbuild';
import {readdir} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const FOLDER = fileURLToPath(new URL('../src/activations', import.meta.url));
/** What is written from the files cannot be among them. */
const INDEX = 'index.ts';

/** `{file, definition, oracle, ...}` for every file that exports a definition, in alphabetical order. */
export async function readCatalogue() {
  const files = (await readdir(FOLDER)).filter(name => name.endsWith('.ts') && name !== INDEX);
  const names = files.map(name => name.slice(0, -3)).sort();
  const contents = names.map(name => `export * as ${name} from './${name}';`).join('\n');
  const bundle = await build({
    stdin: {contents, resolveDir: FOLDER, loader: 'ts'},
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  const code = Buffer.from(bundle.outputFiles[0].contents).toString('base64');
  const modules = await import(`data:text/javascript;base64,${code}`);
  return names.flatMap(file => {
    const definition = Object.values(modules[file]).find(isDefinition);
    if (!definition) return [];
    if (definition.name !== file || modules[file][file] !== definition) {
      throw new Error(`src/activations/${file}.ts must export a definition as '${file}', named '${file}'`);
    }
    return [{...modules[file], file, definition}];
  });
}

const isDefinition = value => typeof value === 'object' && value !== null && 'className' in value && 'fn' in value;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const entries = (await readCatalogue()).map(({definition: {name, params}, oracle = null}) => {
    const isOption = spec => 'choices' in spec || Boolean(spec.fixed);
    const specs = Object.entries(params).map(([param, spec]) => [param, spec.default, isOption(spec)]);
    return {name, params: specs, oracle};
  });
  process.stdout.write(`${JSON.stringify(entries)}\n`);
}

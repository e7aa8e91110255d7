/**
 * Writes the files that follow from the definitions in src/activations.
 *
 *   npm run generate            writes them
 *   npm run generate -- --check writes nothing, and fails where one of them is not what it would be
 */
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import prettier from 'prettier';
import {readCatalogue} from './catalogue.mjs';
import {reference} from './reference/index.mjs';

/** Each takes the catalogue and gives the text of one or more files, by their paths. */
const GENERATORS = [activationIndex, functionParts, reference];

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const check = process.argv.includes('--check');
const catalogue = await readCatalogue();
const stale = [];
for (const generate of GENERATORS) {
  for (const [path, text] of Object.entries(await generate(catalogue))) {
    const wanted = await formatted(path, text);
    const found = await readFile(path, 'utf8').catch(() => null);
    if (found === wanted) continue;
    stale.push(path);
    if (check) continue;
    await mkdir(dirname(path), {recursive: true});
    await writeFile(path, wanted);
  }
}
if (check && stale.length) {
  process.stderr.write(`${stale.join(', ')}: not what the definitions say. Run npm run generate.\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(stale.map(path => `${path}\n`).join(''));
}

/** As prettier leaves it, so that `npm run lint` has nothing to say; what prettier does not know stays as it is. */
async function formatted(path, text) {
  const {inferredParser} = await prettier.getFileInfo(path, {ignorePath: '.prettierignore'});
  if (!inferredParser) return text;
  return prettier.format(text, {...(await prettier.resolveConfig(path)), filepath: path});
}

function activationIndex(catalogue) {
  const names = catalogue.map(({file}) => file);
  return {
    'src/activations/index.ts': `
      /** The catalogue: every file of this folder with a definition. Written by \`npm run generate\`. */

      ${names.map(name => `import {${name}} from './${name}';`).join('\n')}

      export const catalogue = {${catalogue.map(({file, definition}) => `${comment(definition)}${file},`).join('\n')}} as const;

      export type Catalogue = typeof catalogue;
    `,
  };
}

function functionParts(catalogue) {
  return {
    'src/parts/functions.ts': `
      /** Parts of the functions of each element. Written by \`npm run generate\`. */

      ${catalogue.map(({file}) => `import {${file} as ${file}Definition} from '../activations/${file}';`).join('\n')}
      import {pointwise} from './pointwise';

      ${catalogue
        .map(
          ({file, definition: {summary}}) =>
            `/** \`rx.${file}\`, \`rx.layers.${file}\`: ${summary} */\nexport const ${file} = pointwise(${file}Definition);`,
        )
        .join('\n\n')}
    `,
  };
}

/** What an editor shows at rx.smoothRelu and rx.layers.smoothRelu: TypeScript takes it from here. */
function comment({summary, formula, params, reference}) {
  const list = Object.entries(params).map(
    ([name, spec]) => `- \`${name}\`: ${rangeOf(spec)}. ${spec.description ?? ''}`,
  );
  const parts = [summary, `\`${formula.replace(/\s+/g, ' ')}\``, list.join('\n'), `Source: ${reference}`];
  const lines = parts.filter(Boolean).join('\n\n').split('\n');
  return `/**\n${lines.map(line => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}

function rangeOf({default: value, choices, min, max, above, nonZero}) {
  if (choices) return `${choices.map(word => `'${word}'`).join(' or ')}; '${value}' unless given`;
  const bounds = [
    above !== undefined && `> ${above}`,
    min !== undefined && `>= ${min}`,
    max !== undefined && `<= ${max}`,
    nonZero && 'not 0',
  ].filter(Boolean);
  return `a number${bounds.length ? ` ${bounds.join(', ')}` : ''}; ${value} unless given`;
}

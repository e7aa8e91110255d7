/** The tables of docs/porting.md: what each function is called elsewhere, and where it differs. The rest of it is written by hand. */

import type {ParameterSpec} from '../../src/activations/definition';
import type {Elsewhere} from '../../src/activations/notes';
import {join, table} from './markdown';

export interface Ported {
  readonly name: string;
  readonly params: Readonly<Record<string, ParameterSpec>>;
  readonly elsewhere: Elsewhere;
}

const LIBRARIES = [
  ['keras', 'Keras 3'],
  ['torch', 'PyTorch'],
  ['jax', 'JAX'],
  ['onnx', 'ONNX'],
] as const;

const START = '<!-- tables: npm run generate -->';
const END = '<!-- end of tables -->';

/** The page with its tables made anew. */
export function portingPage(text: string, functions: readonly Ported[]): string {
  const [before, after] = [text.indexOf(START), text.indexOf(END)];
  if (before < 0 || after < before) throw new Error(`docs/porting.md has no '${START}' ... '${END}'.`);
  const known = functions
    .filter(({elsewhere}) => LIBRARIES.some(([key]) => elsewhere[key]))
    .sort((a, b) => a.name.localeCompare(b.name));
  const names = table(
    ['here', ...LIBRARIES.map(([, title]) => title)],
    known.map(each => [nameOf(each), ...LIBRARIES.map(([key]) => each.elsewhere[key] ?? '')]),
  );
  const differing = known.filter(
    ({elsewhere}) => elsewhere.differences && !/^(They|All) agree/.test(elsewhere.differences),
  );
  const differences = table(
    ['function', 'where it differs'],
    differing.map(({name, elsewhere}) => [`\`${name}\``, withPaths(elsewhere.differences!)]),
  );
  const tables = join(START, names, '## Where they differ', differences, '');
  return text.slice(0, before) + tables + text.slice(after);
}

/** `leakyRelu` with its page, and the defaults that are numbers or words. */
function nameOf({name, params}: Ported): string {
  const defaults = Object.entries(params).flatMap(([key, spec]) => {
    const {default: value} = spec as {default?: unknown};
    if (typeof value === 'number') return `\`${key}\` ${Number(value.toPrecision(5))}`;
    return typeof value === 'string' ? `\`${key}\` '${value}'` : [];
  });
  return [`[${name}](reference/${name}.md)`, ...defaults].join(', ');
}

/** Reference pages link to each other, from one folder below. */
const withPaths = (markdown: string): string => markdown.replace(/\]\((\w+\.md)/g, '](reference/$1');

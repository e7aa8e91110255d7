/**
 * What the page shows of each function besides its curves, made when the page is built: the entries of `rx.functions`,
 * with the notes beside the definitions (group, signs, derivative) and with formulas typeset.
 */

import * as tf from '@tensorflow/tfjs';
import {build} from 'esbuild';
import katex from 'katex';
import {resolve} from 'node:path';
import {rectifiers} from 'tfjs-rectifiers';
import {readCatalogue} from '../../scripts/catalogue.mjs';

const root = resolve(import.meta.dirname, '../..');

/** Entries as functions/controls.ts has them. */
export async function catalogue() {
  const {GROUPS, alternatives, partsOf, symbolOf} = await compiled(`
    export {GROUPS} from './src/activations/notes';
    export {alternatives, partsOf} from './scripts/reference/tex/parse';
    export {symbolOf} from './scripts/reference/entry';`);
  const notes = new Map((await readCatalogue()).map(entry => [entry.definition.name, entry]));
  const formulas = (left, tex) =>
    alternatives(tex).map(each => {
      const {value, where} = partsOf(each);
      return [`${left} = ${value}`, ...where].map(part => typeset(part, true)).join('');
    });
  await tf.setBackend('cpu');
  const rx = rectifiers(tf);
  const entries = [...rx.functions.values()].map(info => {
    const {name, kind, summary, reference, params, formula} = info;
    const entry = notes.get(name);
    const group = entry?.page?.group ?? {hinged: GROUPS[0], axis: 'Over an axis', layer: 'Layers'}[kind] ?? 'Others';
    return {
      ...{name, kind, summary, reference, params, group},
      domain: entry?.page?.domain ?? [-4, 4],
      signs: Object.fromEntries(
        Object.keys(entry ? params : {}).flatMap(param => {
          const sign = symbolOf(entry, param);
          return formula.includes(sign) ? [[param, typeset(sign, false)]] : [];
        }),
      ),
      formula: formulas(kind === 'pointwise' || kind === 'hinged' ? 'f(x)' : 'y', formula),
      results: kind === 'axis' ? tf.tidy(() => rx[name](tf.zeros([1, 2])).size) : null,
      derivative: entry?.page?.derivative ? formulas("f'(x)", entry.page.derivative) : [],
    };
  });
  const order = [...GROUPS, 'Others'];
  return entries.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.name.localeCompare(b.name));
}

/** HTML that looks like the formula, and MathML that readers read. */
const typeset = (tex, displayMode) => katex.renderToString(tex, {displayMode, throwOnError: true, strict: 'error'});

async function compiled(contents) {
  const bundle = await build({
    stdin: {contents, resolveDir: root, loader: 'ts'},
    ...{bundle: true, format: 'esm', write: false, logLevel: 'error'},
  });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`);
}

// The reference pages: formulas against the functions, and that none of it is in the package. Code and links: test/docs.
import * as tf from '@tensorflow/tfjs';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {defaultsOf, plottedOf, symbolOf, type Entry, type Values} from '../scripts/reference/entry';
import {curve} from '../scripts/reference/curve';
import {kinks} from '../scripts/reference/kinks';
import {checkMath} from '../scripts/reference/math';
import {evaluateFormula} from '../scripts/reference/tex/evaluate';
import {alternatives, parseFormula} from '../scripts/reference/tex/parse';
import {rectifiers} from '../src';
import {catalogue} from '../src/activations';
import {isChoice, type Definition} from '../src/activations/definition';

const rx = rectifiers(tf);
type Layer = ReturnType<typeof tf.layers.dense>;
/** What every parameter of every layer has, and every layer. */
const PARTS = /(Initializer|Regularizer|Constraint)$/;
const COMMON = ['learnable', 'sharedAxes'];

const FOLDER = 'docs/reference';
const names = Object.keys(catalogue) as (keyof typeof catalogue)[];
const entryOf = (name: string): Entry => {
  const notes = require(`../src/activations/${name}`) as Omit<Entry, 'definition'>;
  return {...notes, definition: catalogue[name as keyof typeof catalogue] as unknown as Definition};
};
const pages = existsSync(FOLDER) ? readdirSync(FOLDER).filter(name => name.endsWith('.md')) : [];

describe('what the files of the functions say for their pages', () => {
  test.each(names)('%s: the formulas are what the function and its derivative compute', name => {
    const entry = entryOf(name);
    for (const values of plottedOf(entry)) {
      const {derivatives, switches} = curve(entry.definition, values);
      const places = kinks({derivatives, switches}).map(({x}) => x);
      const formulas = [entry.definition.formula, entry.page!.derivative!];
      formulas.forEach((tex, order) => {
        const compute = computed(entry, tex, values);
        for (const x of [...points(), ...places]) {
          const wanted = compute(x);
          // At x = b = 0 of squareplus, for one, the formula has no value, the function has its limit.
          if (Number.isNaN(wanted)) continue;
          const got = derivatives[order]!(x);
          if (Math.abs(got - wanted) > 1e-9 * (1 + Math.abs(wanted))) {
            throw new Error(
              `${order ? "f'" : 'f'}(${x}) with ${JSON.stringify(values)} is ${got}, by ${tex} ${wanted}`,
            );
          }
        }
      });
    }
  });

  test.each(names)('%s has a group, a derivative, and its names elsewhere', name => {
    const {page, elsewhere} = entryOf(name);
    expect(page).toMatchObject({group: expect.any(String), derivative: expect.any(String)});
    expect(elsewhere).toMatchObject({differences: expect.any(String)});
    const defaults = Object.values(defaultsOf(entryOf(name).definition)).some(value => value !== null);
    if (defaults) expect(elsewhere).toHaveProperty('defaults');
  });

  test('a formula that does not render is found', () => {
    expect(() => checkMath('page', '```math\n\\frac{1}{\n```')).toThrow(/page: the formula .* does not render/s);
    expect(() => checkMath('page', 'a $`\\nonsense`$')).toThrow(/does not render/);
  });

  test('a formula that is wrong is found', () => {
    const entry = {...entryOf('elu')};
    const compute = computed(entry, '\\begin{cases} x & x > 0 \\\\ \\alpha e^x - 1 & x \\le 0 \\end{cases}', {
      alpha: 2,
    });
    expect(compute(-1)).toBeCloseTo(2 * Math.exp(-1) - 1, 12);
    expect(() => computed(entry, '\\beta x', {alpha: 2})(1)).toThrow(/uses \\beta/);
    expect(() => computed(entry, 'x +', {alpha: 2})(1)).toThrow(/Expected a term/);
  });
});

/** A formula with numbers for its symbols: null stands for a bound that is not there. */
function computed(entry: Entry, tex: string, values: Values): (x: number) => number {
  const {params} = entry.definition;
  const [choice, spec] = Object.entries(params).find(([, each]) => isChoice(each)) ?? [];
  const at = choice && spec && isChoice(spec) ? spec.choices.indexOf(values[choice] as string) : 0;
  const formula = parseFormula(alternatives(tex)[at]!);
  const symbols = Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => typeof value !== 'string')
      .map(([name, value]) => [symbolOf(entry, name), (value as number | null) ?? Infinity]),
  );
  return x => evaluateFormula(formula, {...symbols, x});
}

/** Not on a grid, on which kinks are. */
const points = (): number[] => Array.from({length: 80}, (_, i) => -8 + 16 * ((i * 0.6180339887) % 1));

describe('pages', () => {
  const texts = new Map(pages.map(name => [name, readFileSync(join(FOLDER, name), 'utf8')]));

  test('each function has one, and nothing else is there', () => {
    const wanted = new Set([...rx.functions.keys(), ...Object.keys(rx.layers)]);
    expect(pages.filter(name => name !== 'README.md').sort()).toEqual([...wanted].map(each => `${each}.md`).sort());
    const examples = readdirSync(join(FOLDER, 'examples')).map(name => name.replace('.mjs', '.md'));
    const pictures = readdirSync(join(FOLDER, 'images')).map(name => name.replace('.svg', '.md'));
    expect(pages).toEqual(expect.arrayContaining([...examples, ...pictures.filter(name => name !== 'sheet.md')]));
    const index = texts.get('README.md')!;
    for (const page of pages) if (page !== 'README.md') expect(index).toContain(`](${page})`);
  });

  test('every key of a layer’s config is on its page', () => {
    class Plain extends tf.layers.Layer {
      static readonly className = 'Plain';
    }
    const stock = Object.keys(new Plain({}).getConfig());
    for (const [name, make] of Object.entries(rx.layers)) {
      const layer = (make as (config: object) => Layer)(
        {alphaDropout: {rate: 0.1}, maxoutDense: {units: 1}}[name] ?? {},
      );
      for (const key of Object.keys(layer.getConfig())) {
        if (stock.includes(key) || PARTS.test(key) || COMMON.includes(key)) continue;
        expect([name, key, texts.get(`${name}.md`)!.includes(`\`${key}\``)]).toEqual([name, key, true]);
      }
    }
  });
});

test('the built package has none of the notes', () => {
  const index = require.resolve('../dist/index.js');
  for (const name of readdirSync(dirname(index)).filter(each => /\.c?js$/.test(each))) {
    expect([name, /torch\.nn\.|jax\.nn\.|normal_cdf/.test(readFileSync(join('dist', name), 'utf8'))]).toEqual([
      name,
      false,
    ]);
  }
});

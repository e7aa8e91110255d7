/** The page of a pointwise function. */

import {isChoice, isLearnable, type Definition, type ParameterSpec} from '../../src/activations/definition';
import {allowed, learnedRange, toSnake} from '../../src/parameters';
import {curve} from './curve';
import {draw, picture, type Drawn} from './drawn';
import {elsewhereSection, footer} from './elsewhere';
import {defaultsOf, plottedOf, symbolOf, type Entry, type Values} from './entry';
import type {Kink} from './kinks';
import {asymptotes, limits} from './limits';
import {code, display, inline, join, table, withLinks} from './markdown';
import {alternatives, partsOf} from './tex/parse';

export interface Made {
  readonly markdown: string;
  readonly picture: string | null;
}

/** `example` is a program and what it prints. */
export function pointwisePage(entry: Entry, example: string): Made {
  const {definition, page} = entry;
  const {name, summary, formula} = definition;
  const defaults = defaultsOf(definition);
  const shown = plottedOf(entry).map(values => draw(entry, values));
  const markdown = join(
    `# ${name}`,
    summary,
    formulas('f(x)', formula, definition),
    signs(formula + (page?.derivative ?? '')),
    `![${name} and its derivative](images/${name}.svg)`,
    parameters(entry),
    derivative(entry, shown, defaults),
    names(definition),
    elsewhereSection(entry.elsewhere),
    join('## Use', code('ts', usage(entry))),
    example,
    join('## Source', withLinks(definition.reference) + (page?.paper ? `: [paper](${page.paper}).` : '.')),
    footer,
  );
  return {markdown, picture: picture(entry, shown)};
}

/** A formula, or one for each choice. */
function formulas(left: string, tex: string, {params}: Definition): string {
  const all = alternatives(tex);
  const choice = Object.entries(params).find(([, spec]) => isChoice(spec));
  return join(
    ...all.map((each, i) => {
      const {value, where} = partsOf(each);
      const [name, spec] = choice ?? [];
      const word = all.length > 1 && spec && isChoice(spec) ? `With \`${name}: '${spec.choices[i]}'\`:` : null;
      return join(word, display(`${left} = ${value}`), where.length > 0 && `with ${where.map(inline).join(' and ')}.`);
    }),
  );
}

const SIGNS = [
  ['\\sigma', 'the logistic function'],
  ['\\Phi', 'the normal distribution'],
  ['\\varphi', 'the normal density'],
] as const;

/** What signs in formulas mean. */
function signs(tex: string): string | null {
  const used = SIGNS.filter(([sign]) => tex.includes(`${sign}(`));
  if (!used.length) return null;
  const said = used.map(([sign, meaning], i) => `${inline(sign)} ${i ? '' : 'is '}${meaning}`);
  return `${said.join(', ')}.`;
}

function parameters(entry: Entry): string {
  const specs = Object.entries(entry.definition.params);
  if (!specs.length) return join('## Parameters', 'None.');
  const rows = specs.map(([name, spec]) => [
    `\`${name}\`${isChoice(spec) || !appears(entry, name) ? '' : ` ${inline(symbolOf(entry, name))}`}`,
    allowed(spec).replace(/^a finite number/, 'a number'),
    isChoice(spec) ? `'${spec.default}'` : String(spec.default),
    learned(spec),
    spec.description ?? '',
  ]);
  const kept = specs.flatMap(([name, spec]) => {
    if (!isLearnable(spec)) return [];
    const {minValue, maxValue, margin} = learnedRange(spec);
    if (margin) return [`\`${name}\` at least ${margin} away from 0`];
    if (minValue === null && maxValue === null) return [];
    const low = minValue === null ? '' : `at ${minValue} or more`;
    const high = maxValue === null ? '' : `at ${maxValue} or less`;
    return [`\`${name}\` ${[low, high].filter(Boolean).join(' and ')}`];
  });
  return join(
    '## Parameters',
    table(['name', 'allowed', 'default', 'learned', ''], rows),
    entry.elsewhere?.defaults && `**Where the defaults come from.** ${entry.elsewhere.defaults}`,
    kept.length > 0 && `Learned values are kept in range after every assignment: ${kept.join(', ')}.`,
  );
}

/** Whether the formula shows it. */
const appears = (entry: Entry, name: string) => entry.definition.formula.includes(symbolOf(entry, name));

function learned(spec: ParameterSpec): string {
  if (!isLearnable(spec)) return 'never';
  return spec.learned ? 'by default' : 'if asked for';
}

function derivative(entry: Entry, shown: readonly Drawn[], defaults: Values): string {
  return join(
    '## Derivative',
    entry.page?.derivative && formulas("f'(x)", entry.page.derivative, entry.definition),
    kinkSection(shown, defaults),
    farOut(entry, defaults),
  );
}

const ORDINAL = ['', '', 'second', 'third'];

function kinkSection(shown: readonly Drawn[], defaults: Values): string {
  const all = shown.flatMap(({values, kinks}) => kinks.map(kink => ({values, kink})));
  const sharp = all.filter(({kink}) => kink.order < 2);
  const soft = all.filter(({kink}) => kink.order >= 2);
  if (!all.length) return '**Kinks:** none, derivatives of any order have no jump.';
  const withParameters = Object.keys(defaults).length > 0;
  const rows = sharp.map(({values, kink}) => {
    const {f, slope} = around(
      shown.find(each => each.values === values)!,
      kink,
    );
    return [...(withParameters ? [given(values, defaults)] : []), show(kink.x), f, slope.left, slope.at, slope.right];
  });
  const head = [...(withParameters ? ['with'] : []), inline('x'), inline('f(x)')];
  return join(
    sharp.length > 0
      ? join(
          '**Kinks**, where the derivative jumps, and what it is there:',
          table([...head, `${inline("f'")} from the left`, inline("f'(x)"), `${inline("f'")} from the right`], rows),
        )
      : '**Kinks:** none, the derivative has no jump.',
    soft.length > 0 && softly(soft, defaults),
  );
}

function around({curve: {derivatives}}: Drawn, {x, order, left, right}: Kink) {
  const [f, slope] = derivatives;
  if (order === 1) return {f: show(f(x)), slope: {left: show(left), at: show(slope(x)), right: show(right)}};
  // The function itself jumps: what it comes to from both sides, the derivative being whatever it is beside it.
  const beside = (side: number) => show(Number(slope(x + side * 1e-6).toPrecision(5)));
  return {
    f: `${show(f(x))} (${show(left)} from the left, ${show(right)} from the right)`,
    slope: {left: beside(-1), at: show(slope(x)), right: beside(1)},
  };
}

/** A sentence about jumps of higher derivatives. */
function softly(soft: readonly {values: Values; kink: Kink}[], defaults: Values): string {
  const said = soft.map(({values, kink: {x, order, left, at, right}}) => {
    const which = given(values, defaults);
    return `the ${ORDINAL[order]} derivative goes from ${show(left)} to ${show(right)} at ${show(x)}${
      which === 'defaults' ? '' : ` (${which})`
    }, where it is ${show(at)}`;
  });
  return `${said.join('; ').replace(/^t/, 'T')}.`;
}

function farOut(entry: Entry, defaults: Values): string {
  const drawn = curve(entry.definition, defaults);
  const {value, slope} = limits(drawn);
  const asymptote = asymptotes(entry, drawn);
  const ends = ['-\\infty', '\\infty'];
  const withParameters = Object.values(defaults).some(each => typeof each === 'number');
  const rows = [0, 1].map(i => [
    inline(`x \\to ${ends[i]}`),
    asymptote[i] ? inline(asymptote[i]) : '',
    limit(value[i]!),
    limit(slope[i]!),
  ]);
  const known = asymptote.some(Boolean);
  const head = ['', 'comes close to', inline('f(x)'), inline("f'(x)")];
  return join(
    `**Far out**${withParameters ? ' (numbers with the defaults)' : ''}:`,
    table(
      known ? head : [head[0]!, ...head.slice(2)],
      known ? rows : rows.map(([first, , ...rest]) => [first!, ...rest]),
    ),
  );
}

const limit = (value: number) => (Number.isNaN(value) ? 'no limit' : show(value));

function names(definition: Definition): string {
  const {className, name, activationName = name, aliases = [], bareString, params} = definition;
  const strings = [...new Set([activationName, toSnake(activationName), ...aliases])].map(each => `\`'${each}'\``);
  const words = Object.entries(params).flatMap(([param, spec]) =>
    [...(spec.aliases ?? []), toSnake(param)]
      .filter(word => word !== param)
      .map(word => `\`${word}\` for \`${param}\``),
  );
  const bare = bareString && Object.entries(bareString).map(([param, value]) => `\`${param}\` ${value}`);
  const learnedByDefault = Object.values(params).some(spec => isLearnable(spec) && spec.learned);
  return join(
    '## Names',
    [
      `- Layer class: \`${className}\``,
      `- Activation: \`rx.activation('${name}')\`; as a string ${strings.join(', ')}${
        learnedByDefault ? ', an error where a parameter is learned by default: give its value' : ''
      }${activationName === name ? '' : `. \`'${name}'\` is tf.js's own`}`,
      bare && `- As a bare string it means what model files mean by it: ${bare.join(', ')}`,
      words.length && `- In configs also: ${words.join(', ')}`,
    ]
      .filter(Boolean)
      .join('\n'),
  );
}

/** What every function can be used as; values of parameters are the second ones that are plotted. */
function usage(entry: Entry): string {
  const {name, params} = entry.definition;
  const values = plottedOf(entry)[1] ?? defaultsOf(entry.definition);
  const changed = Object.keys(params).filter(param => values[param] !== params[param]!.default);
  const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value));
  const config = changed.map(param => `${param}: ${literal(values[param])}`).join(', ');
  const braces = config ? `{${config}}` : '';
  const learnable = Object.keys(params).filter(param => isLearnable(params[param]!));
  const byDefault = learnable.filter(param => (params[param] as {learned?: boolean}).learned);
  const learning = learnable.length
    ? `{${[config, byDefault.length ? '' : 'learnable: true'].filter(Boolean).join(', ')}}`
    : '';
  return `import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([[-2, -1, 0, 1, 2]]);

// An op, differentiable to any order:
const y: tf.Tensor2D = rx.${name}(x${braces && `, ${braces}`});

// A layer${learnable.length ? `, which learns ${learnable.length > 1 ? 'them' : `\`${learnable[0]}\``}: one value a channel` : ''}:
const model = tf.sequential({layers: [tf.layers.dense({units: 4, inputShape: [5]}), rx.layers.${name}(${learning === '{}' ? '' : learning})]});

// An activation of any stock layer:
model.add(tf.layers.dense({units: 1, activation: rx.activation('${name}'${braces && `, ${braces}`})}));
const z = model.predict(y) as tf.Tensor2D;`;
}

const given = (values: Values, defaults: Values): string => {
  const names = Object.keys(defaults).filter(name => values[name] !== defaults[name]);
  return names.length ? names.map(name => `\`${name}\` ${show(values[name] as number)}`).join(', ') : 'defaults';
};

const show = (value: number | string | null): string => {
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value)) return value > 0 ? '∞' : value < 0 ? '-∞' : 'NaN';
  return String(Number(value.toPrecision(6)) + 0);
};

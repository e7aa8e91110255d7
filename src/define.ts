/** `rx.define`: checks a definition that a user wrote, before anything is made of it. */

import {isChoice, isLearnable, type Definition, type ParameterSpec, type Value} from './activations/definition';
import {RectifierError, show, suggestion} from './errors';
import {topological} from './expr/graph';
import {graphOf, type Fixed} from './ops/pointwise';
import {checkTogether, checkValue} from './parameters';

const KEYS = ['name', 'className', 'params', 'fn', 'derivatives', 'check', 'summary', 'formula', 'reference'];
const NUMBER_KEYS = [
  'default',
  'min',
  'max',
  'above',
  'nonZero',
  'learnedMin',
  'learned',
  'fixed',
  'aliases',
  'description',
];
const CHOICE_KEYS = ['default', 'choices', 'aliases', 'description'];
/** What a layer's config has already, and `x`. */
const RESERVED = [
  ...['x', 'name', 'trainable', 'updatable', 'dtype', 'inputDType', 'inputShape', 'batchInputShape', 'batchSize'],
  ...['weights', 'customObjects', 'learnable', 'sharedAxes', 'className', 'config'],
];

/** The definition, complete, or a RectifierError that says what is wrong and how to mend it. */
export function checkDefinition(given: unknown): Definition {
  if (typeof given !== 'object' || given === null) {
    fail(`it received ${show(given)}; give {name, className, params, fn}`);
  }
  const definition = {params: {}, summary: '', formula: '', reference: '', ...given, defined: true} as Definition;
  const {name, className, params, fn, derivatives = {}} = definition;
  checkKeys(given, KEYS, 'the definition');
  checkName(name, 'name');
  if (typeof className !== 'string' || !/^[A-Z][A-Za-z0-9]*$/.test(className)) {
    fail(`className is ${show(className)}; it must be letters and digits that begin with a capital: 'GaussianBump'`);
  }
  if (typeof fn !== 'function') fail(`fn is ${show(fn)}; it must be a function of x and the parameters`);
  if (typeof params !== 'object' || params === null) fail(`params is ${show(params)}; it must be an object`);
  for (const [param, spec] of Object.entries(params)) checkParameter(definition, param, spec);
  for (const [variable, body] of Object.entries(derivatives)) {
    if (variable !== 'x' && !(Object.hasOwn(params, variable) && isLearnable(params[variable]!))) {
      fail(`derivatives has ${show(variable)}.${suggestion(variable, ['x', ...Object.keys(params)])}`);
    }
    if (typeof body !== 'function') fail(`derivatives.${variable} is ${show(body)}; it must be a function`);
  }
  const defaults = Object.fromEntries(Object.entries(params).map(([param, spec]) => [param, spec.default]));
  checkTogether(definition, defaults, `rx.define: the defaults of '${name}'`);
  checkGraphs(definition);
  return definition;
}

function fail(message: string): never {
  throw new RectifierError(`rx.define: ${message}.`);
}

function checkKeys(given: object, known: readonly string[], what: string): void {
  const wrong = Object.keys(given).find(key => !known.includes(key));
  if (wrong !== undefined) {
    throw new RectifierError(`rx.define: ${what} has an unknown key '${wrong}'.${suggestion(wrong, known)}`);
  }
}

/** tf.js writes names and words in snake case, and reads them back in camel case. */
const survives = (word: string): boolean => {
  const snake = word
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const camel = snake.length > 1 ? snake.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase()) : snake;
  return camel === word;
};

function checkName(name: unknown, what: string): void {
  if (typeof name === 'string' && /^[a-z][A-Za-z0-9]*$/.test(name) && survives(name)) return;
  fail(
    `${what} is ${show(name)}, which a saved model would not keep: tf.js writes names in snake case and reads them ` +
      `back in camel case. Fine are lower-case words joined by single capitals: 'bump', 'gaussianBump', 'tLeft'`,
  );
}

function checkParameter(definition: Definition, name: string, spec: ParameterSpec): void {
  const where = `params.${name}`;
  checkName(name, `the parameter name`);
  const others = Object.keys(definition.params).flatMap(each =>
    ['Initializer', 'Regularizer', 'Constraint'].map(part => each + part),
  );
  if ([...RESERVED, ...others].includes(name)) fail(`the parameter name '${name}' means something else in a layer`);
  if (typeof spec !== 'object' || spec === null) fail(`${where} is ${show(spec)}; give {default: 1}`);
  checkKeys(spec, isChoice(spec) ? CHOICE_KEYS : NUMBER_KEYS, where);
  if (isChoice(spec)) {
    if (!Array.isArray(spec.choices) || spec.choices.length < 2) fail(`${where}.choices must be two words or more`);
    for (const word of spec.choices) checkName(word, `a choice of ${where}`);
  } else {
    const {min = -Infinity, max = Infinity, above = -Infinity} = spec;
    for (const bound of ['min', 'max', 'above', 'learnedMin'] as const) {
      const value = spec[bound];
      if (value !== undefined && !Number.isFinite(value)) {
        fail(`${where}.${bound} is ${show(value)}; it must be a finite number, or left out`);
      }
    }
    if (min > max || above >= max) fail(`${where} allows no number: ${show({min: spec.min, above: spec.above, max})}`);
  }
  const {aliases = []} = spec;
  if (!Array.isArray(aliases) || !aliases.every(word => typeof word === 'string')) {
    fail(`${where}.aliases is ${show(aliases)}; it must be a list of words`);
  }
  checkValue(definition, name, spec.default, `rx.define: the default of '${definition.name}'`);
}

/** Traces every graph that the choices and nulls make: each must depend on x, and all together on every parameter. */
function checkGraphs(definition: Definition): void {
  const {name, params} = definition;
  const used = new Set<string>();
  const choices = Object.keys(params).filter(param => isChoice(params[param]!));
  const texts = new Map(choices.map(param => [param, new Map<Value, Set<number>>()]));
  for (const fixed of everyFixed(Object.entries(params))) {
    const graph = graphOf(definition, fixed);
    const symbols = topological([graph]).filter(node => node.op === 'symbol');
    for (const symbol of symbols) used.add(symbol.names![0]!);
    if (!symbols.some(symbol => symbol.names![0] === 'x')) fail(`fn of '${name}' returned something without x`);
    for (const param of choices) {
      const graphs = texts.get(param)!;
      graphs.set(fixed[param]!, (graphs.get(fixed[param]!) ?? new Set()).add(graph.id));
    }
  }
  for (const param of choices) {
    // A choice is used if its words make different graphs.
    const ids = [...texts.get(param)!.values()].map(set => [...set].join());
    if (new Set(ids).size > 1) used.add(param);
  }
  const unused = Object.keys(params).find(param => !used.has(param));
  if (unused !== undefined) {
    fail(`the parameter '${unused}' of '${name}' is never used by fn. Use it, or leave it out of params`);
  }
}

/** Every combination of words, and of null and not null. */
function everyFixed(params: readonly [string, ParameterSpec][]): Fixed[] {
  return params.reduce<Fixed[]>(
    (all, [name, spec]) => {
      if (isChoice(spec)) return all.flatMap(fixed => spec.choices.map(word => ({...fixed, [name]: word})));
      return spec.default === null ? all.flatMap(fixed => [fixed, {...fixed, [name]: null}]) : all;
    },
    [{}],
  );
}

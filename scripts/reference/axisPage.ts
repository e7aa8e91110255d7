/** The page of a function over an axis. */

import type {AxisDefinition, Setting, Settings} from '../../src/ops/axis/definition';
import type {AxisPage} from '../../src/ops/axis/notes';
import {axesOf} from '../../src/ops/axis/op';
import {toSnake} from '../../src/parameters';
import {axisPlot} from './axisPlots';
import {elsewhereSection, footer} from './elsewhere';
import {code, display, inline, join, table, withLinks} from './markdown';
import type {Made} from './page';
import {plot} from './picture/plot';
import {partsOf} from './tex/parse';

export function axisPage(definition: AxisDefinition, notes: AxisPage | undefined, example: string): Made {
  const {name, summary, formula, params, reference} = definition;
  const drawn = axisPlot(name);
  const {value, where} = partsOf(formula);
  const markdown = join(
    `# ${name}`,
    summary,
    display(`y = ${value}`),
    where.length > 0 && `with ${where.map(inline).join(' and ')}.`,
    drawn && `![${drawn.label}](images/${name}.svg)`,
    join('## Configuration', table(['name', 'allowed', 'default', ''], settings(params))),
    notes?.elsewhere.defaults && `**Where the defaults come from.** ${notes.elsewhere.defaults}`,
    join('## Shapes', table(['with', 'in', 'out'], shapes(definition))),
    notes && join('## Derivative', ...notes.derivative.split(/,\s*\\quad\s*/).map(display), notes.remark),
    notes && join('## Launches', launches(notes)),
    names(definition),
    elsewhereSection(notes?.elsewhere),
    join('## Use', code('ts', usage(definition))),
    example,
    join('## Source', `${withLinks(reference)}.`),
    footer,
  );
  return {markdown, picture: drawn && plot(drawn)};
}

const launches = ({launches: [value, gradient]}: AxisPage): string =>
  `${value} for the value and ${gradient} more for the gradient in x, on backends that compute in memory. On GPUs a sum or ` +
  'a maximum takes two, and tf.js may pack and unpack textures between them.';

export const settings = (params: Settings): string[][] =>
  Object.entries(params).map(([name, spec]) => [
    `\`${name}\``,
    allowed(spec),
    typeof spec.default === 'string' ? `'${spec.default}'` : String(spec.default),
    spec.description ?? '',
  ]);

function allowed(spec: Setting): string {
  if ('choices' in spec) return spec.choices.map(each => `'${each}'`).join(' or ');
  if ('axis' in spec) return spec.axis === 'one' ? 'an axis; negative ones count from the end' : 'an axis, or a list';
  if (typeof spec.default === 'boolean') return 'true or false';
  return `a whole number from 1${spec.default === null ? ', or null' : ''}`;
}

/** What becomes of shapes, by the function that the op and the layer have it from. */
function shapes({params, shape}: AxisDefinition): string[][] {
  const defaults = Object.fromEntries(Object.entries(params).map(([name, spec]) => [name, spec.default]));
  const variants: Record<string, unknown>[] = [{}, {axis: 1}];
  if ('axis' in params && 'axis' in params['axis']! && params['axis'].axis === 'several') variants.push({axis: [1, 2]});
  if ('keepDims' in params) variants.push({keepDims: true});
  if ('pieces' in params) variants.push({pieces: 4});
  return variants.flatMap(given => {
    const values = {...defaults, ...given} as never;
    return [
      [32, 8],
      [32, 12, 12, 16],
    ].flatMap(input => {
      if (given['axis'] && input.length < 4) return [];
      const output = shape(input, axesOf(values, input, 'a page'), values);
      const said = Object.entries(given).map(([name, value]) => `\`${name}: ${JSON.stringify(value)}\``);
      return typeof output === 'string' ? [] : [[said.join(', ') || 'defaults', size(input), size(output)]];
    });
  });
}

const size = (shape: readonly (number | null)[]) => `[${shape.map(each => each ?? 'null').join(', ')}]`;

function names({name, className, activationName}: AxisDefinition): string {
  const activation = activationName
    ? `- Activation: \`rx.activation('${name}')\`; as a string ${[...new Set([activationName, toSnake(activationName)])]
        .map(each => `\`'${each}'\``)
        .join(', ')}${activationName === name ? '' : `. \`'${name}'\` is tf.js's own`}`
    : '- Activation: none, since it changes the shape; the layer goes behind a layer without one';
  return join('## Names', `- Layer class: \`${className}\`\n${activation}`);
}

function usage({name, activationName, params}: AxisDefinition): string {
  const result = 'keepDims' in params ? 'tf.Tensor1D' : 'tf.Tensor2D';
  const activation = activationName
    ? `// An activation of any stock layer:
tf.layers.dense({units: 6, activation: rx.activation('${name}')});
`
    : '';
  return `import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([[-2, -1, 0, 1, 2, 3]]);

// An op, with gradients of first and second order:
const y: ${result} = rx.${name}(x, {axis: -1});

// A layer, whose axes are counted with the batch as 0:
const model = tf.sequential({layers: [tf.layers.dense({units: 8, inputShape: [6]}), rx.layers.${name}({axis: -1})]});
const z = model.predict(x) as ${result};

${activation}`;
}

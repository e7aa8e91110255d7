/** The page of a layer that is no function by itself: what a layer says of itself when it is built. */

import type {LayerPage} from '../../src/layers/notes';
import {elsewhereSection, footer} from './elsewhere';
import {code, display, join, table, withLinks} from './markdown';
import type {Made} from './page';
import {rx, tf} from './tf';
import {partsOf} from './tex/parse';

export interface LayerInfo {
  readonly name: string;
  readonly className: string;
  readonly summary: string;
  readonly formula: string;
  readonly reference: string;
  readonly params: Readonly<Record<string, Setting>>;
}
interface Setting {
  readonly default: unknown;
  readonly description?: string;
  readonly choices?: readonly string[];
  readonly count?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly sizes?: boolean;
  readonly learned?: boolean;
}

export function layerPage(info: LayerInfo, notes: LayerPage | undefined, example: string | undefined): Made {
  const {name, className, summary, formula, reference} = info;
  const {value, where} = partsOf(formula);
  const {config = {}, input = [16], remark, elsewhere} = notes ?? {};
  const layer = built(name, config, input);
  const weights = layer.weights.map(weight => [
    `\`${weight.originalName.split('/').at(-1)}\``,
    size(weight.shape),
    weight.trainable ? 'yes' : 'no, kept by the layer',
  ]);
  const markdown = join(
    `# ${name}`,
    summary,
    display(`y = ${value}`),
    where.length > 0 && 'with',
    ...where.map(display),
    remark,
    join('## Configuration', table(['name', 'allowed', 'default', ''], settings(info, layer.getConfig()))),
    elsewhere?.defaults && `**Where the defaults come from.** ${elsewhere.defaults}`,
    join(
      '## Shapes',
      `With \`${literal(config)}\`, an input of ${size([null, ...input])} becomes ${size(layer.outputShape as number[])}.`,
      weights.length > 0 && join('Its weights are then', table(['weight', 'shape', 'trained'], weights)),
    ),
    join('## Names', `- Layer class: \`${className}\`\n- No op and no activation: it is a layer only`),
    elsewhereSection(elsewhere),
    join('## Use', code('ts', usage(name, config, input))),
    example,
    join('## Source', `${withLinks(reference)}.`),
    footer,
  );
  return {markdown, picture: null};
}

type Layer = ReturnType<typeof tf.layers.dense>;

function built(name: string, config: object, input: readonly number[]): Layer {
  const make = rx.layers[name as 'relu'] as unknown as (config: object) => Layer;
  const layer = make({...config, inputShape: [...input]});
  tf.sequential({layers: [layer]});
  return layer;
}

const PARTS = ['Initializer', 'Regularizer', 'Constraint'];

/** What the definition says, and for each weight whose parts are in the config a line about these. */
function settings({params}: LayerInfo, config: Readonly<Record<string, unknown>>): string[][] {
  const own = Object.entries(params).map(([name, spec]) => [
    `\`${name}\``,
    allowed(spec),
    typeof spec.default === 'string' ? `'${spec.default}'` : String(spec.default),
    `${spec.description ?? ''}${spec.learned ? ' Learned.' : ''}`,
  ]);
  const parts = Object.keys(config).filter(key => key.endsWith('Initializer'));
  const initial = parts.map(key => {
    const prefix = key.slice(0, -'Initializer'.length);
    return [
      PARTS.map(part => `\`${prefix}${part}\``).join(', '),
      'as in stock layers',
      initializerOf(config[key]),
      `Of \`${prefix}\`.`,
    ];
  });
  const common = Object.keys(COMMON).filter(key => key in config);
  return [...own, ...initial, ...common.map(key => [`\`${key}\``, ...COMMON[key]!])];
}

const COMMON: Readonly<Record<string, readonly string[]>> = {
  learnable: ['true, false, or names', 'what is learned above', 'Which of the parameters are learned.'],
  sharedAxes: ['axes, the batch being 0', 'null', 'Axes along which a learned parameter is one value.'],
};

/** As it is written in a config: `glorotUniform`, which tf.js saves as what it stands for. */
function initializerOf(saved: unknown): string {
  const {className, config} = saved as {className: string; config: Readonly<Record<string, unknown>>};
  if (className === 'VarianceScaling' && config['mode'] === 'fanAvg' && config['distribution'] === 'uniform') {
    return "'glorotUniform'";
  }
  return `'${className[0]!.toLowerCase()}${className.slice(1)}'`;
}

function allowed({choices, count, sizes, min, max, above, default: value}: Setting): string {
  if (choices) return choices.map(each => `'${each}'`).join(' or ');
  if (typeof value === 'boolean') return 'true or false';
  if (count) return 'a whole number from 1';
  if (sizes) return 'null, or sizes';
  const bounds = [
    above !== undefined && `> ${above}`,
    min !== undefined && `>= ${min}`,
    max !== undefined && `<= ${max}`,
  ];
  const number = ['a number', bounds.filter(Boolean).join(' and ')].filter(Boolean).join(' ');
  return value === null && min === undefined ? `${number}, or null` : number;
}

const size = (shape: readonly (number | null)[]) => `[${shape.map(each => each ?? 'null').join(', ')}]`;

const literal = (config: object): string => {
  const entries = Object.entries(config).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}`,
  );
  return `{${entries.join(', ')}}`;
};

function usage(name: string, config: object, input: readonly number[]): string {
  const given = {...config, inputShape: input};
  return `import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const model = tf.sequential({layers: [rx.layers.${name}(${literal(given)})]});
const y = model.predict(tf.zeros([2, ${input.join(', ')}])) as tf.Tensor;
console.assert(y.shape[0] === 2);`;
}

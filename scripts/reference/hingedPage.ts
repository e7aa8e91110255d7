/** The page of apl, a pointwise function whose parameters are lists, a value for each hinge. */

import type {Tensor, Tensor1D} from '@tensorflow/tfjs';
import {aplPage} from '../../src/ops/notes';
import {along} from './along';
import {elsewhereSection, footer} from './elsewhere';
import {code, display, join, table, withLinks} from './markdown';
import type {Made} from './page';
import {plot, type Plot} from './picture/plot';
import {rx} from './tf';

/** An entry of `rx.functions`. */
export interface HingedInfo {
  readonly name: string;
  readonly className: string;
  readonly summary: string;
  readonly formula: string;
  readonly reference: string;
  readonly params: Readonly<Record<string, {readonly description: string}>>;
}

export function hingedPage(info: HingedInfo, example: string): Made {
  const {name, className, summary, formula, reference, params} = info;
  const drawn = hingedPlot(name);
  const markdown = join(
    `# ${name}`,
    summary,
    display(`f(x) = ${formula}`),
    `![${drawn.label}](images/${name}.svg)`,
    join(
      '## Parameters',
      table(
        ['name', 'allowed', 'learned', ''],
        Object.entries(params).map(([param, {description}]) => [
          `\`${param}\``,
          'a list of numbers, one a hinge; for the op also a tensor [hinges, ...what broadcasts to x]',
          'by default',
          description,
        ]),
      ),
      'The layer takes `hinges`, how many they are, and for each of both an initializer, a regularizer and a constraint, ' +
        '`learnable` and `sharedAxes`, as all layers do.',
      `**Where the defaults come from.** ${aplPage.elsewhere.defaults}`,
    ),
    join('## Derivative', display(`f'(x) = ${aplPage.derivative}`), aplPage.remark),
    join(
      '## Names',
      `- Layer class: \`${className}\`\n- Activation: \`rx.activation('${name}', {a: [0.2], b: [0]})\`; a string alone is ` +
        'an error, since its hinges have no defaults',
    ),
    elsewhereSection(aplPage.elsewhere),
    join('## Use', code('ts', USAGE)),
    example,
    join('## Source', `${withLinks(reference)}.`),
    footer,
  );
  return {markdown, picture: plot(drawn)};
}

export function hingedPlot(name: string): Plot {
  const op = rx[name as 'relu'] as unknown as (x: Tensor1D, hinges: object) => Tensor;
  const curve = (label: string, a: number[], b: number[]) => {
    const f = (t: Tensor1D): Tensor => op(t, {a, b});
    const kinks = [...new Set([0, ...b])].sort((p, q) => p - q);
    return along(label, f, [], kinks);
  };
  return {
    label: `${name} and its derivative`,
    titles: [`${name}(x)`, 'its derivative'],
    variable: 'x',
    domain: [-4, 4],
    curves: [
      curve('a = [0.2], b = [0]', [0.2], [0]),
      curve('a = [−0.5], b = [1]', [-0.5], [1]),
      curve('a = [0.5, −1], b = [2, −1]', [0.5, -1], [2, -1]),
    ],
  };
}

const USAGE = `import * as tf from '@tensorflow/tfjs';
import {rectifiers} from 'tfjs-rectifiers';

const rx = rectifiers(tf);
const x = tf.tensor2d([[-2, -1, 0, 1, 2]]);

// An op, differentiable to any order, with a gradient in hinges that are tensors:
const y: tf.Tensor2D = rx.apl(x, {a: [0.5, -1], b: [2, -1]});

// A layer, which learns its hinges: one value a channel of each:
const model = tf.sequential({layers: [tf.layers.dense({units: 4, inputShape: [5]}), rx.layers.apl({hinges: 3})]});

// An activation of any stock layer:
model.add(tf.layers.dense({units: 1, activation: rx.activation('apl', {a: [0.2], b: [0]})}));
const z = model.predict(y) as tf.Tensor2D;`;

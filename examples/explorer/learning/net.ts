/** The nets: dense layers with rectifier layers between them, and the logistic function at the end. */

import type {NetChoice, Structure} from '../messages';
import {rx, tf} from '../tf';
import {canLearn, learnsByDefault} from './learns';

type Factory = (config: object) => tf.layers.Layer;

/** The same initial weights whatever the activation. */
export function buildNet({name, values, learn}: NetChoice, {layers, units}: Structure): tf.LayersModel {
  const rectifier = rx.layers[name as keyof typeof rx.layers] as unknown as Factory;
  const params = rx.functions.get(name)?.params ?? {};
  // Without parameters there is nothing to learn, and nothing to say of it.
  const learnable = canLearn(params) ? {learnable: learn ?? learnsByDefault(params)} : {};
  const dense = (count: number, seed: number) =>
    tf.layers.dense({
      units: count,
      kernelInitializer: tf.initializers.heNormal({seed}),
      name: `dense_${seed}`,
      ...(seed === 1 && {inputShape: [2]}),
    });
  return tf.sequential({
    layers: [
      ...Array.from({length: layers}, (_, i) => [
        dense(units, i + 1),
        rectifier({...values, ...learnable, name: `${name}_${i + 1}`}),
      ]).flat(),
      dense(1, layers + 1),
      tf.layers.activation({activation: 'sigmoid', name: 'probability'}),
    ],
  });
}

/** Throws unless it takes points and gives probabilities. */
export function checkNet(model: tf.LayersModel): void {
  const [input, output] = [model.inputs, model.outputs].map(list => list.map(({shape}) => shape.slice(1)));
  if (String(input) !== '2' || String(output) !== '1') {
    throw new Error(
      `This is no net for points of a plane: it takes [${input!.join('], [')}] and gives [${output!.join('], [')}], ` +
        'but should take [2] numbers and give [1] probability.',
    );
  }
}

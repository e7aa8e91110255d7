/**
 * Models that Keras 2 and Keras 3 wrote, with what Keras itself predicted: loaded by tf.js alone, and by rx. A difference
 * of 1 is a wrong prediction, and nobody is told.
 */

import * as tf from '@tensorflow/tfjs';
import {readFileSync} from 'node:fs';
import {rectifiers} from 'tfjs-rectifiers';

tf.enableProdMode();
const rx = rectifiers(tf);

// Of the test data of this repository: converted by the tensorflowjs converter, one output for each layer.
for (const keras of ['keras2', 'keras3']) {
  const {model, weights, inputs, outputs} = read(`../../test/keras/fixtures/${keras}/activation_layers.json`);
  const x = tf.tensor(inputs[0].data, inputs[0].shape);
  const layers = model.modelTopology.model_config.config.layers.slice(-outputs.length);
  const ours = [await rx.loadLayersModel(handler(model, weights))].flatMap(loaded => loaded.predict(x));

  console.log(`${model.generatedBy}: the largest difference from what Keras predicted\n`);
  const told = new Set();
  console.log(`  ${'layer'.padEnd(16)}${'by tf.js'.padStart(10)}${'by rx'.padStart(10)}`);
  for (const [i, layer] of layers.entries()) {
    let alone;
    try {
      // One layer at a time, since the whole model does not load.
      const loaded = await tf.loadLayersModel(handler(onlyWith(layer, model), weights), {strict: false});
      alone = difference(loaded.predict(x), outputs[i]);
    } catch (error) {
      alone = 'throws';
      told.add(error.message.split('\n')[0]);
    }
    const off = difference(ours[i], outputs[i]);
    console.log(`  ${layer.class_name.padEnd(16)}${alone.padStart(10)}${off.padStart(10)}`);
  }
  for (const message of told) console.log(`\n  tf.js: ${message}`);
  console.log();
}

/** What tf.js takes in place of a URL: the file's content. A new one each time, since tf.js writes into it. */
function handler(model, weights) {
  const {weightsManifest, ...rest} = structuredClone(model);
  const {buffer} = Uint8Array.from(Buffer.from(weights, 'base64'));
  const weightSpecs = weightsManifest.flatMap(group => group.weights);
  return {load: async () => ({...rest, weightSpecs, weightData: buffer})};
}

/** The model with one of its outputs, and the layer that makes it. */
function onlyWith({config: {name}}, model) {
  const copy = structuredClone(model);
  const {config} = copy.modelTopology.model_config;
  const others = config.output_layers.map(([other]) => other).filter(other => other !== name);
  config.layers = config.layers.filter(layer => !others.includes(layer.config.name));
  config.output_layers = config.output_layers.filter(([other]) => other === name);
  return copy;
}

function difference(prediction, {data}) {
  const values = prediction.dataSync();
  return Math.max(...data.map((value, i) => Math.abs(values[i] - value))).toExponential(0);
}

function read(path) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

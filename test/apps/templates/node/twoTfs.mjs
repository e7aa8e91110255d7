// Two copies of tf.js in one process, as npm makes them where versions differ: each has its own rectifiers, on the
// kernels and the engine that all copies share, and what one saves the other loads.
import * as tf from '@tensorflow/tfjs';
import {createRequire} from 'node:module';
import {rectifiers} from 'tfjs-rectifiers';
import {job} from './job.mjs';
import {report} from './report.mjs';

const second = createRequire(new URL('other/app.cjs', import.meta.url))('@tensorflow/tfjs');
await tf.setBackend('cpu');
const [rx, secondRx] = [tf, second].map(each => rectifiers(each));
const [ours, theirs] = [await job(tf, rx), await job(second, secondRx)];

const crossed = [];
for (const [from, fromRx, to] of [
  [tf, rx, second],
  [second, secondRx, tf],
]) {
  const model = from.sequential({layers: [fromRx.layers.smoothRelu({k: 2, learnable: true, inputShape: [3]})]});
  let saved;
  await model.save({save: async artifacts => ((saved = artifacts), {modelArtifactsInfo: {}})});
  const {constructor: Layer} = model.layers[0];
  // Names of variables are the engine's, so the loaded model's would clash, with any layer.
  model.dispose();
  const loaded = await to.loadLayersModel(to.io.fromMemory(saved));
  crossed.push([loaded.layers[0].constructor === Layer, ...loaded.predict(to.tensor2d([[-1, 0, 1]])).dataSync()]);
  loaded.dispose();
}
report(ours, {
  theirs,
  crossed,
  copies: tf.layers.Layer !== second.layers.Layer && tf.tensor !== second.tensor,
  oneEngine: tf.engine() === second.engine(),
  // A tensor of one copy is one for the other's ops.
  mixed: Array.from(secondRx.smoothRelu(tf.tensor1d([0]), {k: 1}).dataSync()),
});

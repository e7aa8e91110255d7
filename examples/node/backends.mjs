/** A model trained on one backend, saved to a folder without tfjs-node, and loaded by another process on another one. */

import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {rectifiers} from 'tfjs-rectifiers';
import {fileSystem} from 'tfjs-rectifiers/node';

tf.enableProdMode();
const [backend = 'wasm', saved] = process.argv.slice(2);
await tf.setBackend(backend);
const rx = rectifiers(tf); // before a model is loaded: this registers its classes
const x = tf.linspace(-2, 2, 40).reshape([10, 4]);

if (saved) {
  const model = await tf.loadLayersModel(fileSystem(saved));
  process.stdout.write(JSON.stringify([...model.predict(x).dataSync()]));
} else {
  const folder = mkdtempSync(join(tmpdir(), 'rectifiers-'));
  try {
    const predictions = await trainAndSave(folder);
    console.log(
      `Trained on ${tf.getBackend()}; model.json ${size('model.json')}, weights.bin ${size('weights.bin')} bytes.`,
    );
    for (const other of ['cpu', 'wasm']) {
      const {stdout, stderr} = spawnSync(process.execPath, [process.argv[1], other, folder], {encoding: 'utf8'});
      if (!stdout) throw new Error(stderr);
      const loaded = JSON.parse(stdout);
      const off = Math.max(...loaded.map((value, i) => Math.abs(value - predictions[i])));
      console.log(
        `A new process on ${other.padEnd(4)}: ${loaded.length} predictions, the largest difference is ${off}`,
      );
    }
    function size(name) {
      return statSync(join(folder, name)).size;
    }
  } finally {
    rmSync(folder, {recursive: true});
  }
}

async function trainAndSave(folder) {
  const seeded = seed => tf.initializers.heNormal({seed});
  const model = tf.sequential({
    layers: [
      tf.layers.dense({units: 16, inputShape: [4], kernelInitializer: seeded(1)}),
      rx.layers.pelu({learnable: true}),
      tf.layers.dense({units: 8, kernelInitializer: seeded(2), activation: rx.activation('smoothRelu', {k: 2})}),
      rx.layers.prelu(),
      tf.layers.dense({units: 1, kernelInitializer: seeded(3)}),
    ],
  });
  model.compile({optimizer: tf.train.adam(0.01), loss: 'meanSquaredError'});
  await model.fit(x, tf.sum(tf.sin(x), 1, true), {epochs: 20, shuffle: false, verbose: 0});
  await model.save(fileSystem(folder));
  return model.predict(x).dataSync();
}

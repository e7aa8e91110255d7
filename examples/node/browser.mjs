/**
 * From Node to a page: trains and saves a model, and serves a page of two script tags that loads it, predicts the same
 * inputs on the GPU (or what the browser has), and sends its numbers back to be compared.
 *
 *     node examples/node/browser.mjs [--port 8080]     then open the address that it prints
 */

import * as tf from '@tensorflow/tfjs';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {rectifiers} from 'tfjs-rectifiers';
import {fileSystem} from 'tfjs-rectifiers/node';

tf.enableProdMode();
const {values} = parseArgs({options: {port: {type: 'string', default: '8080'}}});
const rx = rectifiers(tf);
const inputs = [-2, -1, -0.5, 0, 0.5, 1, 2];

const model = tf.sequential({
  layers: [
    tf.layers.dense({units: 16, inputShape: [1], kernelInitializer: tf.initializers.heNormal({seed: 1})}),
    rx.layers.prelu({alpha: 0.2}),
    tf.layers.dense({units: 16, kernelInitializer: tf.initializers.heNormal({seed: 2})}),
    rx.layers.smoothRelu({k: 4, learnable: true}),
    tf.layers.dense({units: 1, kernelInitializer: tf.initializers.heNormal({seed: 3})}),
  ],
});
const x = tf.linspace(-2, 2, 100).reshape([100, 1]);
model.compile({optimizer: tf.train.adam(0.02), loss: 'meanSquaredError'});
await model.fit(x, tf.sin(tf.mul(x, 2)), {epochs: 60, shuffle: false, verbose: 0});
const predictions = model.predict(tf.tensor2d(inputs, [inputs.length, 1])).dataSync();

const folder = mkdtempSync(join(tmpdir(), 'rectifiers-'));
await model.save(fileSystem(folder));
const files = {
  '/': ['text/html', () => page(inputs)],
  '/tf.js': [
    'text/javascript',
    () => readFileSync(createRequire(import.meta.url).resolve('@tensorflow/tfjs/dist/tf.min.js')),
  ],
  '/rectifiers.js': [
    'text/javascript',
    () => readFileSync(new URL('../../dist/tfjs-rectifiers.min.js', import.meta.url)),
  ],
  '/model.json': ['application/json', () => readFileSync(join(folder, 'model.json'))],
  '/weights.bin': ['application/octet-stream', () => readFileSync(join(folder, 'weights.bin'))],
};

const server = createServer(async (request, response) => {
  if (request.method === 'POST') {
    let body = '';
    for await (const piece of request) body += piece;
    response.end();
    return compare(JSON.parse(body));
  }
  const [type, read] = files[request.url] ?? [];
  if (!type) return response.writeHead(404).end();
  response.writeHead(200, {'content-type': type}).end(read());
});
server.listen(Number(values.port), '127.0.0.1', () => {
  console.log(`Trained on ${tf.getBackend()} in Node. Open http://localhost:${server.address().port}/`);
});

/** Prints both, and ends. */
function compare({backend, numbers}) {
  console.log(`\n${'x'.padStart(6)}${'Node'.padStart(12)}${`page, ${backend}`.padStart(18)}`);
  inputs.forEach((input, i) => {
    console.log(
      `${String(input).padStart(6)}${predictions[i].toFixed(6).padStart(12)}${numbers[i].toFixed(6).padStart(18)}`,
    );
  });
  const off = Math.max(...numbers.map((value, i) => Math.abs(value - predictions[i])));
  console.log(`\nThe largest difference is ${off.toExponential(1)}`);
  server.close();
  server.closeAllConnections();
  rmSync(folder, {recursive: true});
}

/** The global names are tf and tfjsRectifiers. */
function page(inputs) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>From Node to a page</title>
<link rel="icon" href="data:,">
<script src="tf.js"></script>
<script src="rectifiers.js"></script>
<pre>...</pre>
<script type="module">
  tfjsRectifiers.rectifiers(tf); // before a model is loaded: this registers its classes
  const model = await tf.loadLayersModel('model.json');
  const inputs = ${JSON.stringify(inputs)};
  const numbers = [...(await model.predict(tf.tensor2d(inputs, [inputs.length, 1])).data())];
  document.querySelector('pre').textContent = inputs.map((x, i) => x + '  ' + numbers[i].toFixed(6)).join('\\n');
  await fetch('/', {method: 'POST', body: JSON.stringify({backend: tf.getBackend(), numbers})});
</script>
</html>`;
}

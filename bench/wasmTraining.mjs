/**
 * Gradients of convolutions and embeddings on wasm, by enableWasmTraining(), against the cpu backend's own:
 *
 *   npm run build && node bench/wasmTraining.mjs
 *
 * Milliseconds of processor time, so that what else runs on the machine does not count; wasm on one thread, the best of
 * some runs; cpu once, since it takes seconds. The last rows are a step of training, forward and backward and update.
 */
import tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {buildCnn} from '../examples/digits/models.mjs';
import {rectifiers} from '../dist/index.js';
import {training} from '../dist/training.js';

const rx = rectifiers(tf);
training(rx).enableWasmTraining();

async function milliseconds(f, runs) {
  let best = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    await f();
    const {user, system} = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

const kernel = (name, inputs, attributes) => () => {
  const result = tf.engine().runKernel(name, inputs(), attributes);
  result.dataSync();
  result.dispose();
};

/** A convolution of a batch, as in nets of this size. */
function convolution([batch, side, channels, outputs], depthwise) {
  const window = [3, 3, channels, outputs];
  const shape = [batch, side, side, channels];
  const common = {strides: [1, 1], dilations: [1, 1], pad: 'same', dataFormat: 'NHWC'};
  let made;
  const inputs = (...names) => {
    made ??= {
      x: tf.randomNormal(shape),
      filter: tf.randomNormal(window),
      dy: tf.randomNormal([batch, side, side, depthwise ? channels * outputs : outputs]),
    };
    return Object.fromEntries(names.map(name => [name, made[name]]));
  };
  const text = `${shape.join(' x ')}, 3 x 3`;
  if (!depthwise) {
    const run = kernel('Conv2DBackpropFilter', () => inputs('x', 'dy'), {...common, filterShape: window});
    return [[`conv2d to ${outputs}: filter`, text, run]];
  }
  const name = 'DepthwiseConv2dNativeBackprop';
  return [
    [
      'depthwiseConv2d: filter',
      text,
      kernel(`${name}Filter`, () => inputs('x', 'dy'), {...common, filterShape: window}),
    ],
    [
      'depthwiseConv2d: input',
      text,
      kernel(`${name}Input`, () => inputs('dy', 'filter'), {...common, inputShape: shape}),
    ],
  ];
}

function embedding(words, length, count) {
  let made;
  const inputs = () =>
    (made ??= {x: tf.randomNormal([count, length]), segmentIds: tf.randomUniform([count], 0, words, 'int32')});
  return [
    [
      'gather',
      `${count} of ${words} words, ${length} numbers each`,
      kernel('UnsortedSegmentSum', inputs, {numSegments: words}),
    ],
  ];
}

function step(name, batch) {
  let made;
  return [
    [
      `a step of the digits CNN, ${name}`,
      `${batch} digits`,
      async () => {
        if (!made) {
          const net = buildCnn(tf, name === 'plain relu' ? null : rx);
          net.compile({optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy'});
          const labels = tf.tidy(() => tf.oneHot(tf.randomUniform([batch], 0, 10, 'int32'), 10).toFloat());
          made = {net, images: tf.randomUniform([batch, 784]), labels};
        }
        await made.net.trainOnBatch(made.images, made.labels);
      },
    ],
  ];
}

console.log(['gradient', 'of', 'cpu ms', 'wasm ms', 'times as fast'].join(' | '));
for (const [what, of, run] of [
  ...convolution([32, 28, 1, 8]),
  ...convolution([32, 14, 16, 32]),
  ...convolution([8, 28, 16, 32]),
  ...convolution([32, 14, 32, 1], true),
  ...convolution([8, 28, 64, 1], true),
  ...embedding(1000, 32, 2048),
  ...step('plain relu', 32),
  ...step('learnable rectifiers', 32),
]) {
  await tf.setBackend('wasm');
  // The first runs compile.
  await milliseconds(run, 3);
  const wasm = await milliseconds(run, 15);
  await tf.setBackend('cpu');
  const cpu = await milliseconds(run, 1);
  console.log([what, of, cpu.toFixed(0), wasm.toFixed(2), (cpu / wasm).toFixed(0)].join(' | '));
}

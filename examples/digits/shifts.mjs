/** What a page shares with Node about the digits: their size, a seeded generator, and changed copies to train on. */

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

/**
 * The digits and `copies` of each, in a seeded order: turned, slanted, made larger or smaller, and shifted, by a little. A
 * convolutional net knows of shifts by itself, and so learns more from these.
 */
export function withDistortions({images, labels, count}, {copies = 3, seed = 11} = {}) {
  const next = random(seed);
  const within = reach => (2 * next() - 1) * reach;
  const total = count * (copies + 1);
  const order = Array.from({length: total}, (_, i) => i);
  shuffle(order, next);
  const result = {images: new Float32Array(total * PIXELS), labels: new Uint8Array(total), count: total};
  order.forEach((place, i) => {
    const source = i % count;
    result.labels[place] = labels[source];
    const from = images.subarray(source * PIXELS, (source + 1) * PIXELS);
    const to = result.images.subarray(place * PIXELS, (place + 1) * PIXELS);
    // The first of each is the digit as it is.
    if (i < count) return to.set(from);
    const [angle, slant, zoom, down, right] = [within(0.2), within(0.15), 1 + within(0.12), within(1.5), within(1.5)];
    const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
    distort(from, to, [cos, sin, -sin + slant * cos, cos + slant * sin], [down, right]);
  });
  return result;
}

/** Each pixel is what lies where the map of the plane around the middle takes it, between four pixels. */
function distort(from, to, [yy, yx, xy, xx], [down, right]) {
  // With zeros around, so that no neighbour is missing.
  const width = SIDE + 3;
  const framed = new Float32Array(width * width);
  for (let row = 0; row < SIDE; row++) {
    framed.set(from.subarray(row * SIDE, (row + 1) * SIDE), (row + 1) * width + 1);
  }
  const middle = (SIDE - 1) / 2;
  const inFrame = place => Math.min(Math.max(place + 1, 0), SIDE + 1);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const v = row - middle - down;
      const u = column - middle - right;
      const y = inFrame(middle + yy * v + yx * u);
      const x = inFrame(middle + xy * v + xx * u);
      const top = Math.floor(y);
      const left = Math.floor(x);
      const at = top * width + left;
      const upper = framed[at] + (x - left) * (framed[at + 1] - framed[at]);
      const lower = framed[at + width] + (x - left) * (framed[at + width + 1] - framed[at + width]);
      to[row * SIDE + column] = upper + (y - top) * (lower - upper);
    }
  }
}

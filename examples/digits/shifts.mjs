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

/** The digits as they are and `copies` of each, which `change(from, to, next)` makes, in a seeded order. */
function withCopies({images, labels, count}, {copies, seed}, change) {
  const next = random(seed);
  const total = count * (copies + 1);
  const order = Array.from({length: total}, (_, i) => i);
  shuffle(order, next);
  const result = {images: new Float32Array(total * PIXELS), labels: new Uint8Array(total), count: total};
  order.forEach((place, i) => {
    const source = i % count;
    result.labels[place] = labels[source];
    const from = images.subarray(source * PIXELS, (source + 1) * PIXELS);
    const to = result.images.subarray(place * PIXELS, (place + 1) * PIXELS);
    if (i < count) to.set(from);
    else change(from, to, next);
  });
  return result;
}

/** Copies are shifted by up to one pixel: an MLP knows nothing of shifts. */
export function withShifts(digits, {copies = 4, seed = 11} = {}) {
  return withCopies(digits, {copies, seed}, (from, to, next) => {
    const shift = () => Math.floor(next() * 3) - 1;
    const [down, right] = [shift(), shift()];
    for (let row = Math.max(0, down); row < Math.min(SIDE, SIDE + down); row++) {
      for (let column = Math.max(0, right); column < Math.min(SIDE, SIDE + right); column++) {
        to[row * SIDE + column] = from[(row - down) * SIDE + column - right];
      }
    }
  });
}

/**
 * Copies are turned, slanted, made larger or smaller, and shifted, by a little. A convolutional net knows of shifts by
 * itself, and so learns more from these.
 */
export function withDistortions(digits, {copies = 3, seed = 11} = {}) {
  return withCopies(digits, {copies, seed}, (from, to, next) => {
    const within = reach => (2 * next() - 1) * reach;
    const [angle, slant, zoom, down, right] = [within(0.2), within(0.15), 1 + within(0.12), within(1.5), within(1.5)];
    const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
    distort(from, to, [cos, sin, -sin + slant * cos, cos + slant * sin], [down, right]);
  });
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

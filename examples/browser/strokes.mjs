/**
 * Pen strokes as an MNIST digit. MNIST's digits fill a box of 20 pixels, with the centre of mass in the middle of 28, and
 * so must ours: drawn in a corner, or small, they would be read badly. Strokes stay lines until here, so that the pen is
 * as wide as MNIST's whatever the size of the drawing.
 */

import {PIXELS, SIDE} from '../digits/shifts.mjs';

const BOX = 20;
/** Half of the pen's width, and how soft its edge is, in MNIST's pixels. */
const [RADIUS, EDGE] = [1.3, 1.4];
/** A dot is not blown up to a full box: below this share of the pad a drawing counts as this large. */
const SMALLEST = 0.15;

/** `strokes`: lists of points [x, y], the pad's sides being 1 long. Gives 784 values from 0 (paper) to 1 (ink). */
export function toDigit(strokes) {
  const points = strokes.flat();
  if (!points.length) return new Float32Array(PIXELS);
  const [xs, ys] = [0, 1].map(axis => points.map(point => point[axis]));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = (BOX - 2 * RADIUS) / Math.max(right - left, bottom - top, SMALLEST);
  const placed = (dx, dy) =>
    strokes.map(stroke =>
      stroke.map(([x, y]) => [
        (x - (left + right) / 2) * scale + SIDE / 2 + dx,
        (y - (top + bottom) / 2) * scale + SIDE / 2 + dy,
      ]),
    );
  const [massX, massY] = centreOfMass(rasterize(placed(0, 0)));
  // The mass goes to the middle, as far as the ink stays on the paper.
  const within = (shift, size) => {
    const room = SIDE / 2 - (size * scale) / 2 - RADIUS;
    return Math.min(room, Math.max(-room, shift));
  };
  return rasterize(placed(within(SIDE / 2 - massX, right - left), within(SIDE / 2 - massY, bottom - top)));
}

/** Ink by the distance of a pixel's middle to the nearest line. */
function rasterize(strokes) {
  const pixels = new Float32Array(PIXELS);
  const reach = RADIUS + EDGE / 2;
  for (const stroke of strokes) {
    for (let i = 0; i < stroke.length; i++) {
      const [from, to] = [stroke[Math.max(0, i - 1)], stroke[i]];
      const [left, right] = range(from[0], to[0], reach);
      const [top, bottom] = range(from[1], to[1], reach);
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const ink = (reach - distance(column + 0.5, row + 0.5, from, to)) / EDGE;
          const at = row * SIDE + column;
          pixels[at] = Math.max(pixels[at], Math.min(1, ink));
        }
      }
    }
  }
  return pixels;
}

function range(a, b, reach) {
  return [Math.max(0, Math.floor(Math.min(a, b) - reach)), Math.min(SIDE - 1, Math.ceil(Math.max(a, b) + reach))];
}

function distance(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

function centreOfMass(pixels) {
  let [mass, x, y] = [0, 0, 0];
  pixels.forEach((ink, i) => {
    mass += ink;
    x += ink * ((i % SIDE) + 0.5);
    y += ink * (Math.floor(i / SIDE) + 0.5);
  });
  return [x / mass, y / mass];
}

/** The digits that the build packed: a byte for the label, then 784 for the pixels, for each. */

import {PIXELS} from '../digits/shifts.mjs';

/** `{images: Float32Array, labels: Uint8Array, count}`, as in the Node example. */
export async function fetchDigits(name) {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name} could not be fetched: ${response.status} ${response.statusText}`);
  return unpack(new Uint8Array(await response.arrayBuffer()));
}

export function pack({images, labels}, count) {
  const bytes = new Uint8Array(count * (PIXELS + 1));
  for (let i = 0; i < count; i++) {
    bytes[i * (PIXELS + 1)] = labels[i];
    for (let j = 0; j < PIXELS; j++) bytes[i * (PIXELS + 1) + 1 + j] = Math.round(images[i * PIXELS + j] * 255);
  }
  return bytes;
}

export function unpack(bytes) {
  const count = bytes.length / (PIXELS + 1);
  const images = new Float32Array(count * PIXELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = bytes[i * (PIXELS + 1)];
    for (let j = 0; j < PIXELS; j++) images[i * PIXELS + j] = bytes[i * (PIXELS + 1) + 1 + j] / 255;
  }
  return {images, labels, count};
}

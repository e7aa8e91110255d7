/** Small sets of points in a plane, of two classes, the same in every run. */

import type {Points} from '../messages';

export const DATASETS = ['spirals', 'moons', 'circles'] as const;
export type Dataset = (typeof DATASETS)[number];

/** Of both classes together. */
const COUNT = 240;

type Place = readonly [x: number, y: number];

/** The noiseless place of a point of class 0 or 1; `t` goes from 0 to 1 along the class. */
const PLACES: Readonly<Record<Dataset, (label: 0 | 1, t: number) => Place>> = {
  spirals(label, t) {
    const [radius, angle] = [0.15 + 1.85 * t, 1.35 * 2 * Math.PI * t + label * Math.PI];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  moons(label, t) {
    const [x, y] = [Math.cos(Math.PI * t), Math.sin(Math.PI * t)];
    return label ? [1.25 * (1 - x) - 0.6, 1.25 * (0.5 - y) - 0.35] : [1.25 * x - 0.6, 1.25 * y - 0.35];
  },
  circles(label, t) {
    const radius = label ? 0.8 : 1.8;
    return [radius * Math.cos(2 * Math.PI * t), radius * Math.sin(2 * Math.PI * t)];
  },
};

/** `noise`: deviation of what is added to both coordinates. */
export function points(dataset: Dataset, noise: number): Points {
  const normal = normals(7);
  const places = new Float32Array(2 * COUNT);
  const labels = new Uint8Array(COUNT);
  for (let i = 0; i < COUNT; i++) {
    const label = (i % 2) as 0 | 1;
    const [x, y] = PLACES[dataset](label, Math.floor(i / 2) / (COUNT / 2 - 1));
    places.set([x + noise * normal(), y + noise * normal()], 2 * i);
    labels[i] = label;
  }
  return {places, labels};
}

/** Standard normal numbers, by the method of Box and Muller. */
function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Numbers from 0 to below 1: a linear congruential generator with Knuth's constants for 32 bits. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

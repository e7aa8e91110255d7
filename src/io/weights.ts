/** How many bytes weights take, by their specs. */

import {RectifierError, show} from '../errors';

/** tf.js calls it WeightsManifestEntry. */
export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool' | 'string' | 'complex64';
  quantization?: {scale?: number; min?: number; dtype: 'uint16' | 'uint8' | 'float16'};
}

const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** The bytes of all weights, or null if strings are among them, whose size the specs do not say. */
export function weightBytes(specs: readonly WeightSpec[], where: string): number | null {
  let total = 0;
  for (const spec of specs) {
    const {name, shape, dtype, quantization} = (spec ?? {}) as Partial<WeightSpec>;
    if (!Array.isArray(shape) || !shape.every(size => Number.isInteger(size) && size >= 0)) {
      throw new RectifierError(
        `${where}: the weight ${show(name)} has shape ${show(shape)}; it must be a list of whole numbers, 0 or more.`,
      );
    }
    if (dtype === 'string') return null;
    const stored = String(quantization?.dtype ?? dtype);
    if (!Object.hasOwn(BYTES, stored)) {
      throw new RectifierError(
        `${where}: the weight ${show(name)} has dtype ${show(stored)}; known are ${Object.keys(BYTES).join(', ')}.`,
      );
    }
    total += shape.reduce((a, b) => a * b, 1) * BYTES[stored]!;
  }
  return total;
}

/** How many bytes weights take, by their specs. */

import {RectifierError, show} from '../errors';

/** tf.js calls it WeightsManifestEntry. */
export interface WeightSpec {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool' | 'string' | 'complex64';
  group?: 'model' | 'optimizer';
  quantization?: {scale?: number; min?: number; dtype: 'uint16' | 'uint8' | 'float16'};
}

/** Of strings the specs do not say it. */
const BYTES: Readonly<Record<string, number | null>> = {float32: 4, int32: 4, bool: 1, complex64: 8, string: null};
const QUANTIZED_BYTES: Readonly<Record<string, number>> = {uint8: 1, uint16: 2, float16: 2};

/** The bytes of all weights, or null if strings are among them, whose size the specs do not say. */
export function weightBytes(specs: readonly WeightSpec[], where: string): number | null {
  let total = 0;
  let strings = false;
  const names = new Set<unknown>();
  for (const spec of specs) {
    const {name, shape, dtype, quantization} = (spec ?? {}) as Partial<WeightSpec>;
    const weight = `${where}: the weight ${show(name)}`;
    // tf.js keeps weights by name in a plain object: of two of one name it would lose the first, and leak it.
    if (typeof name !== 'string' || !name || name === '__proto__' || names.has(name)) {
      throw new RectifierError(
        `${weight} is ${names.has(name) ? 'there twice' : 'no name'}; each needs a name of its own.`,
      );
    }
    names.add(name);
    if (!Array.isArray(shape) || !shape.every(size => Number.isSafeInteger(size) && size >= 0)) {
      throw new RectifierError(`${weight} has shape ${show(shape)}; it must be a list of whole numbers, 0 or more.`);
    }
    let bytes = lookUp(BYTES, dtype, `${weight} has dtype`);
    if (quantization !== undefined)
      bytes = lookUp(QUANTIZED_BYTES, quantization?.dtype, `${weight} has quantization dtype`);
    if (bytes === null) strings = true;
    else total += shape.reduce((a, b) => a * b, 1) * bytes;
    if (!Number.isSafeInteger(total)) {
      throw new RectifierError(`${weight} has shape ${show(shape)}, which is too large for any file.`);
    }
  }
  return strings ? null : total;
}

function lookUp<T>(table: Readonly<Record<string, T>>, dtype: unknown, what: string): T {
  if (typeof dtype !== 'string' || !Object.hasOwn(table, dtype)) {
    throw new RectifierError(`${what} ${show(dtype)}; known are ${Object.keys(table).join(', ')}.`);
  }
  return table[dtype]!;
}

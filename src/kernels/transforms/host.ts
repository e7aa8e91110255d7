/** The transforms in plain JavaScript, in float64 and rounded once, for backends whose data is in memory. */

import type {TransformName} from './index';

/** Transforms rows of n numbers. */
export function transformRows(
  values: ArrayLike<number>,
  n: number,
  transform: TransformName,
  inverse: boolean,
): Float32Array {
  const result = new Float32Array(values.length);
  const row = new Float64Array(n);
  const each = transform === 'dct' ? cosineTransform(n, inverse) : walshHadamard;
  for (let start = 0; start < values.length; start += n) {
    for (let i = 0; i < n; i++) row[i] = values[start + i]!;
    each(row);
    result.set(row, start);
  }
  return result;
}

const SHORT = 4;

/** The part of a length that is multiplied by its whole matrix: its largest odd divisor. */
export const oddPart = (n: number): number => (n % 2 ? n : oddPart(n / 2));

/** log2(n) passes of sums and differences. */
function walshHadamard(row: Float64Array): void {
  const n = row.length;
  for (let half = 1; half < n; half *= 2) {
    for (let start = 0; start < n; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        const [a, b] = [row[i]!, row[i + half]!];
        row[i] = a + b;
        row[i + half] = a - b;
      }
    }
  }
  const scale = 1 / Math.sqrt(n);
  for (let i = 0; i < n; i++) row[i]! *= scale;
}

/**
 * By halves (Lee 1984): sums give the even frequencies, differences divided by twice a cosine the odd ones, which are
 * added up in pairs. The inverse is the transpose, so the same steps backwards.
 */
function cosineTransform(n: number, inverse: boolean): (row: Float64Array) => void {
  const cosines = Float64Array.from({length: 4 * n}, (_, i) => Math.cos((Math.PI * i) / (2 * n)));
  const halves = Float64Array.from({length: n}, (_, i) => 0.5 / cosines[i]!);
  const usual = Math.sqrt(2 / n);
  const spare = new Float64Array(n);
  /** Numbers from `at` to `at + size` of one array; the other one is free there. */
  const halve = (row: Float64Array, at: number, size: number, free: Float64Array): void => {
    const step = n / size;
    // Short ones too are faster by their matrix than by halves.
    if (size % 2 || size <= SHORT) {
      for (let a = 0; a < size; a++) {
        let sum = 0;
        for (let b = 0; b < size; b++) {
          const turn = inverse ? (2 * a + 1) * b : (2 * b + 1) * a;
          sum += row[at + b]! * cosines[(turn % (4 * size)) * step]!;
        }
        free[at + a] = sum;
      }
      for (let a = at; a < at + size; a++) row[a] = free[a]!;
      return;
    }
    const half = size / 2;
    const middle = at + half;
    if (inverse) {
      for (let i = 0; i < half; i++) {
        free[at + i] = row[at + 2 * i]!;
        free[middle + i] = row[at + 2 * i + 1]! + (i ? row[at + 2 * i - 1]! : 0);
      }
    } else {
      for (let i = 0; i < half; i++) {
        const [a, b] = [row[at + i]!, row[at + size - 1 - i]!];
        free[at + i] = a + b;
        free[middle + i] = (a - b) * halves[(2 * i + 1) * step]!;
      }
    }
    halve(free, at, half, row);
    halve(free, middle, half, row);
    for (let i = 0; i < half; i++) {
      const [a, b] = [free[at + i]!, free[middle + i]!];
      if (inverse) {
        const turned = b * halves[(2 * i + 1) * step]!;
        row[at + i] = a + turned;
        row[at + size - 1 - i] = a - turned;
      } else {
        row[at + 2 * i] = a;
        row[at + 2 * i + 1] = b + (i + 1 < half ? free[middle + i + 1]! : 0);
      }
    }
  };
  const scale = (row: Float64Array) => {
    row[0]! *= Math.SQRT1_2;
    for (let k = 0; k < n; k++) row[k]! *= usual;
  };
  return row => {
    if (inverse) scale(row);
    halve(row, 0, n, spare);
    if (!inverse) scale(row);
  };
}

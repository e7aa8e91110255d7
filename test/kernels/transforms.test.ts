// Fast transforms by stock ops, as GPUs run them: against their definition, and how many launches and multiply-adds they take.
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import {oddPart, transformRows} from '../../src/kernels/transforms/host';
import {dct, digitsOf, walshHadamard} from '../../src/kernels/transforms/stock';
import {cosineEntries, hadamardEntries} from '../support/transforms';

const row = (n: number, seed: number) => Array.from({length: n}, (_, i) => Math.fround(Math.sin(1.7 * i + seed)));
const times = (entry: (k: number, i: number) => number, x: number[], transposed = false) =>
  x.map((_, k) => x.reduce((sum, v, i) => sum + v * (transposed ? entry(i, k) : entry(k, i)), 0));

const flat = (y: tf.Tensor) => Array.from(y.dataSync());
/** Relative to the largest number wanted. */
const farthest = (got: ArrayLike<number>, want: readonly number[]) =>
  Math.max(...want.map((w, i) => Math.abs(got[i]! - w))) / Math.max(...want.map(Math.abs));

describe.each(['cpu', 'wasm'])('stock ops on %s', backend => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  test.each([1, 2, 4, 16, 32, 512, 1024])('Walsh-Hadamard of %d', n => {
    tf.tidy(() => {
      const x = [row(n, 1), row(n, 2)];
      expect(
        farthest(
          flat(walshHadamard(tf, tf.tensor2d(x))),
          x.flatMap(each => times(hadamardEntries(n), each)),
        ),
      ).toBeLessThan(5e-7);
    });
  });

  // Whole matrices, two and three digits, odd digits, a large prime with and without another digit.
  test.each([1, 2, 3, 17, 64, 255, 256, 360, 509, 512, 1000, 1024, 268])('cosine transform of %d, and back', n => {
    tf.tidy(() => {
      const x = [row(n, 1), row(n, 2)];
      const input = tf.tensor2d(x);
      const [forth, back] = [false, true].map(inverse => x.flatMap(each => times(cosineEntries(n), each, inverse)));
      expect(farthest(flat(dct(tf, input, false)), forth!)).toBeLessThan(5e-7);
      expect(farthest(flat(dct(tf, input, true)), back!)).toBeLessThan(5e-7);
    });
  });

  test('launches: one a digit, three for a cosine transform', async () => {
    const launches = async (f: () => tf.Tensor) => {
      // A reshape moves nothing.
      const {kernels, result} = await tf.profile(() => tf.tidy(f));
      (result as unknown as tf.Tensor).dispose();
      return kernels.filter(({name}) => name !== 'Reshape').length;
    };
    for (const [n, digits] of [
      [16, 1],
      [256, 2],
      [4096, 3],
    ] as const) {
      const x = tf.ones([2, n]) as tf.Tensor2D;
      expect(await launches(() => walshHadamard(tf, x))).toBe(digits);
      if (digits > 1) {
        expect(await launches(() => dct(tf, x, false))).toBe(3 * digits + 2);
        expect(await launches(() => dct(tf, x, true))).toBe(3 * digits + 1);
      }
      x.dispose();
    }
  });
});

test('digits multiply to the length, small where it has no large prime factor', () => {
  for (let n = 1; n <= 3000; n++) {
    const digits = digitsOf(n);
    const product = digits.reduce((a, b) => a * b, 1);
    // A call of expect takes longer than all of it.
    if (product !== n || digits.some(digit => digit <= 1)) throw new Error(`digits of ${n} are ${digits}`);
  }
  expect(digitsOf(1024)).toEqual([16, 16, 4]);
  expect(digitsOf(2 * 509)).toEqual([509, 2]);
  // Their sum, which is the number of multiply-adds an element, grows with the logarithm.
  for (let bits = 4; bits <= 20; bits++) {
    const sum = digitsOf(2 ** bits).reduce((a, b) => a + b, 0);
    expect(sum).toBeLessThanOrEqual(4 * bits + 4);
  }
});

test.each([1, 2, 3, 5, 8, 12, 30, 64, 100, 509, 768, 1024])('plain JavaScript: %d', n => {
  const x = row(n, 1);
  for (const inverse of [false, true]) {
    expect(farthest(transformRows(x, n, 'dct', inverse), times(cosineEntries(n), x, inverse))).toBeLessThan(7e-8);
  }
  if (oddPart(n) === 1) {
    expect(farthest(transformRows(x, n, 'walshHadamard', false), times(hadamardEntries(n), x))).toBeLessThan(7e-8);
  }
});

/**
 * Walsh-Hadamard and cosine transforms of the rows of a matrix, by stock ops, in n log n: a row of n numbers is seen as
 * digits, n = r1 r2 ..., each at most 16 (or a larger prime), and one small matrix multiplies along each digit. Few launches, and the
 * multiplication is what every backend does best.
 *
 * Launches for K digits: Walsh-Hadamard K, cosine transform 3K + 2, its inverse 3K + 1.
 * Multiply-adds an element: r1 + ... + rK, and 2 r1 + 8 (r2 + ... + rK) + 4K; of n = 1024 that is 36 and 204.
 */

import type {Tensor, Tf} from '../../tf';

const LARGEST_DIGIT = 16;

/** Sizes of digits whose product is n: prime factors, taken together while they are small. */
export function digitsOf(n: number): number[] {
  const primes: number[] = [];
  for (let p = 2, rest = n; rest > 1; p = p * p > rest ? rest : p + 1) {
    for (; rest % p === 0; rest /= p) primes.push(p);
  }
  const digits: number[] = [];
  for (const prime of primes.reverse()) {
    const i = digits.findIndex(digit => digit * prime <= LARGEST_DIGIT);
    if (i < 0) digits.push(prime);
    else digits[i]! *= prime;
  }
  return digits;
}

/** y_k = n^(-1/2) sum_i (-1)^(bits that i and k share) x_i: natural (Hadamard) order, its own inverse. n is a power of two. */
export function walshHadamard(tf: Tf, x: Tensor): Tensor {
  const [rows, n] = x.shape as [number, number];
  return digitsOf(n).reduce<Tensor>((y, digit) => {
    const signs = table(digit, digit, (i, j) => (parity(i & j) ? -1 : 1) / Math.sqrt(digit));
    const matrix = tf.tensor2d(signs, [digit, digit]);
    const rest = n / digit;
    // The first digit is multiplied and becomes the last one: after all of them, the order is that of the start.
    if (rest === 1) return tf.matMul(tf.reshape(y, [rows, n]), matrix);
    return tf.matMul(tf.reshape(y, [rows, digit, rest]), tf.reshape(matrix, [1, digit, digit]), true, false);
  }, x);
}

const parity = (bits: number): number => {
  let odd = 0;
  for (let rest = bits; rest; rest &= rest - 1) odd ^= 1;
  return odd;
};

/**
 * The orthonormal DCT-II, y_k = s_k sum_i x_i cos(pi (2i + 1) k / 2n), s_0 = n^(-1/2), else (2/n)^(1/2); or its inverse
 * (DCT-III), which is its transpose. By Makhoul's way: with v = x_0, x_2, x_4 ... x_5, x_3, x_1 and V its Fourier transform,
 * y_k = s_k Re(e^(-i pi k / 2n) V_k). A length whose largest prime factor is so large that it would not be faster, and any short
 * one, is multiplied by the whole matrix.
 */
export function dct(tf: Tf, x: Tensor, inverse: boolean): Tensor {
  const [rows, n] = x.shape as [number, number];
  const {digits, whole, positions, frequencies, twiddles, weights} = planOf(n);
  const times = (y: Tensor, values: Float32Array, from: number) =>
    tf.matMul(tf.reshape(y, [-1, from]), tf.tensor2d(values, [from, values.length / from]));
  if (whole) return tf.matMul(x, tf.tensor2d(whole, [n, n]), false, !inverse);

  const gather = (y: Tensor, order: Int32Array) => tf.gather(tf.reshape(y, [rows, n]), tf.tensor1d(order, 'int32'), 1);
  const ends = tf.tensor2d(weights, [n, 2]);
  /** Times e^(i t), as the products y cos t and y sin t, of which the next matrix makes the sums. */
  const turn = (y: Tensor, j: number, parts: number) =>
    tf.mul(tf.reshape(y, [rows, n, parts, 2]), tf.tensor3d(twiddles[j]!, [n, 2, 1]));
  const swap = (y: Tensor, a: number, b: number) => tf.transpose(tf.reshape(y, [rows, a, b, 4]), [0, 2, 1, 3]);
  const [first, ...others] = digits as [number, ...number[]];

  if (!inverse) {
    let y: Tensor = times(gather(x, positions), fourier(first, 1), first);
    others.forEach((digit, j) => {
      y = times(swap(turn(y, j, 1), digit, n / digit), fourier(digit, 4), 4 * digit);
    });
    const both = tf.mul(tf.reshape(y, [rows, n, 2]), ends);
    return gather(times(both, new Float32Array([1, 1]), 2), frequencies);
  }
  // The same steps transposed, from the last one to the first.
  let y: Tensor = tf.mul(tf.reshape(gather(x, inverted(frequencies)), [rows, n, 1]), ends);
  let parts: 2 | 4 = 2;
  for (let j = others.length - 1; j >= 0; j--) {
    const digit = others[j]!;
    y = times(y, fourier(digit, 4, parts), parts * digit);
    y = turn(swap(y, n / digit, digit), j, 2);
    parts = 4;
  }
  return gather(times(y, fourier(first, 1, parts), parts * first), inverted(positions));
}

/**
 * The matrix of a Fourier transform of one digit, in real numbers: from (i, parts) to (k, re and im), the parts being the
 * real number itself (1), or (4) what `turn` makes: cos t re, cos t im, sin t re, sin t im. Or its transpose, to those
 * parts, from two or from the four of the step before.
 */
function fourier(digit: number, parts: 1 | 4, transposedFrom?: 2 | 4): Float32Array {
  /** By how many quarters of a circle a part is turned. */
  const quarters = (part: number) => (part >> 1) + (part & 1);
  const entry = (i: number, part: number, k: number, c: number) =>
    Math.cos((-2 * Math.PI * ((i * k) % digit)) / digit + ((quarters(part) - c) * Math.PI) / 2);
  const at = (index: number, count: number) => [Math.floor(index / count), index % count] as const;
  if (!transposedFrom) return table(digit * parts, digit * 2, (a, b) => entry(...at(a, parts), ...at(b, 2)));
  return table(digit * transposedFrom, digit * parts, (a, b) => {
    const [k, part] = at(a, transposedFrom);
    return entry(...at(b, parts), k, part & 1);
  });
}

interface Plan {
  readonly digits: readonly number[];
  /** The whole matrix, [k, i]. */
  readonly whole: Float32Array | null;
  /** Which x the steps begin with, and where each y is when they end. */
  readonly positions: Int32Array;
  readonly frequencies: Int32Array;
  /** For each digit but the first, cos and sin of the angles by which its numbers are turned before, [n, 2]. */
  readonly twiddles: readonly Float32Array[];
  /** s_k cos(pi k / 2n) and s_k sin(pi k / 2n), in the order of the last step. */
  readonly weights: Float32Array;
}
const plans = new Map<number, Plan>();

function planOf(n: number): Plan {
  let plan = plans.get(n);
  if (!plan) {
    // Lengths are few; a program that has many of them should not fill the memory.
    if (plans.size >= 16) plans.clear();
    plans.set(n, (plan = makePlan(n)));
  }
  return plan;
}

function makePlan(n: number): Plan {
  const digits = digitsOf(n);
  const [first = 1, ...others] = digits;
  const scale = (k: number) => Math.sqrt((k ? 2 : 1) / n);
  const none = {positions: new Int32Array(), frequencies: new Int32Array(), twiddles: [], weights: new Float32Array()};
  const cost = 2 * first + others.reduce((sum, digit) => sum + 8 * digit + 4, 4);
  if (!others.length || cost >= n) {
    // The angle repeats every 4n, which is exact in integers.
    const angle = (i: number, k: number) => (((2 * i + 1) * k) % (4 * n)) * (Math.PI / (2 * n));
    return {digits, whole: table(n, n, (k, i) => scale(k) * Math.cos(angle(i, k))), ...none};
  }

  // v's first digit goes to the end, where the first step finds it.
  const rest = n / first;
  const positions = Int32Array.from({length: n}, (_, p) => {
    const v = rest * (p % first) + Math.floor(p / first);
    return 2 * v < n ? 2 * v : 2 * (n - 1 - v) + 1;
  });

  // Before digit j, the order is (digits j, j + 1 ... of v, then digits 1 ... j - 1 of k).
  let [length, done] = [n, 1];
  const twiddles = others.map((_, j) => {
    const previous = digits[j]!;
    const left = length / previous;
    const values = table(n, 2, (p, part) => {
      const angle = (-2 * Math.PI * Math.floor(p / (done * previous)) * (p % previous)) / length;
      return part ? Math.sin(angle) : Math.cos(angle);
    });
    [length, done] = [left, done * previous];
    return values;
  });

  // At the end, the first digit of k, which comes first, counts least.
  const kAt = (p: number) => {
    let [k, count, inner] = [0, 1, n];
    for (const digit of digits) {
      inner /= digit;
      k += count * (Math.floor(p / inner) % digit);
      count *= digit;
    }
    return k;
  };
  const order = Int32Array.from({length: n}, (_, p) => kAt(p));
  const weights = table(n, 2, (p, part) => {
    const angle = (Math.PI * order[p]!) / (2 * n);
    return scale(order[p]!) * (part ? Math.sin(angle) : Math.cos(angle));
  });
  return {digits, whole: null, positions, frequencies: inverted(order), twiddles, weights};
}

/** The permutation that undoes another. */
function inverted(order: Int32Array): Int32Array {
  const result = new Int32Array(order.length);
  order.forEach((from, to) => (result[from] = to));
  return result;
}

/** A matrix by its entries, rounded to float32 once. */
function table(rows: number, columns: number, entry: (row: number, column: number) => number): Float32Array {
  return Float32Array.from({length: rows * columns}, (_, i) => entry(Math.floor(i / columns), i % columns));
}

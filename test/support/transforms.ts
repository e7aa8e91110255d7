// What a transform of n numbers is by its definition: the entry of its matrix in row k, column i. Both are orthonormal.

type Entry = (k: number, i: number) => number;

/** The discrete cosine transform of type II. Angles repeat, so there are only 4n cosines. */
export function cosineEntries(n: number): Entry {
  const cosines = Float64Array.from({length: 4 * n}, (_, m) => Math.cos((Math.PI * m) / (2 * n)));
  const [first, others] = [Math.sqrt(1 / n), Math.sqrt(2 / n)];
  return (k, i) => (k ? others : first) * cosines[((2 * i + 1) * k) % (4 * n)]!;
}

/** Walsh-Hadamard, in the order of Hadamard: the sign is the parity of the common bits. */
export function hadamardEntries(n: number): Entry {
  const entry = 1 / Math.sqrt(n);
  const odd = Uint8Array.from({length: n});
  for (let bits = 1; bits < n; bits++) odd[bits] = odd[bits >> 1]! ^ (bits & 1);
  return (k, i) => (odd[k & i] ? -entry : entry);
}

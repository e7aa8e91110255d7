// Random numbers for tests that are the same in every run: what is drawn without a seed must not decide whether one passes.

/** A number generator for a text: mulberry32, begun at the text's FNV-1a hash. */
export function randomFor(text: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs `body` with that generator in place of Math.random, from which tf.js seeds weights, masks and the order of batches. */
export async function seeded<T>(text: string, body: () => T | Promise<T>): Promise<T> {
  const {random} = Math;
  Math.random = randomFor(text);
  try {
    return await body();
  } finally {
    Math.random = random;
  }
}

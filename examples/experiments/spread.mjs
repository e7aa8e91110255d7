/** What came out of several seeds, as one: the median, and from where to where. */

/** `{low, middle, high}` of numbers; what is NaN counts as infinitely large, since a loss that is NaN is no small one. */
export function spread(values) {
  const sorted = values.map(value => (Number.isNaN(value) ? Infinity : value)).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const middle = sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  return {low: sorted[0], middle, high: sorted.at(-1)};
}

/** The spread at each place of lists that are equally long. */
export const spreadOfLists = lists => lists[0].map((_, i) => spread(lists.map(list => list[i])));

/** '0.52 (0.48 to 0.55)', each number as `format` writes it; only the one where all are the same. */
export function written(values, format = threeDigits) {
  const {low, middle, high} = spread(values);
  const [text, from, to] = [middle, low, high].map(value => (Number.isFinite(value) ? format(value) : 'infinite'));
  return from === to ? text : `${text} (${from} to ${to})`;
}

export const threeDigits = value =>
  value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(3)));

export const percent = value => `${(100 * value).toFixed(1)} %`;

/** `count` means of pieces of `list`, one after the other: a curve without the noise of single batches. */
export function smoothed(list, count) {
  const size = Math.max(1, Math.floor(list.length / count));
  return Array.from({length: Math.floor(list.length / size)}, (_, i) => mean(list.slice(i * size, (i + 1) * size)));
}

/** `{xs, spreads}` of losses by step, a list a seed, at `count` steps. */
export function curve(lists, count) {
  const spreads = spreadOfLists(lists.map(list => smoothed(list, count)));
  const xs = spreads.map((_, i) => Math.round(((i + 0.5) * lists[0].length) / spreads.length));
  return {xs, spreads};
}

export const mean = list => list.reduce((sum, value) => sum + value, 0) / list.length;

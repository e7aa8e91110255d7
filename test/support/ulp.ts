// Distances between float32 results and float64 references, counted in units in the last place of float32.

export interface UlpOptions {
  /** Whether -0 equals 0 (the default); otherwise they are infinitely far apart, so that no limit excuses it. */
  sameZero?: boolean;
}

export interface CompareOptions extends UlpOptions {
  /** The largest distance that passes. */
  limit: number;
  /** An absolute error that passes whatever its distance, one for all or one an element: for values near a zero. */
  absolute?: number | ArrayLike<number>;
  /** Whether the backend may flush subnormals: 0 passes for them and, with `x`, the value at 0 for a subnormal x. */
  flush?: boolean;
  /** The points that the values belong to, for `flush` and the message. */
  x?: ArrayLike<number>;
  /** What is compared, for the message. */
  label?: string;
}

export interface Mismatch {
  index: number;
  got: number;
  want: number;
  ulp: number;
}

export interface Comparison {
  /** The largest distance among the elements that neither `absolute` nor `flush` lets pass. */
  worst: number;
  /** Its index, -1 if there is none. */
  at: number;
  bad: Mismatch[];
  message: string;
}

// Somewhat above the smallest normal number, 2^-126: a result that is off by a few ULP may fall below and be flushed.
const FLUSHED_BELOW = 1.2e-38;
const MIN_NORMAL = 2 ** -126;
const LISTED = 10;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The place of a float32 on the line of all float32 in order, both zeros at 0. */
function ordinal(value: number): number {
  float[0] = value;
  const pattern = bits[0] ?? 0;
  // The bits are sign and magnitude.
  return pattern < 0 ? -(pattern & 0x7fffffff) : pattern;
}

/** Steps of float32 from `got` to `want` rounded to float32. NaN and infinities have distance 0 to themselves only. */
export function ulpDistance(got: number, want: number, {sameZero = true}: UlpOptions = {}): number {
  const a = Math.fround(got);
  const b = Math.fround(want);
  if (Object.is(a, b)) return 0;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  if (a === b) return sameZero ? 0 : Infinity;
  return Math.abs(ordinal(a) - ordinal(b));
}

/** Compares elementwise; the result's message says what is wrong, or how good it is. */
export function compareUlp(got: ArrayLike<number>, want: ArrayLike<number>, options: CompareOptions): Comparison {
  const {limit, absolute = 0, flush = false, x, label} = options;
  const prefix = label === undefined ? '' : `${label}: `;
  const given = [
    ['wanted values', want],
    ['points', x],
    ['absolute errors', absolute],
  ] as const;
  for (const [what, values] of given) {
    if (typeof values === 'object' && values.length !== got.length) {
      throw new Error(`${prefix}${got.length} results for ${values.length} ${what}`);
    }
  }
  const zero = flush && x !== undefined ? Array.from(x).findIndex(v => v === 0) : -1;

  let worst = 0;
  let at = -1;
  const bad: Mismatch[] = [];
  for (let index = 0; index < got.length; index++) {
    const g = got[index]!;
    const w = want[index]!;
    const ulp = ulpDistance(g, w, options);
    const margin = typeof absolute === 'number' ? absolute : absolute[index]!;
    // A margin of 0 is none: it must not let the wrong zero pass.
    if (margin > 0 && Math.abs(g - w) <= margin) continue;
    if (flush && g === 0 && Math.abs(w) < FLUSHED_BELOW) continue;
    if (zero >= 0 && isSubnormal(x![index]!) && ulpDistance(g, want[zero]!, options) <= limit) continue;
    if (at < 0 || ulp > worst) {
      worst = ulp;
      at = index;
    }
    // Not `ulp > limit`: a limit of NaN must not let everything pass.
    if (!(ulp <= limit)) bad.push({index, got: g, want: w, ulp});
  }

  const place = (index: number) => `[${index}]${x === undefined ? '' : ` x = ${show(x[index]!)}`}`;
  const line = (m: Mismatch) => `  ${place(m.index)}: got ${show(m.got)}, want ${show(m.want)}, ${m.ulp} ULP`;
  const verdict = bad.length ? `${bad.length} of ${got.length} beyond` : `all ${got.length} within`;
  const summary = at < 0 ? '' : `, worst ${worst} at ${place(at)}`;
  const more = bad.length > LISTED ? [`  and ${bad.length - LISTED} more`] : [];
  const lines = [`${prefix}${verdict} ${limit} ULP${summary}`, ...bad.slice(0, LISTED).map(line), ...more];
  return {worst, at, bad, message: lines.join('\n')};
}

function isSubnormal(value: number): boolean {
  return value !== 0 && Math.abs(value) < MIN_NORMAL;
}

function show(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

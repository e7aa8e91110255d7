// Values and derivatives to third order, mixed ones too, against the mpmath fixtures.
import {compareUlp} from '../support/ulp';
import {ok} from '../support/assert';
import {subjects, withoutLeaks, type AnyOp, type Check, type Lane, type Subject, type Tensor, type Value} from './lane';

/** Float32 ULPs by order of derivative. */
const EXACT = [1, 1, 4, 16];
/** A composition rounds after each of its few steps. */
const COMPOSED = [8, 16, 64, 256];
/** ... and k * x before an exponential: as if x or a parameter were off by that many roundings. */
const ROUNDINGS = 4;

export function valueChecks(lane: Lane): Check[] {
  return subjects(lane).flatMap(subject => {
    const fixture = lane.fixture(subject.name);
    ok(fixture.cases.length > 0, `no fixture for ${subject.name}`);
    return fixture.cases.map(({params}, index) => ({
      name: `${subject.name} ${JSON.stringify(params)}: value and derivatives`,
      run: () => withoutLeaks(lane.tf, () => checkCase(lane, subject, index)),
    }));
  });
}

/** Elementwise derivative by nested tf.grad: every variable is a tensor of x's shape, so nothing is summed. */
function derivative(
  {tf}: Lane,
  op: AnyOp,
  variables: Readonly<Record<string, Tensor | Value>>,
  by: readonly string[],
): Tensor {
  const nested = (at: typeof variables, rest: readonly string[]): Tensor => {
    const last = rest.at(-1);
    if (last === undefined) {
      const {x, ...params} = at;
      return op(x as Tensor, params);
    }
    return tf.grad(v => nested({...at, [last]: v as Tensor}, rest.slice(0, -1)))(at[last] as Tensor);
  };
  return nested(variables, by);
}

async function checkCase(lane: Lane, subject: Subject, index: number): Promise<void> {
  const {values} = lane.fixture(subject.name).cases[index]!;
  const messages: string[] = [];
  for (const key of Object.keys(values)) messages.push(...(await checkDerivative(lane, subject, index, key)));
  ok(!messages.length, messages.join('\n'));
}

/** What is wrong, if anything. */
async function checkDerivative(lane: Lane, {name, op}: Subject, index: number, key: string): Promise<string[]> {
  const {tf} = lane;
  const {params, x, values} = lane.large
    ? repeated(lane.fixture(name).cases[index]!, lane.large)
    : lane.fixture(name).cases[index]!;
  const by = key ? key.split(',') : [];
  const result = tf.tidy(() => {
    const variables: Record<string, Tensor | Value> = {x: tf.tensor1d(x)};
    for (const [param, value] of Object.entries(params)) {
      variables[param] = by.includes(param) ? tf.fill([x.length], value as number, 'float32') : value;
    }
    return derivative(lane, op, variables, by);
  });
  const got = await result.data();
  result.dispose();

  if (lane.half) {
    const wrong = checkHalf(got, values[key]!, x, slack(lane, values, key, params, x));
    return wrong ? [`${name} ${JSON.stringify(params)} ${key || 'f'}: ${wrong}`] : [];
  }
  // Where stock ops are a choice, it falls on kernels for second derivatives.
  const exact = lane.arithmetic === 'exact' || (lane.large !== undefined && by.length > 1);
  const limit = (exact ? EXACT : COMPOSED)[by.length]!;
  const comparison = compareUlp(got as Float32Array, values[key]!, {
    limit,
    flush: lane.flushesSubnormals,
    absolute: exact ? 0 : slack(lane, values, key, params, x),
    x,
    label: `${name} ${JSON.stringify(params)} ${key || 'f'}`,
  });
  // Where the true value is within a binade of the largest float32, an intermediate result may overflow.
  const bad = comparison.bad.filter(({got, want}) => exact || !(Math.abs(got) === Infinity && Math.abs(want) > 1.7e38));
  return bad.length ? [comparison.message] : [];
}

/** What TensorFlow does not flush to 0, nor its square root's square. */
const SMALLEST = 1e-30;

/** The points again and again, until the tensor is large. */
function repeated<T extends {x: Float32Array; values: Record<string, Float64Array>}>(
  item: T,
  {count, within}: NonNullable<Lane['large']>,
): T {
  const {x, values} = item;
  const at = [...x.keys()].filter(
    i => within === Infinity || x[i] === 0 || (Math.abs(x[i]!) <= within && Math.abs(x[i]!) > SMALLEST),
  );
  const repeat = <A extends Float32Array | Float64Array>(from: A, to: A) => {
    for (let i = 0; i < to.length; i++) to[i] = from[at[i % at.length]!]!;
    return to;
  };
  const all = Object.entries(values).map(([key, each]) => [key, repeat(each, new Float64Array(count))]);
  return {...item, x: repeat(x, new Float32Array(count)), values: Object.fromEntries(all)};
}

const HALF = {largest: 65504, smallestNormal: 2 ** -14, unit: 2 ** -11};

/** The nearest half-precision number. */
function roundHalf(value: number): number {
  const step = HALF.unit * 2 ** Math.floor(Math.log2(Math.abs(value)) + 1);
  return Math.round(value / step) * step;
}

/** Where x itself is a half-precision number, a result is one too: finite wherever the exact one is. */
function checkHalf(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  x: Float32Array,
  slacks: ArrayLike<number>,
): string | null {
  for (let i = 0; i < x.length; i++) {
    const [g, w, at] = [got[i]!, want[i]!, Math.abs(x[i]!)];
    // An infinity, and so what is rounded to one, comes back from such a texture as NaN, without any op of ours.
    if (at > HALF.largest) continue;
    const fine = (expected: number, slack: number) => {
      if (!(Math.abs(expected) < HALF.largest * (1 - HALF.unit))) return !(Math.abs(g) < HALF.largest / 2);
      return Math.abs(g - expected) <= 4 * HALF.unit * Math.abs(expected) + HALF.smallestNormal + slack;
    };
    // What x is rounded to may be on another piece: it is another point of the fixture then.
    const rounded = x.indexOf(at < HALF.smallestNormal ? 0 : roundHalf(x[i]!));
    if (fine(w, slacks[i]!) || (rounded >= 0 && fine(want[rounded]!, slacks[rounded]!))) continue;
    return `[${i}] x = ${x[i]}: got ${g}, want ${w} within ${slacks[i]}`;
  }
  return null;
}

/** How far a result moves where each variable moves by some roundings, from the next higher derivatives. */
function slack(
  lane: Lane,
  values: Record<string, Float64Array>,
  key: string,
  params: Record<string, Value>,
  x: Float32Array,
): Float64Array {
  const order = key ? key.split(',').length : 0;
  const variables = ['x', ...Object.keys(params)];
  const result = new Float64Array(x.length);
  const eps = lane.half ? HALF.unit : 2 ** -24;
  const product = (a: number, b: number) => (Number.isFinite(a * b) ? Math.abs(a * b) : 0);
  for (const variable of variables) {
    const higher = [...(key ? key.split(',') : []), variable].sort(
      (a, b) => variables.indexOf(a) - variables.indexOf(b),
    );
    const slope = values[higher.join()];
    for (let i = 0; i < x.length; i++) {
      const at = variable === 'x' ? x[i]! : (params[variable] as number);
      if (slope) result[i]! += ROUNDINGS * eps * product(at, slope[i]!);
    }
  }
  if (lane.flushesSubnormals) {
    for (let i = 0; i < x.length; i++) result[i]! += 1.2e-38;
    // A factor below the normal range may have become 0 before it was multiplied by a large x.
    for (let i = 0; i < x.length; i++) {
      if (Math.abs(x[i]!) < 200) result[i]! += 1.2e-38 * (1 + Math.abs(x[i]!)) ** (order + 1);
    }
  }
  if (order > 1) {
    // Beyond the orders in the fixtures: of the size of the largest term, which where signs differ is not the sum's.
    const scale = values[key]!.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);
    const sharpness = Math.max(
      1,
      ...Object.values(params)
        .map(value => Math.abs(Number(value)))
        .filter(Number.isFinite),
    );
    for (let i = 0; i < x.length; i++) {
      // In half precision what counts is the rounding of x itself, by which the next derivative is multiplied.
      const size = lane.half ? 4 * (1 + sharpness * Math.abs(x[i]!)) : 16;
      if (Math.abs(x[i]!) < 200) result[i]! += size * eps * Math.min(scale, 1e6);
      else if (lane.half) result[i]! += size * eps * Math.abs(values[key]![i]!);
    }
  }
  return result;
}

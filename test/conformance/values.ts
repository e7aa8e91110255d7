// Values and derivatives to third order, mixed ones too, against the mpmath fixtures.
import {compareUlp} from '../support/ulp';
import {ok} from '../support/assert';
import {opOf, withoutLeaks, type Check, type Lane, type Tensor} from './lane';

/** Float32 ULPs by order of derivative. */
const EXACT = [1, 1, 4, 16];
/** A composition rounds after each of its few steps. */
const COMPOSED = [8, 16, 64, 256];
/** ... and k * x before an exponential: as if x or a parameter were off by that many roundings. */
const ROUNDINGS = 4;

export function valueChecks(lane: Lane): Check[] {
  return [...lane.rx.functions.keys()].flatMap(name => {
    const fixture = lane.fixture(name);
    ok(fixture.cases.length > 0, `no fixture for ${name}`);
    return fixture.cases.flatMap((item, index) =>
      Object.keys(item.values).map(key => {
        const params = JSON.stringify(item.params);
        return {
          name: `${name} ${params} ${key ? `d/d${key}` : 'value'}`,
          run: () => withoutLeaks(lane.tf, () => checkDerivative(lane, name, index, key)),
        };
      }),
    );
  });
}

/** Elementwise derivative by nested tf.grad: every variable is a tensor of x's shape, so nothing is summed. */
export function derivative(
  lane: Lane,
  name: string,
  variables: Readonly<Record<string, Tensor | number>>,
  by: readonly string[],
): Tensor {
  const {tf} = lane;
  const [last, ...rest] = [...by].reverse();
  if (last === undefined) {
    const {x, ...params} = variables;
    return opOf(lane, name)(x as Tensor, params);
  }
  return tf.grad(v => derivative(lane, name, {...variables, [last]: v as Tensor}, rest.reverse()))(
    variables[last] as Tensor,
  );
}

async function checkDerivative(lane: Lane, name: string, index: number, key: string): Promise<void> {
  const {tf} = lane;
  const {params, x, values} = lane.fixture(name).cases[index]!;
  const by = key ? key.split(',') : [];
  const result = tf.tidy(() => {
    const variables: Record<string, Tensor | number> = {x: tf.tensor1d(x)};
    for (const [param, value] of Object.entries(params)) {
      variables[param] = by.includes(param) ? tf.fill([x.length], value!) : value!;
    }
    return derivative(lane, name, variables, by);
  });
  const got = await result.data();
  result.dispose();

  const exact = lane.arithmetic === 'exact';
  const limit = (exact ? EXACT : COMPOSED)[by.length]!;
  const comparison = compareUlp(got as Float32Array, values[key]!, {
    limit,
    flush: lane.flushesSubnormals,
    absolute: exact ? 0 : slack(lane, values, key, params as Record<string, number>, x),
    x,
    label: `${name} ${JSON.stringify(params)} ${key || 'f'}`,
  });
  // Where the true value is within a binade of the largest float32, an intermediate result may overflow.
  const bad = comparison.bad.filter(({got, want}) => exact || !(Math.abs(got) === Infinity && Math.abs(want) > 1.7e38));
  ok(!bad.length, comparison.message);
}

/** How far a result moves where each variable moves by some roundings, from the next higher derivatives. */
function slack(
  lane: Lane,
  values: Record<string, Float64Array>,
  key: string,
  params: Record<string, number>,
  x: Float32Array,
): Float64Array {
  const order = key ? key.split(',').length : 0;
  const variables = ['x', ...Object.keys(params)];
  const result = new Float64Array(x.length);
  const eps = 2 ** -24;
  const product = (a: number, b: number) => (Number.isFinite(a * b) ? Math.abs(a * b) : 0);
  for (const variable of variables) {
    const higher = [...(key ? key.split(',') : []), variable].sort(
      (a, b) => variables.indexOf(a) - variables.indexOf(b),
    );
    const slope = values[higher.join()];
    for (let i = 0; i < x.length; i++) {
      const at = variable === 'x' ? x[i]! : params[variable]!;
      if (slope) result[i]! += ROUNDINGS * eps * product(at, slope[i]!);
    }
  }
  if (lane.flushesSubnormals) {
    // A factor below the normal range may have become 0 before it was multiplied by a large x.
    for (let i = 0; i < x.length; i++) {
      if (Math.abs(x[i]!) < 200) result[i]! += 1.2e-38 * (1 + Math.abs(x[i]!)) ** (order + 1);
    }
  }
  if (order > 1) {
    // Beyond the orders in the fixtures: of the size of the largest term, which where signs differ is not the sum's.
    const scale = values[key]!.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);
    for (let i = 0; i < x.length; i++) {
      if (Math.abs(x[i]!) < 200) result[i]! += 16 * eps * Math.min(scale, 1e6);
    }
  }
  return result;
}

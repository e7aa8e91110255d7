// rx.apl: hinges as numbers and as tensors of every shape, in values and derivatives, as layer and as activation.
import {close, equal, ok, throws} from '../support/assert';
import type {FixtureCase} from '../support/fixtures';
import {compareUlp} from '../support/ulp';
import {takeStep} from './step';
import {scoped, within, withoutLeaks, type AnyLayer, type Check, type Lane, type Tensor} from './lane';

type Config = Record<string, unknown>;
type Layer = ReturnType<AnyLayer>;

const EXACT = [1, 1, 4, 16];
const COMPOSED = [8, 8, 64, 256];
const EPS = 2 ** -24;

/** Values and derivatives to third order in x, to second order in hinges, mixed ones too, against mpmath. */
export function aplValueChecks(lane: Lane): Check[] {
  return lane.fixture('apl').cases.map((item, i) => ({
    name: `apl, case ${i} of ${hingesOf(item.params).a.length} hinges: value and derivatives`,
    run: () => withoutLeaks(lane.tf, () => checkCase(lane, item)),
  }));
}

const hingesOf = (params: FixtureCase['params']) => {
  const all = (letter: string) =>
    Object.entries(params).flatMap(([name, value]) => (name[0] === letter && value !== null ? [Number(value)] : []));
  return {a: all('a'), b: all('b')};
};

interface Variables {
  readonly x: Tensor;
  readonly a: Tensor | number[];
  readonly b: Tensor | number[];
}

async function checkCase(lane: Lane, item: FixtureCase): Promise<void> {
  const {tf, rx} = lane;
  const {a, b} = hingesOf(item.params);
  const {x, values} = repeated(item, lane);
  // One value an element, so that nothing is summed.
  const spread = (list: readonly number[]) =>
    tf.tensor(Float32Array.from(list.flatMap(each => Array<number>(x.length).fill(each))), [list.length, x.length]);
  const messages: string[] = [];
  for (const [key, want] of Object.entries(values)) {
    const by = key ? key.split(',').map(each => ({name: each[0]!, part: Number(each.slice(1))})) : [];
    if (lane.half && by.length) continue;
    // The plain value and derivatives in x from numbers as well.
    for (const asNumbers of by.some(({name}) => name !== 'x') ? [false] : [false, true]) {
      const result = tf.tidy(() => {
        const given: Variables = {x: tf.tensor1d(x), a: asNumbers ? a : spread(a), b: asNumbers ? b : spread(b)};
        const nested = (at: Variables, rest: typeof by): Tensor => {
          const last = rest.at(-1);
          if (!last) return rx.apl(at.x, {a: at.a, b: at.b});
          const inner = rest.at(-2);
          // The derivative before has one row a hinge, of which this one is of one.
          const row = inner && inner.name !== 'x' ? inner.part : null;
          const rows =
            row === null
              ? undefined
              : tf.tensor(
                  Float32Array.from({length: a.length * x.length}, (_, i) => Number(Math.floor(i / x.length) === row)),
                  [a.length, x.length],
                );
          const variable = last.name as keyof Variables;
          return tf.grad(v => nested({...at, [variable]: v as Tensor}, rest.slice(0, -1)))(
            at[variable] as Tensor,
            rows,
          );
        };
        return nested(given, by);
      });
      const all = (await result.data()) as Float32Array;
      result.dispose();
      const last = by.at(-1);
      const start = last && last.name !== 'x' ? last.part * x.length : 0;
      const got = all.slice(start, start + x.length);
      const label = `apl ${JSON.stringify({a, b})} ${key || 'f'}${asNumbers ? ' of numbers' : ''}`;
      if (lane.half) messages.push(...checkHalf(label, got, want, x, a, b));
      else messages.push(...compare(lane, label, got, want, x, {a, b}, by.length, values));
    }
  }
  ok(!messages.length, messages.join('\n'));
}

function compare(
  lane: Lane,
  label: string,
  got: Float32Array,
  want: Float64Array,
  x: Float32Array,
  {a, b}: {a: readonly number[]; b: readonly number[]},
  order: number,
  values: FixtureCase['values'],
): string[] {
  const exact = lane.arithmetic === 'exact' || (lane.large !== undefined && order > 1);
  const absolute = x.map((each, i) => {
    if (exact) return 0;
    const slope = values['x']![i]!;
    const four = Number.isFinite(slope * each) ? 4 * EPS * Math.abs(slope * each) : 0;
    return 1.2e-38 + (order ? 0 : four) + (onStockOps(lane) ? 4 * EPS * termsOf(order ? 1 : each, a, b, order) : 0);
  });
  const {bad, message} = compareUlp(got, want, {
    limit: (exact ? EXACT : COMPOSED)[order]!,
    flush: lane.flushesSubnormals,
    absolute: exact ? 0 : absolute,
    x,
    label,
  });
  // Hinge by hinge in float32, as stock ops do it, large ones overflow before their sum does.
  const real = bad.filter(({index}) => !(onStockOps(lane) && Math.abs(x[index]!) > 1e38));
  return real.length ? [message] : [];
}

/** In float32, without pairs: then errors are of the size of the terms. */
const onStockOps = ({tf, large}: Lane): boolean =>
  large !== undefined || (tf.getBackend() === 'webgl' && tf.env().getNumber('WEBGL_VERSION') === 1);

const termsOf = (x: number, a: readonly number[], b: readonly number[], order: number): number =>
  a.reduce((sum, each, s) => sum + Math.abs(each) * ((order ? 0 : Math.abs(b[s]!)) + Math.abs(x)), Math.abs(x));

function checkHalf(
  label: string,
  got: Float32Array,
  want: Float64Array,
  x: Float32Array,
  a: readonly number[],
  b: readonly number[],
): string[] {
  const unit = 2 ** -11;
  const wrong = [...x.keys()].find(i => {
    // Infinities and what is rounded to one come back from such a texture as NaN.
    if (!(Math.abs(x[i]!) < 6e4 && Math.abs(want[i]!) < 6e4)) return false;
    return !(Math.abs(got[i]! - want[i]!) <= 4 * unit * termsOf(x[i]!, a, b, 0) + 2 ** -14);
  });
  return wrong === undefined ? [] : [`${label} at x = ${x[wrong]}: got ${got[wrong]}, want ${want[wrong]}`];
}

/** Where large tensors take another way, the points again and again. */
function repeated(item: FixtureCase, {large}: Lane): FixtureCase {
  if (!large) return item;
  const {x, values} = item;
  const at = [...x.keys()].filter(
    i => large.within === Infinity || x[i] === 0 || (Math.abs(x[i]!) <= large.within && Math.abs(x[i]!) > 1e-30),
  );
  const places = Array.from({length: large.count}, (_, i) => at[i % at.length]!);
  const all = Object.entries(values)
    .filter(([key]) => key.split(',').length < 3)
    .map(([key, each]) => [key, Float64Array.from(places, i => each[i]!)]);
  return {...item, x: Float32Array.from(places, i => x[i]!), values: Object.fromEntries(all)};
}

const samples = (size: number, scale = 3) =>
  Float32Array.from({length: size}, (_, i) => Math.fround(Math.sin(1.7 * i + 0.3) * scale));
const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** x, and the shapes of one hinge with it. */
const SHAPES: readonly (readonly [x: readonly number[], hinge: readonly (readonly number[])[]])[] = [
  [[], [[]]],
  [[5], [[], [1], [5]]],
  [
    [3, 4],
    [[], [4], [1, 4], [3, 1], [3, 4], [1, 1]],
  ],
  [
    [2, 3, 5],
    [[5], [3, 1], [2, 1, 5], [2, 3, 5]],
  ],
  [
    [2, 3, 2, 4],
    [[4], [2, 1, 2, 1], [1, 3, 1, 4]],
  ],
  [
    [2, 1, 3, 2, 2],
    [[2], [2, 1, 3, 1, 2], [3, 1, 1]],
  ],
  [
    [2, 3, 2, 1, 3, 2],
    [[2], [2, 1, 2, 1, 3, 1], [2, 3, 2, 1, 3, 2]],
  ],
];

/** apl in float64, with the gradients of the sum of w y. */
function reference(
  x: Float32Array,
  full: readonly number[],
  a: Float32Array,
  b: Float32Array,
  hinge: readonly number[],
  w: Float32Array,
) {
  const size = sizeOf(hinge);
  const count = a.length / size;
  const result = {
    y: new Float64Array(x.length),
    x: new Float64Array(x.length),
    a: new Float64Array(a.length),
    b: new Float64Array(a.length),
  };
  for (let i = 0; i < x.length; i++) {
    let rest = i;
    let place = 0;
    let stride = 1;
    for (let fromEnd = 1; fromEnd <= full.length; fromEnd++) {
      const own = hinge.at(-fromEnd) ?? 1;
      if (fromEnd <= hinge.length && own > 1) place += (rest % full.at(-fromEnd)!) * stride;
      if (fromEnd <= hinge.length) stride *= own;
      rest = Math.floor(rest / full.at(-fromEnd)!);
    }
    result.y[i]! += Math.max(0, x[i]!);
    result.x[i]! += x[i]! > 0 ? w[i]! : 0;
    for (let s = 0; s < count; s++) {
      const at = s * size + place;
      if (x[i]! > b[at]!) continue;
      result.y[i]! += a[at]! * (b[at]! - x[i]!);
      result.x[i]! -= a[at]! * w[i]!;
      result.a[at]! += (b[at]! - x[i]!) * w[i]!;
      result.b[at]! += a[at]! * w[i]!;
    }
  }
  return result;
}

export function aplChecks(lane: Lane): Check[] {
  const {tf, rx} = lane;
  const checks: Check[] = [];
  const check = (name: string, run: () => Promise<void>) =>
    checks.push({name: `apl ${name}`, run: () => withoutLeaks(tf, () => scoped(tf, run))});
  const wrong = 'RectifierError';
  const tolerance = within(lane, 1e-5);
  const layer = rx.layers.apl as unknown as AnyLayer;

  for (const [full, hingeShapes] of SHAPES) {
    check(`of rank ${full.length}: hinges of every shape, with all gradients`, async () => {
      for (const shape of hingeShapes) {
        for (const count of full.length < 3 ? [1, 2, 3] : [1, 3]) {
          const what = `${count} hinges of [${shape}] for x of [${full}]`;
          const [xs, ws] = [samples(sizeOf(full)), samples(sizeOf(full), 1)];
          const as = samples(count * sizeOf(shape), 0.75);
          const bs = samples(count * sizeOf(shape) + 1, 1).slice(1);
          const want = reference(xs, full, as, bs, shape, ws);
          const x = tf.tensor(xs, [...full]);
          const [a, b] = [as, bs].map(values => tf.tensor(values, [count, ...shape])) as [Tensor, Tensor];
          const f = (u: Tensor, v: Tensor, w: Tensor) => rx.apl(u, {a: v, b: w});
          const y = f(x, a, b);
          equal(y.shape, [...full], what);
          close(await y.data(), want.y, tolerance, what);
          const [dx, da, db] = tf.grads(f as never)([x, a, b], tf.tensor(ws, [...full]));
          equal([dx!.shape, da!.shape, db!.shape], [[...full], [count, ...shape], [count, ...shape]], what);
          // Where sizes are rounded to half precision, a kink may be passed.
          if (lane.half) continue;
          close(await dx!.data(), want.x, tolerance, `dx, ${what}`);
          close(await da!.data(), want.a, tolerance, `da, ${what}`);
          close(await db!.data(), want.b, tolerance, `db, ${what}`);
        }
      }
    });
  }

  check('of many hinges', async () => {
    const count = 12;
    const [xs, as, bs] = [samples(6), samples(count * 3, 0.1), samples(count * 3 + 1, 2).slice(1)];
    const want = reference(xs, [2, 3], as, bs, [3], new Float32Array(6).fill(1));
    const x = tf.tensor(xs, [2, 3]);
    const [a, b] = [as, bs].map(values => tf.tensor(values, [count, 3])) as [Tensor, Tensor];
    close(await rx.apl(x, {a, b}).data(), want.y, tolerance);
    if (lane.half) return;
    const [dx, da] = tf.grads(((u: Tensor, v: Tensor) => rx.apl(u, {a: v, b})) as never)([x, a]);
    close(await dx!.data(), want.x, tolerance, 'dx');
    close(await da!.data(), want.a, tolerance, 'da');
  });

  check('second derivatives through sums over what is shared', async () => {
    const x = tf.tensor(samples(12), [4, 3]);
    const [a, b] = [tf.tensor(samples(6, 0.5), [2, 3]), tf.tensor(samples(6, 1), [2, 3])];
    // d/da of the sum of (dy/db)^2 is twice the sum of how often each hinge is on, times a: dy/db is a n.
    const inner = (v: Tensor) => tf.grad(w => rx.apl(x, {a: v, b: w as Tensor}))(b);
    const [dyda, second] = [tf.grad(v => rx.apl(x, {a: v as Tensor, b}))(a), tf.grad(v => inner(v as Tensor))(a)];
    equal(
      [dyda.shape, second.shape],
      [
        [2, 3],
        [2, 3],
      ],
    );
    const [xs, bs] = [await x.data(), await b.data()];
    const on = Array.from(bs, (at, i) => [0, 1, 2, 3].filter(row => xs[3 * row + (i % 3)]! <= at).length);
    close(await second.data(), on, tolerance, 'd2/da db');
    const mixed = tf.grad(v => tf.grad(u => rx.apl(u as Tensor, {a: v as Tensor, b}))(x))(a);
    close(
      await mixed.data(),
      on.map(n => -n),
      tolerance,
      'd2/da dx',
    );
  });

  check('of numbers is that of tensors, and of other arrays', async () => {
    const x = tf.tensor(samples(12), [4, 3]);
    for (const [a, b] of [
      [[0.25], [0.5]],
      [
        [0.25, 0, -0.75],
        [0.5, -1, 0],
      ],
    ] as const) {
      const expected = await rx.apl(x, {a: tf.tensor1d([...a]), b: tf.tensor1d([...b])}).data();
      const same = async (given: Tensor) => close(await given.data(), expected, within(lane, 1e-6));
      await same(rx.apl(x, {a: [...a], b: [...b]}));
      await same(rx.apl(x, {a: Float32Array.from(a), b: [...b]}));
      await same(rx.apl(x, {a: tf.tensor1d([...a]), b: [...b]}));
      await same(rx.apl(x, {a: [...a], b: tf.tensor1d([...b])}));
      await same(rx.apl(x, {a: a.map(each => [each]), b: b.map(each => [each])}));
    }
    const int = rx.apl(tf.tensor1d([-2, 0, 3], 'int32'), {a: tf.tensor1d([1, 2], 'int32'), b: [1, 0]});
    equal(int.dtype, 'float32');
    close(await int.data(), [7, 1, 3], 0);
    close(await rx.apl([true, false], {a: [0.5], b: [0]}).data(), [1, 0], 0);
  });

  check('of empty tensors', async () => {
    const [x, a, b] = [tf.zeros([2, 0, 3]), tf.ones([2, 3]), tf.ones([2, 3])];
    equal(rx.apl(x, {a, b}).shape, [2, 0, 3]);
    equal(rx.apl(x, {a: [1, 2], b: [0, 1]}).shape, [2, 0, 3]);
    const gradients = tf.grads(((u: Tensor, v: Tensor, w: Tensor) => rx.apl(u, {a: v, b: w})) as never)([x, a, b]);
    equal(
      gradients.map(each => each.shape),
      [
        [2, 0, 3],
        [2, 3],
        [2, 3],
      ],
    );
    for (const each of gradients.slice(1)) close(await each.data(), [0, 0, 0, 0, 0, 0], 0);
    const none = tf.zeros([2, 0]);
    equal(rx.apl(tf.zeros([3, 0]), {a: none, b: none}).shape, [3, 0]);
    equal(tf.grad(v => rx.apl(tf.zeros([3, 0]), {a: v as Tensor, b: none}))(none).shape, [2, 0]);
  });

  check('NaN in x or in a hinge comes through, in values and derivatives', async () => {
    for (const count of [1, 2]) {
      const fill = (first: readonly number[]) =>
        tf.tensor([...first, ...Array<number>(3 * (count - 1)).fill(0.5)], [count, 3]);
      const x = tf.tensor1d([NaN, 1, -1]);
      const given: Record<string, Tensor> = {x, a: fill([1, NaN, 1]), b: fill([2, 2, 2])};
      const f = (at: Record<string, Tensor>) => rx.apl(at['x']!, {a: at['a']!, b: at['b']!});
      const names = ['x', 'a', 'b'];
      const results: [string, Tensor][] = [['f', f(given)]];
      for (const by of names) {
        const first = (at: typeof given) => tf.grad(v => f({...at, [by]: v as Tensor}))(at[by]!);
        results.push([by, first(given)]);
        for (const then of names)
          results.push([`${by},${then}`, tf.grad(v => first({...given, [then]: v as Tensor}))(given[then]!)]);
      }
      for (const [what, result] of results) {
        // What each channel's NaN is a part of.
        const isNaN = Array.from(await result.data(), Number.isNaN);
        equal(isNaN.slice(0, 3), [true, true, false], `${what} of ${count}`);
      }
    }
  });

  check('runs as one kernel of ours, and so do its gradients', async () => {
    const [x, a, b] = [tf.tensor(samples(6), [2, 3]), tf.ones([3, 3]), tf.ones([3, 3])];
    const kernels = async (body: () => void) => (await tf.profile(() => (body(), tf.scalar(0)))).kernelNames;
    const ours = (names: readonly string[]) => names.filter(name => name.startsWith('Rectifier'));
    for (const params of [
      {a, b},
      {a: [1, 2], b: [0, 1]},
    ]) {
      const names = await kernels(() => rx.apl(x, params));
      equal(onStockOps(lane) ? ours(names) : names, ['RectifierApl']);
    }
    const all = () => tf.grads(((u: Tensor, v: Tensor, w: Tensor) => rx.apl(u, {a: v, b: w})) as never)([x, a, b]);
    const names = await kernels(all);
    // One for x and one for hinges where these are apart.
    ok(ours(names).length <= 3, `${names}`);
    const computing = names.filter(name => /Add|Sub|Mul|Select|Less|Greater|Max|Sum|Slice/.test(name));
    if (!onStockOps(lane)) equal(computing, []);
  });

  check('of wrong arguments says which', async () => {
    const x = tf.ones([2, 3]);
    const bad = (params: unknown, ...parts: string[]) =>
      throws(() => rx.apl(x, params as never), wrong, 'rx.apl', ...parts);
    await bad(undefined, 'undefined', '{a: [0.2], b: [0]}');
    await bad({a: [1]}, 'b is missing', '[hinges, ...');
    await bad({b: [1]}, 'a is missing');
    await bad({a: [1, 2], b: [1]}, '2 hinges', '1;');
    await bad({a: tf.ones([2, 3]), b: tf.ones([1, 3])}, '2 hinges', '1;');
    await bad({a: tf.ones([2, 2]), b: [1, 2]}, '[2,2]', '[2]', '[2,3]');
    await bad({a: tf.ones([1, 2, 2, 3]), b: [1]}, '[2,2,3]', '[2,3]');
    await bad({a: 1, b: [1]}, 'a has shape []', '[hinges, ...');
    await bad({a: tf.scalar(1), b: [1]}, 'a has shape []');
    await bad({a: tf.ones([0, 3]), b: tf.ones([0, 3])}, 'a has shape [0,3]');
    await bad({a: [], b: []}, 'a has shape [0]');
    await bad({a: [1, NaN], b: [1, 1]}, 'a[1]', 'NaN');
    await bad({a: [1], b: [-Infinity]}, 'b[0]', '-Infinity');
    await bad({a: ['1'], b: [1]}, 'a ');
    await bad({a: [1], b: [1], c: [1]}, "'c'", 'a, b');
    await throws(() => rx.apl('text' as never, {a: [1], b: [1]}), wrong, 'rx.apl', "'text'");
    await throws(() => rx.apl(tf.input({shape: [3]}) as never, {a: [1], b: [1]}), wrong, 'rx.layers.apl');
  });

  const build = (instance: Layer, shape: (number | null)[]) => (instance.build(shape), instance);
  const dispose = (...all: {weights: {dispose(): void}[]}[]) =>
    all.forEach(each => each.weights.forEach(weight => weight.dispose()));
  const valuesOf = (instance: Layer): Promise<number[][]> =>
    Promise.all(instance.getWeights().map(async weight => Array.from(await weight.data())));

  check('as a layer: weights a and b, of shapes and values that its config says', async () => {
    for (const [config, input, shape] of [
      [{}, [null, 5, 3], [1, 1, 3]],
      [{hinges: 4}, [null, 7], [4, 7]],
      [{hinges: 2, sharedAxes: [1, 2]}, [null, null, null, 3], [2, 1, 1, 3]],
      [{hinges: 2, sharedAxes: []}, [null, 4, 5, 3], [2, 4, 5, 3]],
      [{hinges: 3, sharedAxes: [-1, 1]}, [null, 4, 5, 3], [3, 1, 5, 1]],
      [{hinges: 2}, [null], [2]],
    ] as [Config, (number | null)[], number[]][]) {
      const instance = build(layer(config), input);
      equal(
        instance.getWeights().map(weight => weight.shape),
        [shape, shape],
      );
      equal(
        instance.trainableWeights.map(weight => weight.originalName.split('/').at(-1)),
        ['a', 'b'],
      );
      dispose(instance);
    }
    const wide = build(layer({hinges: 2}), [null, 3000]);
    const [a, b] = (await valuesOf(wide)) as [number[], number[]];
    ok(
      a.every(each => Math.abs(each) <= 0.2501),
      'a slope is beyond 0.5 / hinges',
    );
    ok(Math.max(...a) > 0.24 && Math.min(...a) < -0.24, 'slopes do not reach 0.5 / hinges');
    const deviation = Math.sqrt(b.reduce((sum, each) => sum + each ** 2, 0) / b.length);
    ok(Math.abs(deviation - 0.5) < 0.03, `places have deviation ${deviation}`);
    const given = build(layer({a: [0.25, -0.5], bInitializer: 'ones', sharedAxes: []}), [null, 2]);
    close((await valuesOf(given)).flat(), [0.25, 0.25, -0.5, -0.5, 1, 1, 1, 1], 0);
    const half = build(layer({a: [0.25, -0.5], b: [1, 2], learnable: ['b']}), [null, 2]);
    close((await valuesOf(half)).flat(), [1, 1, 2, 2], 0);
    const fixed = build(layer({a: [0.25, -0.5], b: [1, 2], learnable: false}), [null, 2]);
    equal(fixed.getWeights().length, 0);
    const x = tf.tensor(samples(8), [4, 2]);
    const expected = await rx.apl(x, {a: [0.25, -0.5], b: [1, 2]}).data();
    for (const each of [half, fixed]) close(await (each.apply(x) as Tensor).data(), expected, within(lane, 1e-6));
    dispose(wide, given, half);
  });

  const configs = (): Config[] => [
    {},
    {hinges: 3, sharedAxes: []},
    {a: [0.1, -0.7], learnable: true},
    {a: [0.1, -0.7], b: [0.3, 2], learnable: false},
    {b: [0.3, 2], learnable: ['a'], sharedAxes: [1]},
    {
      hinges: 2,
      aInitializer: tf.initializers.randomUniform({minval: 0.5, maxval: 1, seed: 3}),
      bInitializer: 'ones',
      aRegularizer: 'l1l2',
      bRegularizer: {className: 'L1L2', config: {l1: 0.125, l2: 0}},
      aConstraint: rx.constraints.clamp({minValue: -0.25, maxValue: 0.75}),
      sharedAxes: [-1],
      trainable: false,
    },
  ];

  check('as a layer: getConfig and fromConfig are exact, through JSON too', async () => {
    for (const config of configs()) {
      const first = layer(config);
      const saved = JSON.parse(JSON.stringify(first.getConfig())) as Config;
      const Class = first.constructor as unknown as {fromConfig: (cls: unknown, config: unknown) => Layer};
      equal(
        JSON.parse(JSON.stringify(Class.fromConfig(first.constructor, saved).getConfig())),
        saved,
        JSON.stringify(config),
      );
      (first.getConfig()['a'] as number[] | null)?.push(5);
      equal(JSON.parse(JSON.stringify(first.getConfig())), saved, 'getConfig hands out its own state');
    }
  });

  const saveAndLoad = async (model: ReturnType<typeof tf.sequential>) => {
    let artifacts: Parameters<typeof tf.io.fromMemory>[0] | undefined;
    await model.save({
      save: async saved => {
        artifacts = {...saved, modelTopology: JSON.parse(JSON.stringify(saved.modelTopology))} as never;
        return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
      },
    });
    return tf.loadLayersModel(tf.io.fromMemory(artifacts!));
  };

  check('as a layer: models save and load exactly', async () => {
    for (const config of configs()) {
      const model = tf.sequential();
      model.add(tf.layers.inputLayer({inputShape: [4, 3], name: 'in'}));
      model.add(layer({...config, name: 'rectifier'}));
      const x = tf.tensor(samples(24), [2, 4, 3]);
      const loaded = await saveAndLoad(model);
      close(
        await (loaded.predict(x) as Tensor).data(),
        await (model.predict(x) as Tensor).data(),
        0,
        JSON.stringify(config),
      );
      equal(loaded.toJSON(null, false), model.toJSON(null, false));
      model.dispose();
      loaded.dispose();
    }
  });

  check('as a layer: training moves exactly what is learned, by its gradient', async () => {
    for (const learnable of [true, ['a'], ['b'], false]) {
      const lists = {a: [0.25, -0.5], b: [0.5, 1]};
      const instance = layer({...lists, learnable, inputShape: [3]});
      const model = tf.sequential({layers: [instance]});
      const dense = tf.layers.dense({units: 3});
      model.add(dense);
      dense.setWeights([tf.tensor2d(samples(9), [3, 3]), tf.zeros([3])]);
      const [x, y] = [tf.tensor(samples(48, 6), [16, 3]), tf.tensor(samples(48), [16, 3])];
      const moved = await takeStep(lane, model, instance, x, y);
      equal(
        moved.map(weight => weight.name),
        learnable === true ? ['a', 'b'] : learnable || [],
      );
      for (const {name, before, after, aim} of moved) {
        close(after, aim, lane.half ? 0.01 : 1e-4, `${name} when ${String(learnable)} is learned`);
        ok(
          after.some((v, i) => Math.abs(v - before[i]!) > 0.03),
          `${name} did not move: from ${before} to ${after}`,
        );
      }
      model.dispose();
    }
  });

  check('as a layer: constraints, regularizers, unknown sizes, a mask', async () => {
    const clamp = rx.constraints.clamp({minValue: 0.5, maxValue: 0.625});
    const instance = build(
      layer({hinges: 2, a: [0.5, 0.5], aConstraint: clamp, aRegularizer: tf.regularizers.l2({l2: 0.5})}),
      [null, 2],
    );
    close([(await instance.calculateLosses()[0]!.data())[0]!], [0.5], within(lane, 1e-6));
    instance.setWeights([
      tf.tensor2d([
        [-9, 9],
        [0.5625, 0],
      ]),
      tf.zeros([2, 2]),
    ]);
    close((await valuesOf(instance))[0]!, [0.5, 0.625, 0.5625, 0.5], 0);
    ok(instance.computeMask(tf.ones([1, 2]), tf.ones([1])) !== null, 'the mask does not pass through');
    dispose(instance);
    const any = layer({hinges: 2, a: [0.5, -0.25], b: [0, 1]});
    for (const shape of [
      [2, 4, 4, 3],
      [1, 5, 2, 3],
    ]) {
      const x = tf.tensor(samples(sizeOf(shape)), shape);
      const expected = await rx.apl(x, {a: [0.5, -0.25], b: [0, 1]}).data();
      close(await (any.apply(x) as Tensor).data(), expected, within(lane, 1e-6));
    }
    dispose(any);
  });

  check('as a layer: config errors', async () => {
    const bad = (config: Config, ...parts: string[]) => throws(() => layer(config), wrong, 'rx.layers.apl', ...parts);
    await bad({hinge: 2}, "'hinge'", "'hinges'");
    await bad({hinges: 0}, 'whole number', '0');
    await bad({hinges: 1.5}, '1.5');
    await bad({hinges: '2'}, "'2'");
    await bad({hinges: 3, a: [1, 2]}, '2 numbers for 3 hinges');
    await bad({a: [1, 2], b: [1]}, '1 numbers for 2 hinges');
    await bad({a: 0.5}, 'a must be a list', '0.5');
    await bad({b: [0.5, NaN]}, 'b[1]', 'NaN');
    await bad({b: ['1']}, 'b must be a list');
    await bad({learnable: 'a'}, "'a'", 'true, false or a list');
    await bad({learnable: ['c']}, "'c'");
    await bad({learnable: ['hinges']}, "'hinges'");
    await bad({learnable: false}, 'a is neither learned nor given', 'a: [0.2]');
    await bad({hinges: 2, learnable: ['a']}, 'b is neither learned nor given');
    await bad({a: [1], learnable: ['b'], aConstraint: 'nonNeg'}, 'aConstraint', 'a is fixed');
    await bad({aInitializer: 'nonsense'}, 'nonsense');
    await bad({sharedAxes: [0]}, 'axis 0 is the batch');
    await throws(() => build(layer({sharedAxes: [1]}), [null, 4, null, 3]), wrong, 'rx.layers.apl', 'axis 2');
    const [one, two] = [tf.input({shape: [3]}), tf.input({shape: [3]})];
    await throws(() => layer().apply([one, two]), wrong, 'rx.layers.apl', '2');
  });

  check('as an activation: lists of numbers survive saving and loading', async () => {
    const activation = rx.activation('apl', {a: [0.25, -0.7], b: [0.5, -1]});
    equal(activation, {className: 'apl', config: {a: [0.25, -0.7], b: [0.5, -1]}});
    const recurrent = {units: 2, recurrentInitializer: 'glorotUniform' as const, activation};
    for (const layers of [
      [tf.layers.dense({units: 3, inputShape: [4], activation})],
      [tf.layers.bidirectional({layer: tf.layers.lstm(recurrent) as never, mergeMode: 'concat', inputShape: [3, 2]})],
    ]) {
      const model = tf.sequential({layers});
      const shape = model.inputs[0]!.shape.slice(1) as number[];
      const x = tf.tensor(samples(2 * sizeOf(shape)), [2, ...shape]);
      const loaded = await saveAndLoad(model);
      close(await (loaded.predict(x) as Tensor).data(), await (model.predict(x) as Tensor).data(), 0);
      equal(loaded.toJSON(null, false), model.toJSON(null, false));
      model.dispose();
      loaded.dispose();
    }
    const one = tf.layers.activation({activation});
    const x = tf.tensor1d([-3, -0.5, 0, 0.5, 2]);
    const expected = await rx.apl(x, {a: [0.25, -0.7], b: [0.5, -1]}).data();
    close(await (one.apply(x) as Tensor).data(), expected, 0);
  });

  check('as an activation: errors', async () => {
    const bad = (params: unknown, ...parts: string[]) =>
      throws(() => rx.activation('apl', params as never), wrong, "rx.activation('apl'", ...parts);
    await bad(undefined, 'a is missing');
    await bad({a: [1]}, 'b is missing');
    await bad({a: [1], b: [1, 2]}, '1 hinges', '2;');
    await bad({a: tf.ones([1]), b: [1]}, 'a must be a list');
    await bad({a: [[1]], b: [1]}, 'a must be a list');
    await bad({a: [Infinity], b: [1]}, 'a[0]', 'Infinity');
    await bad({a: [1], b: [1], c: 2}, "'c'");
    await bad({learnable: true}, 'no weights', 'rx.layers.apl');
    await bad({hinges: 2}, 'no weights');
    const bare = () => tf.layers.dense({units: 2, activation: 'apl' as never, inputShape: [2]});
    await throws(bare, wrong, "'apl'", 'rx.layers.apl', "rx.activation('apl'");
  });

  check('is in rx.functions', async () => {
    const info = rx.functions.get('apl')!;
    equal(
      [info.kind, info.name, info.className, Object.keys(info.params)],
      ['hinged', 'apl', 'AdaptivePiecewiseLinear', ['a', 'b']],
    );
  });

  return checks;
}

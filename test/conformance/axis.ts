// Functions over an axis: values and derivatives, shapes, infinities, launches, errors, layers.
import {close, equal, ok, throws} from '../support/assert';
import {axisPages} from '../../src/ops/axis/notes';
import type {AxisCase} from '../support/axisFixtures';
import {axisSubjects, type AxisSubject} from './axisSubjects';
import {scoped, shareOf, VIEWS, withoutLeaks, within, type Check, type Lane, type Tensor} from './lane';

/** A fresh page of a software GPU holds so many programs. */
const CASES_IN_A_CHECK = 8;

export function axisValueChecks(lane: Lane): Check[] {
  return axisSubjects(lane).flatMap((subject, index) => {
    const cases = sharedCases(lane, lane.axisFixture(subject.name).cases, index).flatMap(each => suited(lane, each));
    const parts = Array.from({length: Math.ceil(cases.length / CASES_IN_A_CHECK)}, (_, i) =>
      cases.slice(i * CASES_IN_A_CHECK, (i + 1) * CASES_IN_A_CHECK),
    );
    return parts.map((part, i) => ({
      name: `${subject.name}: values and derivatives, ${i + 1} of ${parts.length}`,
      run: () =>
        withoutLeaks(lane.tf, async () => {
          const wrong = [];
          for (const each of part) wrong.push(...(await checkCase(lane, subject, each)));
          ok(!wrong.length, wrong.join('\n'));
        }),
    }));
  });
}

/** Where an axis lies does not depend on the function, nor on its settings: on slow lanes each has a quarter of the places. */
function sharedCases(lane: Lane, cases: readonly AxisCase[], index: number): readonly AxisCase[] {
  const places = cases.filter(({note, shape}) => shape.length > 2 && (note === null || note === 'several axes'));
  const own = new Set<AxisCase>();
  for (let at = 0; at < places.length; at += 4) {
    shareOf(lane, places.slice(at, at + 4), index + at / 4 + (lane.share ?? 0)).forEach(each => own.add(each));
  }
  return cases.filter(each => !places.includes(each) || own.has(each));
}

/** The case as the lane can have it. */
function suited({large, half}: Lane, each: AxisCase): AxisCase[] {
  // Numbers that half precision does not have.
  if (half && each.x.some(value => !(Math.abs(value) < 100))) return [];
  if (!large) return [each];
  const {shape, outShape, config} = each;
  if (shape.length !== 2 || config['axis'] !== -1) return [];
  if (!(large.within === Infinity || each.x.every(value => Math.abs(value) < large.within))) return [];
  const times = Math.ceil(large.count / each.x.length);
  const tall = (sizes: number[]) => [sizes[0]! * times, ...sizes.slice(1)];
  const repeat = <A extends Float32Array | Float64Array>(values: A): A => {
    const result = new (values.constructor as new (size: number) => A)(values.length * times);
    for (let i = 0; i < times; i++) result.set(values as never, i * values.length);
    return result;
  };
  return [
    {
      ...each,
      ...{shape: tall(shape), outShape: tall(outShape)},
      ...{x: repeat(each.x), dy: repeat(each.dy), v: repeat(each.v)},
      ...{y: repeat(each.y), dx: repeat(each.dx), dxx: repeat(each.dxx)},
    },
  ];
}

/** By order of derivative: float32 ULPs, and absolute errors. The cotangents are about 1; terms of the second may cancel. */
const EXACT = {ulp: [2, 8, 64], absolute: [6e-8, 1.5e-7, 1e-6]};
const COMPOSED = {ulp: [16, 32, 64], absolute: [2e-7, 4e-7, 2e-6]};
// Beside them two roundings of what is stored in 11 bits, and more where terms cancel.
const HALF = {ulp: [2 ** 14, 2 ** 14, 2 ** 15], absolute: [0.01, 0.03, 0.1]};

async function checkCase(lane: Lane, {name, op}: AxisSubject, each: AxisCase): Promise<string[]> {
  const {tf} = lane;
  const {config, shape, outShape, note} = each;
  const messages: string[] = [];
  await scoped(tf, async () => {
    const x = tf.tensor(each.x, shape);
    const dy = tf.tensor(each.dy, outShape);
    const first = (at: Tensor) => tf.grad(u => op(u as Tensor, config))(at, dy);
    const results = [op(x, config), first(x), tf.grad(u => first(u as Tensor))(x, tf.tensor(each.v, shape))] as const;
    for (const [order, want] of [each.y, each.dx, each.dxx].entries()) {
      const result = results[order]!;
      const label = `${name} ${JSON.stringify(config)} [${shape}] ${note ?? ''}: ${['y', 'dx', 'dxx'][order]}`;
      equal(result.shape, order ? shape : outShape, label);
      const got = await result.data();
      // Large tensors may be TensorFlow's, whatever the lane is for.
      const exact = lane.arithmetic === 'exact' && !lane.large;
      const {ulp, absolute} = lane.half ? HALF : exact ? EXACT : COMPOSED;
      const scale = want.reduce((most, w) => (Number.isFinite(w) ? Math.max(most, Math.abs(w)) : most), 0);
      const wrong = [...want.keys()].filter(i => {
        const [g, w] = [got[i]!, Math.fround(want[i]!)];
        if (Object.is(g, w) || g === w) return false;
        const margin = Math.max(
          ulp[order]! * 2 ** -24 * Math.abs(w),
          absolute[order]! * (order < 2 ? Math.min(1, scale) : 1),
        );
        // Of what leaves the range of float32, a factor may do so before.
        if (Math.abs(w) > 1.7e38 && Math.abs(g) === Infinity) return false;
        return !(Math.abs(g - w) <= Math.max(margin, lane.flushesSubnormals ? 1.2e-38 : 0));
      });
      if (wrong.length) {
        const [i] = wrong as [number];
        messages.push(`${label}[${i}] is ${got[i]}, expected ${want[i]}; ${wrong.length} of ${want.length} wrong`);
      }
    }
  });
  return messages;
}

const samples = (size: number) => Float32Array.from({length: size}, (_, i) => Math.fround(Math.sin(1.7 * i + 0.3) * 2));

export function axisChecks(lane: Lane): Check[] {
  const {tf} = lane;
  const checks: Check[] = [];
  const check = (name: string, run: Check['run']) => checks.push({name, run: () => withoutLeaks(tf, run)});
  const wrong = 'RectifierError';

  for (const [index, {name, op, info, others, labels}] of axisSubjects(lane).entries()) {
    check(`${name}: an axis counted from either end is the same`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor(samples(96), [4, 1, 4, 6]);
        for (const axis of shareOf(lane, [0, 2, 3], index)) {
          const [a, b] = [op(x, {...others, axis}), op(x, {...others, axis: axis - 4})];
          equal(a.shape, b.shape);
          close(await a.data(), await b.data(), 0);
        }
      });
    });

    check(`${name} of empty tensors`, async () => {
      await scoped(tf, async () => {
        for (const shape of [[0], [2, 0, 4], [0, 4], [2, 4, 0]]) {
          const x = tf.zeros(shape);
          const y = op(x);
          const full = op(tf.zeros(shape.map(size => size || 4))).shape;
          const expected = full.map((size, i) => (shape[i] === 0 ? 0 : size));
          equal(y.shape, expected);
          equal(tf.grad(u => op(u as Tensor))(x).shape, shape);
          // Something where the axis was empty and went: ln(1 + 0).
          close(await y.data(), new Float32Array(expected.reduce((a, b) => a * b, 1)), 0);
        }
      });
    });

    check(`${name} casts int32 and bool to float32, and takes arrays`, async () => {
      await scoped(tf, async () => {
        const expected = await op(tf.tensor1d([-2, 0, 3, 1])).data();
        const int = op(tf.tensor1d([-2, 0, 3, 1], 'int32'));
        equal(int.dtype, 'float32');
        close(await int.data(), expected, 0);
        close(await op([-2, 0, 3, 1] as never).data(), expected, 0);
        close(await op(new Float32Array([-2, 0, 3, 1]) as never).data(), expected, 0);
        const bool = op(tf.tensor1d([true, false], 'bool'));
        equal(bool.dtype, 'float32');
        close(await bool.data(), await op(tf.tensor1d([1, 0])).data(), 0);
      });
    });

    check(`${name} of slices, reshapes and transposes`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor2d(samples(32), [4, 8]);
        for (const make of shareOf(lane, VIEWS, index)) {
          const view = make(tf, x);
          const copy = tf.tensor(await view.data(), view.shape);
          close(await op(view, others).data(), await op(copy, others).data(), within(lane, 1e-6));
          const slope = (t: Tensor) => tf.grad(u => tf.square(op(u as Tensor, others)))(t);
          close(await slope(view).data(), await slope(copy).data(), within(lane, 1e-6));
        }
      });
    });

    check(`${name}: everything on the tape is a kernel of ours, and few`, async () => {
      const x = tf.tensor2d(samples(32), [4, 8]);
      const ours = async (body: () => Tensor): Promise<string[]> => {
        let result: Tensor | undefined;
        const {kernels} = await tf.profile(() => (result = body()));
        result!.dispose();
        return kernels.map(kernel => kernel.name).filter(kernel => kernel.startsWith('Rectifier'));
      };
      const working = async (body: () => Tensor): Promise<string[]> => {
        let result: Tensor | undefined;
        const {kernels} = await tf.profile(() => (result = body()));
        result!.dispose();
        return kernels.map(kernel => kernel.name).filter(kernel => !STILL.test(kernel));
      };
      const value = await ours(() => op(x));
      const both = await ours(() => tf.grad(u => op(u as Tensor))(x));
      const [forward, backward] = LAUNCHES[name]!;
      // On GPUs sparsemax is other kernels.
      const more = name === 'sparsemax' && value.includes('RectifierSparsemaxExcess') ? 3 : 0;
      equal([value.length, both.length - value.length], [forward + more, backward + more], value.join());
      // What the page says. On other backends there are others.
      if (lane.arithmetic === 'exact') {
        const [one, two] = [await working(() => op(x)), await working(() => tf.grad(u => op(u as Tensor))(x))];
        const {launches} = axisPages[name as keyof typeof axisPages];
        equal([one.length, two.length - one.length], [...launches], two.join());
      }
      x.dispose();
    });

    check(`${name}: wrong arguments are named`, async () => {
      const x = tf.tensor2d(samples(32), [4, 8]);
      await throws(() => op(x, {zzz: 1}), wrong, labels.op, "'zzz'", "'axis'".replaceAll("'", ''));
      for (const axis of [2, -3])
        await throws(() => op(x, {axis}), wrong, labels.op, `axis ${axis}`, '[4,8]', '-2 to -1');
      for (const axis of [0.5, NaN, '1', null, []]) await throws(() => op(x, {axis}), wrong, labels.op, 'axis must be');
      const scalar = tf.scalar(1);
      await throws(() => op(scalar), wrong, labels.op, 'no axis');
      const text = tf.tensor1d(['a']);
      await throws(() => op(text), wrong, labels.op, 'string');
      await throws(() => op({} as never), wrong, labels.op, '{}');
      if (name === 'softmax' || name === 'softmaxPlus' || name === 'logSumExpPlus') {
        await throws(() => op(x, {axis: [0, -2]}), wrong, labels.op, '[0,-2]', 'twice');
        await throws(() => op(x, {axis: [0, 0.5]}), wrong, labels.op, 'axis must be', 'list');
      } else await throws(() => op(x, {axis: [0, 1]}), wrong, labels.op, 'axis must be');
      for (const [key, setting] of Object.entries(info.params)) {
        if (key === 'axis') continue;
        for (const value of [0, -1, 1.5, NaN, 'zzz', {}]) {
          await throws(() => op(x, {[key]: value}), wrong, labels.op, `${key} must be`);
        }
        if ('choices' in setting) await throws(() => op(x, {[key]: 'zzz'}), wrong, ...setting.choices);
      }
      tf.dispose([x, scalar, text]);
    });
  }

  for (const name of ['glu', 'reglu', 'geglu', 'swiglu'] as const) {
    check(`${name}: an odd size is named`, async () => {
      const x = tf.ones([2, 5]);
      await throws(() => lane.rx[name](x), wrong, `rx.${name}`, '5', '[2,5]', 'odd');
      await throws(() => lane.rx.layers[name]().apply(x), wrong, `rx.layers.${name}`, '5', '[2,5]', 'odd');
      x.dispose();
    });
  }

  check('maxout: sizes that do not fit are named', async () => {
    const x = tf.ones([2, 6]);
    const {rx} = lane;
    await throws(() => rx.maxout(x, {pieces: 4}), wrong, 'rx.maxout', '6 channels', 'groups of 4');
    await throws(() => rx.maxout(x, {pieces: 3, units: 3}), wrong, 'rx.maxout', '6 channels', '2 units', 'not 3');
    await throws(() => rx.layers.maxout({units: 2}).apply(x), wrong, 'rx.layers.maxout', '3 units', 'not 2');
    x.dispose();
  });

  check('a second derivative that is 0 is NaN where x is', async () => {
    await scoped(tf, async () => {
      const x = tf.tensor2d([1, NaN, 2, 3, 1, 2, 4, 3], [2, 4]);
      for (const op of [lane.rx.sparsemax, (t: Tensor) => lane.rx.maxout(t, {pieces: 4})]) {
        const second = tf.grad(u => tf.grad(t => op(t as Tensor))(u as Tensor))(x);
        close(await second.data(), [NaN, NaN, NaN, NaN, 0, 0, 0, 0], 0);
        // In the third order too.
        const third = tf.grad(w => tf.grad(u => tf.grad(t => op(t as Tensor))(u as Tensor))(w as Tensor))(x);
        close(await third.data(), [NaN, NaN, NaN, NaN, 0, 0, 0, 0], 0);
      }
    });
  });

  check('sparsemax of many numbers', async () => {
    await scoped(tf, async () => {
      // Numbers that are 1/64 apart: of the m largest, the sum of how far they are above the m-th is less than 1.
      const n = 5000;
      const x = tf.tensor1d(Float32Array.from({length: n}, (_, k) => ((k * 7919) % n) / 64));
      const y = Array.from(await lane.rx.sparsemax(x).data());
      const sum = y.reduce((a, b) => a + b, 0);
      close([sum], [1], within(lane, 1e-5));
      // m (m - 1) / 2 is less than 64. In half precision they are other numbers.
      if (!lane.half) equal(y.filter(value => value > 0).length, 11);
    });
  });

  return checks;
}

/** Kernels of ours, those that are made of others counted with them: forward, and backward. */
/** What moves nothing, or is on the tape for kernels that run inside. */
const STILL =
  /^(Reshape|Identity|Rectifier(Joined|Halves|Reshaped|LogSumExpPlus|(SoftmaxPlus|Softmax|Maxout|Sparsemax)(Grad)?))$/;

const LAUNCHES: Readonly<Record<string, readonly [number, number]>> = {
  crelu: [2, 2],
  glu: [2, 3],
  reglu: [2, 3],
  geglu: [2, 3],
  swiglu: [2, 3],
  maxout: [1, 3],
  logSumExpPlus: [4, 5],
  softmaxPlus: [3, 5],
  softmax: [3, 5],
  sparsemax: [2, 4],
};

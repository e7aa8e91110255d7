// Ops: shapes, broadcasting, dtypes, gradients of broadcast parameters, NaN, errors, launches, leaks.
import {close, equal, ok, throws} from '../support/assert';
import {
  isChoice,
  numberSpec,
  scoped,
  shareOf,
  subjects,
  VIEWS,
  within,
  withoutLeaks,
  type Check,
  type Lane,
  type Tensor,
} from './lane';

const SHAPES: readonly (readonly number[])[] = [
  [],
  [5],
  [3, 4],
  [2, 3, 4],
  [2, 3, 2, 4],
  [2, 1, 3, 2, 2],
  [2, 1, 2, 1, 3, 2],
];

/** Every way in which a parameter may broadcast to a shape: each axis kept or 1, and with leading axes left out. */
function broadcastShapes(full: readonly number[]): number[][] {
  const result = new Map<string, number[]>();
  for (let mask = 0; mask < 1 << full.length; mask++) {
    const shape = full.map((size, axis) => (mask & (1 << axis) ? size : 1));
    for (let skip = 0; skip <= full.length; skip++) {
      if (shape.slice(0, skip).every(size => size === 1)) result.set(String(shape.slice(skip)), shape.slice(skip));
    }
  }
  return [...result.values()];
}

const samples = (size: number) => Float32Array.from({length: size}, (_, i) => Math.fround(Math.sin(1.7 * i + 0.3) * 3));

export function opChecks(lane: Lane): Check[] {
  const {tf} = lane;
  const checks: Check[] = [];
  const check = (name: string, run: Check['run']) => checks.push({name, run: () => withoutLeaks(tf, run)});

  for (const [index, subject] of subjects(lane).entries()) {
    const {name, op, params, others, labels, info, defaults: numbers} = subject;
    const whole = async (x: Float32Array) => {
      const t = tf.tidy(() => op(tf.tensor1d(x), numbers));
      const data = await t.data();
      t.dispose();
      return data;
    };

    check(`${name} keeps shapes of every rank`, async () => {
      for (const shape of shareOf(lane, SHAPES, index, 3)) {
        const x = samples(shape.reduce((a, b) => a * b, 1));
        const y = tf.tidy(() => op(tf.tensor(x, [...shape]), numbers));
        equal(y.shape, [...shape]);
        equal(y.dtype, 'float32');
        close(await y.data(), await whole(x), within(lane, 1e-6));
        y.dispose();
      }
    });

    check(`${name} of empty tensors`, async () => {
      await scoped(tf, async () => {
        equal(op(tf.zeros([0])).shape, [0]);
        equal(op(tf.zeros([2, 0, 3])).shape, [2, 0, 3]);
        for (const param of params) {
          const p = tf.fill([3], others[param] as number, 'float32');
          const gradient = tf.grad(v => op(tf.zeros([2, 0, 3]), {...numbers, [param]: v as Tensor}))(p);
          close(await gradient.data(), [0, 0, 0], 0, `d${param}`);
        }
      });
    });

    check(`${name} casts int32 and bool to float32, and takes arrays`, async () => {
      await scoped(tf, async () => {
        const expected = await op(tf.tensor1d([-2, 0, 3]), numbers).data();
        const int = op(tf.tensor1d([-2, 0, 3], 'int32'), numbers);
        equal(int.dtype, 'float32');
        close(await int.data(), expected, 0);
        close(await op([-2, 0, 3] as never, numbers).data(), expected, 0);
        close(await op(new Float32Array([-2, 0, 3]) as never, numbers).data(), expected, 0);
        const bool = op(tf.tensor1d([true, false], 'bool'), numbers);
        equal(bool.dtype, 'float32');
        close(await bool.data(), await op(tf.tensor1d([1, 0]), numbers).data(), 0);
      });
    });

    check(`${name} of slices, reshapes and transposes`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor2d(samples(24), [4, 6]);
        for (const make of shareOf(lane, VIEWS, index)) {
          const view = make(tf, x);
          close(await op(view, numbers).data(), await whole((await view.data()) as Float32Array), within(lane, 1e-6));
        }
      });
    });

    check(`${name}: a parameter as a number and as a tensor give the same`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor1d([-30, -3, -0.5, 0, 0.5, 3, 30]);
        const tensors = Object.fromEntries(params.map(p => [p, tf.scalar(others[p] as number)]));
        close(await op(x, {...others, ...tensors}).data(), await op(x, others).data(), within(lane, 1e-6));
      });
    });

    check(`${name}: NaN in x or in a tensor parameter comes through, in values and derivatives`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor1d([NaN, -2, 2, -2, 2]);
        const expected = [true, true, true, false, false];
        for (const param of params) {
          const p = tf.tensor1d([1, NaN, NaN, 1, 1]);
          const at = (u: Tensor, v: Tensor) => op(u, {...numbers, [param]: v});
          const results: Record<string, Tensor> = {
            f: at(x, p),
            dx: tf.grad(u => at(u as Tensor, p))(x),
            dp: tf.grad(v => at(x, v as Tensor))(p),
            dxdp: tf.grad(v => tf.grad(u => at(u as Tensor, v as Tensor))(x))(p),
            dpdp: tf.grad(w => tf.grad(v => at(x, v as Tensor))(w as Tensor))(p),
          };
          for (const [what, result] of Object.entries(results)) {
            equal(Array.from(await result.data(), Number.isNaN), expected, `${what} for ${param}`);
          }
        }
        equal(Array.from(await op(x, numbers).data(), Number.isNaN), [true, false, false, false, false], 'f');
      });
    });

    check(`${name}: the gradient of a parameter that is broadcast is summed over what is shared`, async () => {
      for (const full of [[3], [2, 3], [2, 2, 3]]) {
        const x = tf.tensor(samples(full.reduce((a, b) => a * b, 1)), full);
        // How a sum goes does not depend on whose derivative it is of.
        for (const param of full.length > 2 ? shareOf(lane, params, index) : params) {
          const at = (v: Tensor) => op(x, {...numbers, [param]: v});
          await scoped(tf, async () => {
            // One value an element, summed here.
            const wide = await tf
              .grad(v => tf.mul(at(v as Tensor), x))(tf.fill(full, 1.5, 'float32'))
              .data();
            const shapes = broadcastShapes(full);
            for (const shape of shareOf(lane, shapes, index, Math.ceil(shapes.length / 3))) {
              const what = `d${param} of shape [${shape}] for x of [${full}]`;
              // Not tf.fill: that is a shader of its own for each shape.
              const p = tf.tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1.5), shape);
              const gradient = tf.grad(v => tf.mul(at(v as Tensor), x))(p);
              equal(gradient.shape, shape, what);
              close(await gradient.data(), sumTo(wide, full, shape), within(lane, 1e-5), what);
              // Second order through the sum, by the same route; what is new in rank 3 is how the sum goes.
              if (full.length > 2) continue;
              const second = tf.grad(w => tf.grad(v => tf.mul(at(v as Tensor), x))(w as Tensor))(p);
              equal(second.shape, shape, what);
            }
          });
        }
        x.dispose();
      }
    });

    check(`${name}: all gradients at once, in one and two orders`, async () => {
      await scoped(tf, async () => {
        const x = tf.tensor2d(samples(12), [4, 3]);
        const tensors = params.map(p => tf.fill([3], (others[p] as number) || 0.5, 'float32'));
        const f = (u: Tensor, ...ps: Tensor[]) =>
          op(u, {...others, ...Object.fromEntries(params.map((p, i) => [p, ps[i]!]))});
        const together = tf.grads(f as never)([x, ...tensors]);
        const all = [x, ...tensors];
        for (const i of all.keys()) {
          const alone = tf.grad(v => f(...(all.map((t, j) => (j === i ? v : t)) as [Tensor])))(all[i]!);
          close(await together[i]!.data(), await alone.data(), 0, `gradient ${i}`);
        }
        // Reverse over reverse, through the kernel with several sums: compare with one parameter at a time.
        for (const i of params.keys()) {
          const inner = (t: Tensor) =>
            tf.grads(f as never)([x, ...tensors.map((old, j) => (j === i ? t : old))])[i + 1]!;
          const second = tf.grad(t => inner(t as Tensor))(tensors[i]!);
          const single = tf.grad(t =>
            tf.grad(v => f(x, ...tensors.map((old, j) => (j === i ? (v as Tensor) : old))))(t as Tensor),
          )(tensors[i]!);
          close(await second.data(), await single.data(), within(lane, 1e-5), `second ${params[i]}`);
        }
      });
    });

    check(`${name} runs as one kernel of ours`, async () => {
      const x = tf.tensor1d([1, 2, 3]);
      let y: Tensor | undefined;
      const {kernelNames} = await tf.profile(() => (y = op(x, numbers)));
      tf.dispose([x, y!]);
      // Stock kernels in the list are those that ours is composed of.
      const ours = kernelNames.filter(kernel => kernel.startsWith('Rectifier'));
      equal(ours, [`Rectifier${name[0]!.toUpperCase()}${name.slice(1)}`]);
    });

    check(`${name}: wrong arguments are named`, async () => {
      const x = tf.tensor1d([1, 2, 3]);
      const wrong = 'RectifierError';
      await throws(() => op(x, {zzz: 1}), wrong, labels.op, "'zzz'", params[0] ?? '');
      await throws(() => op('text' as never), wrong, labels.op, "'text'", 'float32');
      await throws(() => op(null as never), wrong, labels.op, 'null');
      await throws(() => op(undefined as never), wrong, labels.op, 'undefined');
      await throws(() => op([[1, 2], [3]] as never), wrong, 'no regular array');
      await throws(() => op(tf.input({shape: [3]}) as never), wrong, 'SymbolicTensor', labels.layer);
      for (const param of params) {
        await throws(() => op(x, {[param]: NaN}), wrong, param, 'finite', 'NaN');
        await throws(() => op(x, {[param]: -Infinity}), wrong, param, 'finite', '-Infinity');
        await throws(() => op(x, {[param]: '1' as never}), wrong, param, "'1'");
        const large = tf.ones([2, 3]);
        await throws(() => op(x, {[param]: large}), wrong, param, '[2,3]', '[3]');
        large.dispose();
        const {above, min, nonZero} = numberSpec(subject, param);
        if (above !== undefined) await throws(() => op(x, {[param]: above}), wrong, param, `> ${above}`);
        if (min !== undefined) await throws(() => op(x, {[param]: min - 1}), wrong, param, `>= ${min}`);
        if (nonZero) await throws(() => op(x, {[param]: 0}), wrong, param, 'not 0');
      }
      for (const [param, spec] of Object.entries(info.params)) {
        if (params.includes(param)) continue;
        const tensor = tf.scalar(1);
        await throws(() => op(x, {[param]: tensor}), wrong, labels.op, param, 'tensor');
        tensor.dispose();
        if (isChoice(spec)) await throws(() => op(x, {[param]: 'zzz'}), wrong, param, "'zzz'", `'${spec.default}'`);
      }
      x.dispose();
    });
  }

  if (lane.defined) return checks;

  check('relu: a cap below the threshold, and a gradient at 0 that is no kink, are errors', async () => {
    const {rx} = lane;
    const wrong = 'RectifierError';
    const x = tf.tensor1d([0, 3]);
    await throws(() => rx.relu(x, {maxValue: 1, threshold: 1}), wrong, 'rx.relu', 'greater than threshold', '1 and 1');
    await throws(() => rx.relu(x, {gradientAtZero: 1, threshold: 1}), wrong, 'gradientAtZero', 'threshold is 0');
    await throws(() => rx.relu(x, {threshold: null as never}), wrong, 'threshold', 'null');
    await throws(() => rx.layers.relu({maxValue: 0}), wrong, 'rx.layers.relu', 'greater than threshold');
    await throws(() => rx.activation('relu', {maxValue: 0}), wrong, "rx.activation('relu')", 'greater than threshold');
    await throws(() => rx.layers.relu({learnable: ['maxValue']}), wrong, 'maxValue', 'null');
    await throws(() => rx.layers.relu({learnable: ['gradientAtZero'] as never}), wrong, 'gradientAtZero', 'choice');
    // Tensors are not checked: the formula applies.
    const cap = tf.scalar(1);
    const capped = rx.relu(x, {maxValue: cap, threshold: 2});
    close(await capped.data(), [0, 1], 0);
    tf.dispose([x, cap, capped]);
  });

  check('stock ops keep their own gradients', async () => {
    await scoped(tf, async () => {
      lane.rx.elu(tf.tensor1d([-1, 1]));
      const gradient = tf.grad(x => tf.elu(x))(tf.tensor1d([-1, 1]));
      close(await gradient.data(), [Math.exp(-1), 1], within(lane, 1e-5));
      ok(tf.getKernel('Elu', tf.getBackend()), 'the stock kernel is gone');
    });
  });

  return checks;
}

function sumTo(values: ArrayLike<number>, full: readonly number[], shape: readonly number[]): Float64Array {
  const result = new Float64Array(shape.reduce((a, b) => a * b, 1));
  const offset = full.length - shape.length;
  for (let flat = 0; flat < values.length; flat++) {
    let rest = flat;
    const index = [...full]
      .reverse()
      .map(size => {
        const at = rest % size;
        rest = Math.floor(rest / size);
        return at;
      })
      .reverse();
    const target = shape.reduce((sum, size, axis) => sum * size + (size === 1 ? 0 : index[axis + offset]!), 0);
    result[target]! += values[flat]!;
  }
  return result;
}

// Mathematical identities between functions: what must hold whatever the fixtures say, in values and first derivatives.
import {close} from '../support/assert';
import {scoped, within, withoutLeaks, type Check, type Lane, type Tensor} from './lane';

type Unary = (x: Tensor) => Tensor;

/** Half-precision numbers, off the kinks, of all sizes for which both sides are in range. */
const X = [
  -300, -88, -20, -7.5, -3, -1.25, -0.5, -0.0625, -0.001953125, 0.001953125, 0.0625, 0.5, 1.25, 3, 7.5, 20, 88,
];

export function identityChecks(lane: Lane): Check[] {
  const {tf, rx} = lane;
  const checks: Check[] = [];
  const tolerance = within(lane, lane.arithmetic === 'exact' ? 5e-7 : 2e-6);
  /** Both sides, and unless told otherwise their derivatives, are the same at X. */
  const same = (name: string, left: Unary, right: Unary, {by = tolerance, slope = true} = {}) =>
    checks.push({
      name,
      run: () =>
        withoutLeaks(tf, () =>
          scoped(tf, async () => {
            const x = tf.tensor1d(X);
            close(await left(x).data(), await right(x).data(), by, 'value');
            if (slope) close(await tf.grad(left)(x).data(), await tf.grad(right)(x).data(), tolerance, 'derivative');
          }),
        ),
    });
  const scalar = (value: number) => tf.scalar(value);

  for (const k of [1, 16, 1024]) {
    // ln(1 + e^-k|x|)/k is at most ln(2)/k, at 0.
    same(
      `smoothRelu with k = ${k} is relu to ln(2)/k`,
      x => rx.smoothRelu(x, {k}),
      x => rx.relu(x),
      {
        by: Math.LN2 / k + tolerance,
        slope: false,
      },
    );
  }
  same(
    'smoothRelu with k -> Infinity is relu',
    x => rx.smoothRelu(x, {k: 65504}),
    x => rx.relu(x),
  );
  same(
    'parametricSoftplus(1/k, k) = smoothRelu(k)',
    x => rx.parametricSoftplus(x, {alpha: 0.25, beta: 4}),
    x => rx.smoothRelu(x, {k: 4}),
  );
  same(
    'softplus(x) - softplus(-x) = x',
    x => tf.sub(rx.softplus(x), rx.softplus(tf.neg(x))),
    x => tf.clone(x),
    {slope: false},
  );
  checks.push({
    name: 'the derivative of softplus is the logistic function, and its own is s(1 - s)',
    run: () =>
      withoutLeaks(tf, () =>
        scoped(tf, async () => {
          const x = tf.tensor1d(X);
          const s = X.map(v => 1 / (1 + Math.exp(-v)));
          const first = tf.grad(u => rx.softplus(u as Tensor));
          close(await first(x).data(), s, tolerance);
          close(
            await tf
              .grad(u => first(u as Tensor))(x)
              .data(),
            s.map(v => v * (1 - v)),
            tolerance,
          );
        }),
      ),
  });
  same(
    'pelu(1, 1) = elu',
    x => rx.pelu(x, {a: 1, b: 1}),
    x => rx.elu(x),
  );
  same(
    'celu(1) = elu',
    x => rx.celu(x),
    x => rx.elu(x),
  );
  same(
    'pelu(a, a) = celu(a)',
    x => rx.pelu(x, {a: 0.5, b: 0.5}),
    x => rx.celu(x, {alpha: 0.5}),
  );
  same(
    'selu with scale 1 = elu',
    x => rx.selu(x, {scale: 1, alpha: 1.5}),
    x => rx.elu(x, {alpha: 1.5}),
  );
  same(
    'swishBeta(0) = x/2',
    x => rx.swishBeta(x, {beta: 0}),
    x => tf.mul(x, 0.5),
  );
  same(
    'swishBeta(1) = silu',
    x => rx.swishBeta(x, {beta: 1}),
    x => rx.silu(x),
  );
  for (const beta of [0.5, 2]) {
    same(
      `aconC(1, 0, ${beta}) = swishBeta(${beta})`,
      x => rx.aconC(x, {p1: 1, p2: 0, beta}),
      x => rx.swishBeta(x, {beta}),
    );
  }
  same(
    'aconC(p, p, beta) is a line',
    x => rx.aconC(x, {p1: 0.5, p2: 0.5, beta: 3}),
    x => tf.mul(x, 0.5),
  );
  same(
    'relu is idempotent',
    x => rx.relu(rx.relu(x)),
    x => rx.relu(x),
    {by: 0},
  );
  for (const a of [0.5, 3, 1024]) {
    // 300 * 1024 is beyond half precision.
    if (lane.half && a > 3) continue;
    same(
      `relu is scale-invariant: relu(${a} x) = ${a} relu(x)`,
      x => rx.relu(tf.mul(x, a)),
      x => tf.mul(rx.relu(x), a),
      {by: within(lane, 0)},
    );
  }
  same(
    'relu with a slope = prelu = leakyRelu',
    x => rx.relu(x, {negativeSlope: 0.25}),
    x => rx.prelu(x, {alpha: 0.25}),
    {by: 0},
  );
  same(
    'leakyRelu = prelu',
    x => rx.leakyRelu(x, {negativeSlope: 0.25}),
    x => rx.prelu(x, {alpha: scalar(0.25)}),
    {by: 0},
  );
  same(
    'relu6 = relu with maxValue 6',
    x => rx.relu6(x),
    x => rx.relu(x, {maxValue: 6}),
    {by: 0},
  );
  same(
    'squareplus with b = 0 is relu',
    x => rx.squareplus(x, {b: 0}),
    x => rx.relu(x),
  );
  same(
    'elu with alpha 0 is relu',
    x => rx.elu(x, {alpha: 0}),
    x => rx.relu(x),
    {by: 0},
  );

  // Over an axis: each number a row of its own, or of two.
  const column = (x: Tensor) => tf.reshape(x, [-1, 1]);
  const flat = (x: Tensor) => tf.reshape(x, [-1]);
  const pair = (a: Tensor, b: Tensor) => tf.stack([a, b], 1);
  same(
    'logSumExpPlus of one number is softplus',
    x => rx.logSumExpPlus(column(x)),
    x => rx.softplus(x),
  );
  same(
    'the derivative of logSumExpPlus is softmaxPlus',
    x => tf.grad(t => rx.logSumExpPlus(t))(x),
    x => rx.softmaxPlus(x),
  );
  same(
    'softmaxPlus is softmax with a zero beside, whose share is left out',
    x => rx.softmaxPlus(x),
    x => tf.slice(rx.softmax(tf.concat([tf.zeros([1]), x])), [1]),
  );
  same(
    'crelu sums to |x|',
    x => tf.sum(rx.crelu(column(x)), 1),
    x => tf.abs(x),
    {by: 0},
  );
  same(
    'maxout of the lines x and 0 is relu',
    x => flat(rx.maxout(pair(x, tf.zerosLike(x)))),
    x => rx.relu(x),
    {by: 0},
  );
  same(
    'maxout of the lines x and x/4 is prelu',
    x => flat(rx.maxout(pair(x, tf.mul(x, 0.25)))),
    x => rx.prelu(x, {alpha: 0.25}),
    {by: 0},
  );
  same(
    'glu of x beside itself is silu',
    x => flat(rx.glu(pair(x, x))),
    x => rx.silu(x),
  );
  same(
    'geglu of 1 and x is gelu',
    x => flat(rx.geglu(pair(tf.onesLike(x), x))),
    x => rx.gelu(x),
  );
  same(
    'sparsemax of two numbers is sparseSigmoid of their difference',
    x => flat(tf.slice(rx.sparsemax(pair(x, tf.zerosLike(x))), [0, 0], [-1, 1])),
    x => rx.sparseSigmoid(x),
  );

  return checks;
}

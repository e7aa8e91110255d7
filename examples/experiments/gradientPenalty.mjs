/** A penalty on the gradient of a net, which trains by second derivatives: smooth activations learn slopes, ReLU steps. */

import {dotChart} from './chart.mjs';
import {threeDigits, written} from './spread.mjs';

export const title = 'A gradient penalty';
const UNITS = 24;
const RATE = 0.01;
/** What is learned: sin 3x on [-2, 2], from its values and slopes at a few points. */
const [value, slope] = [x => Math.sin(3 * x), x => 3 * Math.cos(3 * x)];
const CASES = [
  {name: 'relu', op: (_, rx) => x => rx.relu(x)},
  {name: 'elu', op: (_, rx) => x => rx.elu(x)},
  {name: 'tf.tanh', op: tf => x => tf.tanh(x)},
  {name: 'tanh, by rx.define', op: (_, rx) => rx.define({name: 'anyOrderTanh', className: 'AnyOrderTanh', fn: x => x.tanh()})}, // prettier-ignore
  {name: 'smoothRelu, k = 3', op: (_, rx) => x => rx.smoothRelu(x, {k: 3})},
  {name: 'silu', op: (_, rx) => x => rx.silu(x)},
];

export async function run({tf, rx, seeds, quick}) {
  const steps = quick ? 3 : 300;
  const rows = [];
  for (const {name, op} of quick ? CASES.slice(0, 5) : CASES) {
    const runs = {values: [], both: []};
    for (const seed of seeds) {
      for (const kind of Object.keys(runs))
        runs[kind].push(await fit(tf, op(tf, rx), {seed, steps, penalty: kind === 'both'}));
    }
    rows.push({name, ...runs});
  }
  const of = (runs, what) => runs.map(run => run[what]);
  return {
    table: rows.map(({name, values, both}) => ({
      activation: name,
      'error of the values': written(of(values, 'value'), threeDigits),
      'with penalty': written(of(both, 'value'), threeDigits),
      'error of the slopes': written(of(values, 'slope'), threeDigits),
      'slopes, with penalty': written(of(both, 'slope'), threeDigits),
    })),
    picture: dotChart({
      title: 'A function from its values at 12 points, without and with a penalty on wrong slopes',
      caption: `sin 3x, ${UNITS} units twice, ${steps} steps of Adam at ${RATE}; errors on 200 points between; a dot a seed, a bar the median`,
      panels: [
        {label: 'error of the slopes, values only', log: true, ends: [0.01, 3]},
        {label: 'error of the slopes, with penalty', log: true, ends: [0.01, 3]},
      ],
      rows: rows.map(({name, values, both}) => ({name, values: [of(values, 'slope'), of(both, 'slope')]})),
    }),
  };
}

/** Root of the mean squared error of values and slopes between the points. */
async function fit(tf, activation, {seed, steps, penalty}) {
  const shapes = [
    [1, UNITS],
    [UNITS, UNITS],
    [UNITS, 1],
  ];
  const weights = tf.tidy(() =>
    shapes.flatMap((shape, i) => [
      tf.variable(tf.randomNormal(shape, 0, Math.sqrt(2 / shape[0]), 'float32', 10 * seed + i)),
      tf.variable(tf.randomUniform([shape[1]], -1, 1, 'float32', 10 * seed + i + 5)),
    ]),
  );
  const net = x => {
    const [w1, b1, w2, b2, w3, b3] = weights;
    const first = activation(tf.add(tf.matMul(x, w1), b1));
    const second = activation(tf.add(tf.matMul(first, w2), b2));
    return tf.add(tf.matMul(second, w3), b3);
  };
  // The gradient in x, of which the loss then has a gradient in the weights.
  const slopes = tf.grad(x => tf.sum(net(x)));
  const points = Array.from({length: 12}, (_, i) => -2 + (4 * i) / 11);
  const [x, y, dy] = [points, points.map(value), points.map(slope)].map(list => tf.tensor2d(list, [list.length, 1]));
  const loss = () => {
    const fitted = tf.losses.meanSquaredError(y, net(x));
    return penalty ? tf.add(fitted, tf.mul(0.1, tf.losses.meanSquaredError(dy, slopes(x)))) : fitted;
  };
  const optimizer = tf.train.adam(RATE, 0.9, 0.999, 1e-7);
  for (let i = 0; i < steps; i++) optimizer.minimize(loss, false, weights);

  const between = Array.from({length: 200}, (_, i) => -2 + (4 * (i + 0.5)) / 200);
  const rootError = (got, wanted) => tf.sqrt(tf.losses.meanSquaredError(tf.tensor2d(wanted, [200, 1]), got));
  const errors = tf.tidy(() => {
    const at = tf.tensor2d(between, [200, 1]);
    return [rootError(net(at), between.map(value)), rootError(slopes(at), between.map(slope))];
  });
  const [[valueError], [slopeError]] = await Promise.all(errors.map(error => error.data()));
  optimizer.dispose();
  tf.dispose([weights, x, y, dy, errors]);
  return {value: valueError, slope: slopeError};
}

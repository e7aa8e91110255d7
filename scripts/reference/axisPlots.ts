/** What is drawn of functions over an axis: along a line through their arguments, computed by the functions themselves. */

import type {Tensor, Tensor2D} from '@tensorflow/tfjs';
import {along} from './along';
import type {Plot} from './picture/plot';
import {rx, tf} from './tf';

/** Rows [a, b ...] of expressions of t. */
const rows = (...columns: Tensor[]) => tf.stack(columns, 1) as Tensor2D;
const column = (x: Tensor, i: number) => tf.reshape(tf.slice(x, [0, i], [-1, 1]), [-1]);
const constant = (t: Tensor, value: number) => tf.fill(t.shape, value);

const gated = (name: 'glu' | 'reglu' | 'geglu' | 'swiglu', slopeJumps: readonly number[] = []): Plot => ({
  label: `${name} over its gate`,
  titles: [`${name}([a, b])`, 'its derivative in b'],
  variable: 'b',
  domain: [-4, 4],
  curves: [1, 2, -1].map(a =>
    along(`a = ${String(a).replace('-', '−')}`, t => rx[name](rows(constant(t, a), t)), [], slopeJumps),
  ),
});

const PLOTS: Readonly<Record<string, () => Plot>> = {
  crelu: () => ({
    label: 'The two results of crelu',
    titles: ['both results of crelu([x])', 'their derivatives'],
    variable: 'x',
    domain: [-4, 4],
    curves: [
      along('first', t => column(rx.crelu(rows(t)), 0), [], [0]),
      along('second', t => column(rx.crelu(rows(t)), 1), [], [0]),
    ],
  }),
  glu: () => gated('glu'),
  reglu: () => gated('reglu', [0]),
  geglu: () => gated('geglu'),
  swiglu: () => gated('swiglu'),
  maxout: () => ({
    label: 'maxout of lines',
    titles: ['maxout of lines', 'its derivative in x'],
    variable: 'x',
    domain: [-4, 4],
    curves: [
      along('[x, 0.25 x]: prelu', t => rx.maxout(rows(t, tf.mul(t, 0.25))), [], [0]),
      along('[x, −x]: |x|', t => rx.maxout(rows(t, tf.neg(t))), [], [0]),
      along(
        '[−x − 2, 0.2 x, x − 1]',
        t => rx.maxout(rows(tf.sub(tf.neg(t), 2), tf.mul(t, 0.2), tf.sub(t, 1)), {pieces: 3}),
        [],
        [-5 / 3, 1.25],
      ),
    ],
  }),
  logSumExpPlus: () => ({
    label: 'logSumExpPlus along a line',
    titles: ['logSumExpPlus', 'its derivative in x'],
    variable: 'x',
    domain: [-6, 6],
    curves: [
      along('[x]: softplus', t => rx.logSumExpPlus(rows(t))),
      along('[x, 0]', t => rx.logSumExpPlus(rows(t, constant(t, 0)))),
      along('[x, 3]', t => rx.logSumExpPlus(rows(t, constant(t, 3)))),
    ],
  }),
  softmaxPlus: () => ({
    label: 'The first result of softmaxPlus along a line',
    titles: ['first result of softmaxPlus', 'its derivative in x'],
    variable: 'x',
    domain: [-6, 6],
    curves: [
      along('[x]: sigmoid', t => column(rx.softmaxPlus(rows(t)), 0)),
      along('[x, 0]', t => column(rx.softmaxPlus(rows(t, constant(t, 0))), 0)),
      along('[x, 3]', t => column(rx.softmaxPlus(rows(t, constant(t, 3))), 0)),
    ],
  }),
  softmax: () => ({
    label: 'softmax of three numbers along a line',
    titles: ['softmax([x, 0, −x])', 'its derivatives in x'],
    variable: 'x',
    domain: [-4, 4],
    curves: ['first', 'second', 'third'].map((label, i) =>
      along(label, t => column(rx.softmax(rows(t, constant(t, 0), tf.neg(t))), i)),
    ),
  }),
  sparsemax: () => ({
    label: 'The first result of sparsemax and of softmax along a line',
    titles: ['first result along a line', 'its derivative in x'],
    variable: 'x',
    domain: [-3, 3],
    curves: [
      along('sparsemax([x, 0])', t => column(rx.sparsemax(rows(t, constant(t, 0))), 0), [], [-1, 1]),
      along('softmax([x, 0])', t => column(rx.softmax(rows(t, constant(t, 0))), 0)),
      along(
        'sparsemax([x, 0, −x])',
        t => column(rx.sparsemax(rows(t, constant(t, 0), tf.neg(t))), 0),
        [],
        [-1 / 3, 1 / 3, 1],
      ),
      along('softmax([x, 0, −x])', t => column(rx.softmax(rows(t, constant(t, 0), tf.neg(t))), 0)),
    ],
  }),
};

/** Null where nothing is drawn of a function. */
export const axisPlot = (name: string): Plot | null => PLOTS[name]?.() ?? null;

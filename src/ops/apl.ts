/** `rx.apl`, the adaptive piecewise linear unit: the rectifier, bent at hinges whose places and slopes are learned. */

import {checkKeys, RectifierError, show} from '../errors';
import {makeProgram, type Program} from '../expr/program';
import {trace, type Expression} from '../expr/trace';
import {broadcastsTo} from '../kernels/shapes';
import {runStacked} from '../kernels/stacked';
import type {Stacks} from '../kernels/stacks';
import type {Tensor, TensorLike, Tf} from '../tf';
import type {HingedInfo} from '../types';
import {floatTensor} from './pointwise';

export const apl = {
  kind: 'hinged',
  name: 'apl',
  className: 'AdaptivePiecewiseLinear',
  activationName: 'apl',
  summary:
    'The rectifier plus hinges, each a line of slope -a below its place b and 0 above: any piecewise linear bend.',
  formula: '\\max(0, x) + \\sum_s a_s \\max(0, b_s - x)',
  reference: 'Agostinelli et al. 2014, arXiv:1412.6830',
  params: {
    a: {hinges: true, learned: true, description: 'Minus the slope that a hinge adds below its place.'},
    b: {hinges: true, learned: true, description: 'The place of a hinge.'},
  },
} as const satisfies HingedInfo;

export type AplOp = (x: Tensor | TensorLike, params: Readonly<Record<string, unknown>>) => Tensor;

const where = 'rx.apl';
const layer = 'rx.layers.apl';
const NAMES = ['a', 'b'] as const;

/** The slopes, or the places, of hinges: numbers, which compile into nothing, or a tensor with its hinges along the first axis. */
type Hinges = readonly number[] | Tensor;
const areNumbers = (hinges: Hinges): hinges is readonly number[] => Array.isArray(hinges);

export function aplOp(tf: Tf): AplOp {
  const programs = new Map<string, {readonly program: Program; readonly stacks: Stacks | undefined}>();
  const programFor = (count: number, tensors: readonly boolean[]) => {
    const key = `${count} ${tensors}`;
    let known = programs.get(key);
    if (!known) programs.set(key, (known = makeFor(count, tensors)));
    return known;
  };
  return (x, params) => {
    checkParams(params);
    return tf.tidy(where, () => {
      const input = floatTensor(tf, x, 'x', where, layer);
      const hinges = NAMES.map(name => readHinges(tf, name, params[name], input.shape));
      const [count, other] = hinges.map(each => (areNumbers(each) ? each.length : each.shape[0]!)) as [number, number];
      if (count !== other) {
        throw new RectifierError(`${where}: a has ${count} hinges and b has ${other}; each hinge needs one of both.`);
      }
      const tensors = hinges.filter(each => !areNumbers(each)) as Tensor[];
      const numbers = hinges.filter(areNumbers).flat();
      const {program, stacks} = programFor(
        count,
        hinges.map(each => !areNumbers(each)),
      );
      return runStacked(tf, program, [input, ...tensors], numbers, input.shape, [input.shape], stacks)[0]!;
    });
  };
}

function checkParams(params: unknown): void {
  if (typeof params !== 'object' || params === null) {
    throw new RectifierError(`${where}: the second argument is ${show(params)}; give {a: [0.2], b: [0]}.`);
  }
  checkKeys(where, params, NAMES, NAMES, 'parameter');
}

function readHinges(tf: Tf, name: string, value: unknown, full: readonly number[]): Hinges {
  const wanted =
    'a list of numbers, one a hinge, or a tensor or nested array of shape [hinges, ...what broadcasts to x]';
  if (value === undefined || value === null)
    throw new RectifierError(`${where}: ${name} is missing; it must be ${wanted}.`);
  const list = ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
  if (Array.isArray(list) && list.length && list.every(each => typeof each === 'number')) {
    // Rounded to float32, as they would be in a tensor, so that both give the same numbers.
    return checkNumbers(name, list, where).map(Math.fround);
  }
  const tensor = floatTensor(tf, value as Tensor | TensorLike, name, where, layer);
  const [count, ...shape] = tensor.shape;
  if (!count) throw new RectifierError(`${where}: ${name} has shape [${tensor.shape}]; it must be ${wanted}.`);
  if (!broadcastsTo(shape, full)) {
    throw new RectifierError(
      `${where}: ${name} of shape [${tensor.shape}] has ${count} hinges of shape [${shape}], which does not broadcast to ` +
        `x of shape [${full}]. Each of these axes, aligned at the end, must be 1 or that of x.`,
    );
  }
  return tensor;
}

/** Throws unless each is a number that a saved model keeps. */
export function checkNumbers(name: string, list: readonly number[], label: string): readonly number[] {
  const wrong = list.findIndex(each => !Number.isFinite(each));
  if (wrong >= 0)
    throw new RectifierError(
      `${label}: ${name} must hold finite numbers, but ${name}[${wrong}] is ${show(list[wrong])}.`,
    );
  return list;
}

function makeFor(count: number, tensors: readonly boolean[]) {
  const [a, b] = NAMES.map(name => Array.from({length: count}, (_, s) => name + s)) as [string[], string[]];
  const graph = trace('apl', [...a, ...b], (x: Expression, symbols: Readonly<Record<string, Expression>>) => {
    const hinges = a.map((name, s) => [symbols[name]!, symbols[b[s]!]!] as const);
    return count > 1 ? bent(x, hinges) : x.relu().add(hinge(x, ...hinges[0]!));
  });
  const symbolsOf = (areTensors: boolean) => [a, b].filter((_, i) => tensors[i] === areTensors).flat();
  const program = makeProgram('RectifierApl', ['x', ...symbolsOf(true)], symbolsOf(false), [graph]);
  const stacks = {inputs: [0, ...tensors.filter(Boolean).map(() => count)], outputs: [0]};
  return {program, stacks: tensors.some(Boolean) ? stacks : undefined};
}

/** On at x = b. */
const hinge = (x: Expression, a: Expression, b: Expression): Expression => b.sub(x).mul(a).where(x.lessEqual(b), 0);

/**
 * Several hinges: the a b of those that are on, and x times the sum of their slopes. Hinge by hinge, Infinity would meet
 * -Infinity, and at large |x| slopes that cancel would leave nothing of the b.
 */
function bent(x: Expression, hinges: readonly (readonly [a: Expression, b: Expression])[]): Expression {
  const sum = (terms: Expression[]) => terms.reduce((all, term) => all.add(term));
  const on = (value: Expression, b: Expression) => value.where(x.lessEqual(b), 0);
  const heights = sum(hinges.map(([a, b]) => on(a.mul(b), b)));
  const slope = sum(hinges.map(([a, b]) => on(a, b))).precise();
  const fallen = x.mul(slope).where(slope.abs().greater(0), 0);
  const derivatives: Record<string, Expression> = {x: x.step().sub(slope).precise()};
  hinges.forEach(([a, b], s) => {
    derivatives[`a${s}`] = on(b.sub(x), b);
    derivatives[`b${s}`] = on(a, b);
  });
  return x.relu().add(heights).sub(fallen).precise().withDerivatives(derivatives);
}

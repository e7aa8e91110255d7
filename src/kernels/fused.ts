/**
 * TensorFlow's fused ops, and shorter compositions, for what is known to be finite. Each is as accurate as what it
 * replaces; TensorFlow's Elu and Erf are not (e^x - 1 has no digits for small x).
 */

import type {Node} from '../expr/graph';
import type {Range} from '../expr/range';
import {sameShape} from './shapes';
import type {Tensor, Tf} from '../tf';

export type Value = Tensor | number;
/** A way to compute a node that is shorter than its composition, or undefined. */
export type Shortcut = (node: Node, value: (node: Node) => Value) => Value | undefined;

/** What we use of tfjs-node's backend: it runs any of TensorFlow's ops. Not public, so each part is looked at before use. */
interface TensorFlowBackend {
  readonly binding?: {readonly TF_ATTR_TYPE?: number; readonly TF_ATTR_FLOAT?: number; readonly TF_FLOAT?: number};
  executeSingleOutput?(name: string, attributes: readonly object[], inputs: readonly Tensor[]): Tensor;
}

export function fused(tf: Tf, nodes: readonly Node[], range: (node: Node) => Range): Shortcut {
  const backend = tf.backend() as TensorFlowBackend;
  const {TF_ATTR_TYPE: type, TF_ATTR_FLOAT: real, TF_FLOAT: value} = backend.binding ?? {};
  const native = backend.executeSingleOutput && ![type, real, value].includes(undefined);
  const attributes = [{name: 'T', type, value}];
  const run = (op: string, inputs: Tensor[], more: readonly object[] = []) =>
    backend.executeSingleOutput!(op, [...attributes, ...more], inputs);
  const tensor = (each: Value) => (typeof each === 'number' ? tf.scalar(each, 'float32') : each);

  const users = new Map<Node, Node[]>();
  for (const node of nodes) {
    for (const arg of node.args) users.set(arg, [...(users.get(arg) ?? []), node]);
  }

  /** Whether what a node is for t > 0 is selected away, t having the sign of x. */
  const onlyBelowZero = (node: Node, t: Node): boolean => {
    const [user, other] = users.get(node) ?? [];
    if (!user || other) return false;
    if (user.op === 'mul' || user.op === 'neg') return onlyBelowZero(user, t);
    if (user.op !== 'where' || user.args[2] !== node || user.args[1] === node) return false;
    const [condition] = user.args as [Node];
    const [x, zero] = condition.args as [Node, Node];
    if (condition.op !== 'greater' || !isNumber(zero, 0)) return false;
    if (t === x) return true;
    const scale = t.args.find(arg => arg !== x);
    return (t.op === 'mul' || (t.op === 'div' && t.args[0] === x)) && t.args.includes(x) && range(scale!)[0] > 0;
  };

  /** s, where a node is x > 0 ? 1 : s, written either way. */
  const slopeOfKink = ({args: [condition, a, b]}: Node): number | undefined => {
    const [one, slope] = condition!.op === 'greater' ? [a!, b!] : [b!, a!];
    if (condition!.op !== 'greater' && condition!.op !== 'lessEqual') return undefined;
    const [low, high] = range(slope);
    return isNumber(one, 1) && isNumber(condition!.args[1]!, 0) && low === high ? low : undefined;
  };

  const isNumber = (node: Node, number: number): boolean => range(node).every(each => each === number);

  return (node, visit) => {
    const [a, b, c] = node.args as [Node, Node, Node];
    const at = (each: Node) => tensor(visit(each));
    switch (node.op) {
      case 'where': {
        const holds = decide(a, range);
        if (holds !== undefined) return visit(holds ? b : c);
        const slope = leaky(node, range);
        if (slope !== undefined) return rectify(tf, at(b), slope);
        // tf.where makes whole tensors of numbers first.
        return native ? run('SelectV2', [at(a), at(b), at(c)]) : undefined;
      }
      case 'maximum':
        return range(a)[0] >= range(b)[1] ? visit(a) : range(b)[0] >= range(a)[1] ? visit(b) : undefined;
      case 'minimum':
        return range(a)[1] <= range(b)[0] ? visit(a) : range(b)[1] <= range(a)[0] ? visit(b) : undefined;
      case 'softplus': {
        const t = visit(a);
        // In range, e^t needs no other half for t > 0.
        return typeof t === 'number' ? undefined : tf.tidy(() => tf.log1p(tf.exp(t)));
      }
      case 'logisticBell': {
        // e / (1 + e)^2, even in t; the square has to be in range.
        const t = at(a);
        const [low, high] = range(a);
        return tf.tidy(() => {
          const e = tf.exp(low > -43 && high < 43 ? t : tf.neg(tf.abs(t)));
          return native ? run('SoftsignGrad', [e, e]) : tf.div(e, tf.square(tf.add(e, 1)));
        });
      }
      case 'expm1': {
        if (!onlyBelowZero(node, a)) return undefined;
        // 2 h / (1 - h), h = tanh t/2, does not cancel for t < 0; three quarters of its time.
        const t = at(a);
        return tf.tidy(() => {
          const h = tf.tanh(tf.mul(t, 0.5));
          return tf.div(h, tf.sub(0.5, tf.mul(h, 0.5)));
        });
      }
      case 'add': {
        if (isNumber(a, 0)) return visit(b);
        if (isNumber(b, 0)) return visit(a);
        // s(t) + t s(t) s(-t): what s(-t) = 1 - s(t) has lost for t > 0 is little beside s(t), unless t is large.
        const [s, rest] = a.op === 'sigmoid' ? [a, b] : [b, a];
        if (!native || s.op !== 'sigmoid') return undefined;
        const t = s.args[0]!;
        const bell = factors(rest).find(({op, args}) => op === 'logisticBell' && args[0] === t);
        if (!bell || range(t)[1] > 15 || !sameNodes(factors(rest), [bell, ...factors(t)])) return undefined;
        const value = at(s);
        return tf.add(value, run('SigmoidGrad', [value, at(t)]));
      }
      case 'sub':
        return isNumber(b, 0) ? visit(a) : undefined;
      case 'div':
        return isNumber(b, 1) ? visit(a) : undefined;
      case 'mul': {
        if (isNumber(a, 0) || isNumber(b, 0)) return 0;
        if (isNumber(a, 1)) return visit(b);
        if (isNumber(b, 1)) return visit(a);
        if (!native) return undefined;
        const kink = [a, b].find(({op}) => op === 'where');
        const alpha = kink && slopeOfKink(kink);
        if (kink && alpha !== undefined) {
          const [dy, x] = [at(kink === a ? b : a), at(kink.args[0]!.args[0]!)];
          const slope = {name: 'alpha', type: real, value: alpha};
          if (sameShape(dy.shape, x.shape)) return run('LeakyReluGrad', [dy, x], [slope]);
        }
        const sigmoid = [a, b].find(({op}) => op === 'sigmoid');
        if (!sigmoid || users.get(sigmoid)!.length > 1) return undefined;
        const [factor, t] = [at(sigmoid === a ? b : a), at(sigmoid.args[0]!)];
        // factor / (1 + e^-t)
        return sameShape(factor.shape, t.shape) ? run('SoftplusGrad', [factor, t]) : undefined;
      }
      default:
        return undefined;
    }
  };
}

/** s, where a node is x > 0 ? x : s x, as TensorFlow takes it. */
export function leaky({op, args}: Node, range: (node: Node) => Range): number | undefined {
  const isZero = (node: Node) => range(node).every(each => each === 0);
  const [condition, x, product] = args as [Node, Node, Node];
  const [compared, zero] = condition?.args ?? [];
  if (op !== 'where' || condition!.op !== 'greater' || compared !== x || !isZero(zero!)) return undefined;
  const isX = (node: Node) => node === x || (node.op === 'sub' && node.args[0] === x && isZero(node.args[1]!));
  const slope = product.op === 'mul' && product.args.some(isX) && product.args.find(arg => !isX(arg));
  if (!slope) return undefined;
  const [low, high] = range(slope);
  return low === high && low >= 0 && low < 1 ? low : undefined;
}

export const rectify = (tf: Tf, x: Tensor, slope: number): Tensor => (slope ? tf.leakyRelu(x, slope) : tf.relu(x));

const factors = (node: Node): Node[] => (node.op === 'mul' ? node.args.flatMap(factors) : [node]);

const sameNodes = (some: readonly Node[], others: readonly Node[]): boolean => {
  const sorted = (nodes: readonly Node[]) => nodes.map(({id}) => id).sort((a, b) => a - b);
  return sorted(some).join() === sorted(others).join();
};

/** Whether a comparison holds for all values, or for none. */
function decide({op, args}: Node, range: (node: Node) => Range): boolean | undefined {
  const [[low, high], [low2, high2]] = args.map(range) as [Range, Range];
  switch (op) {
    case 'greater':
      return low > high2 ? true : high <= low2 ? false : undefined;
    case 'greaterEqual':
      return low >= high2 ? true : high < low2 ? false : undefined;
    case 'less':
      return high < low2 ? true : low >= high2 ? false : undefined;
    case 'lessEqual':
      return high <= low2 ? true : low > high2 ? false : undefined;
    default:
      return undefined;
  }
}

/**
 * TensorFlow's fused ops, and shorter compositions, for what is known to be finite. Each is as accurate as what it
 * replaces; TensorFlow's Elu and Erf are not (e^x - 1 has no digits for small x).
 */

import type {Node} from '../expr/graph';
import type {Range} from '../expr/range';
import type {Tensor, Tf} from '../tf';
import {nativeOps} from './native';
import {sameShape} from './shapes';

export type Value = Tensor | number;
/** A way to compute a node that is shorter than its composition, or undefined. */
export type Shortcut = (node: Node, value: (node: Node) => Value) => Value | undefined;

export function fused(tf: Tf, nodes: readonly Node[], range: (node: Node) => Range): Shortcut {
  const native = nativeOps(tf);
  const numberOf = (node: Node) => onlyOne(range(node));
  const isNumber = (node: Node, number: number): boolean => numberOf(node) === number;
  /** Of a choice that is the same for all values, what is chosen. */
  const decided = ({op, args: [a, b, c]}: Node): Node | undefined => {
    const atLeast = (one: Node, other: Node) => range(one)[0] >= range(other)[1];
    if (op === 'maximum') return atLeast(a!, b!) ? a : atLeast(b!, a!) ? b : undefined;
    if (op === 'minimum') return atLeast(b!, a!) ? a : atLeast(a!, b!) ? b : undefined;
    const holds = op === 'where' ? numberOf(a!) : undefined;
    return holds === undefined ? undefined : holds ? b : c;
  };
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
    return isNumber(one, 1) && isNumber(condition!.args[1]!, 0) ? numberOf(slope) : undefined;
  };

  /** factor (e^t - 1), t < 0: as 2 h / (1 - h), h = tanh t/2, which does not cancel there. Softsign is h / (1 + |h|). */
  const expm1 = (t: Tensor, factor: number): Tensor =>
    tf.tidy(() => {
      const h = tf.tanh(tf.mul(t, 0.5));
      return native
        ? tf.mul(native('Softsign', [h]), 2 * factor)
        : tf.div(h, tf.sub(0.5 / factor, tf.mul(h, 0.5 / factor)));
    });

  /** number / node, with numbers that are factors of the node. */
  const over = (number: number, node: Node, at: (node: Node) => Tensor): Tensor => {
    const only = decided(node);
    if (only) return over(number, only, at);
    const [a, b] = node.args as [Node, Node];
    const factor = node.op === 'mul' ? numberOf(a) : undefined;
    if (factor) return over(number / factor, b, at);
    const shared = commonFactor(node);
    if (!shared) return tf.div(number, at(node));
    const [left, right] = shared.terms.map(at);
    return tf.tidy(() => tf.div(number / shared.factor, tf.add(left!, right!)));
  };

  return (node, visit) => {
    const [a, b, c] = node.args as [Node, Node, Node];
    const at = (each: Node) => tensor(visit(each));
    const only = decided(node);
    if (only) return visit(only);
    switch (node.op) {
      case 'where': {
        const slope = leaky(node, range);
        if (slope !== undefined) return rectify(tf, at(b), slope);
        // tf.where makes whole tensors of numbers first.
        return native ? native('SelectV2', [at(a), at(b), at(c)]) : undefined;
      }
      case 'hypot': {
        // Squares are in range, and what a small one loses does not count beside the other.
        const [low, high] = range(node);
        if (!(low > 1e-15 && high < 1e15)) return undefined;
        const square = (each: Value) => (typeof each === 'number' ? each * each : tf.square(each));
        const [p, q] = [visit(a), visit(b)];
        return tf.tidy(() => tf.sqrt(tf.add(square(p), square(q))));
      }
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
          return native ? native('SoftsignGrad', [e, e]) : tf.div(e, tf.square(tf.add(e, 1)));
        });
      }
      case 'expm1': {
        if (!onlyBelowZero(node, a)) return undefined;
        return expm1(at(a), 1);
      }
      case 'add': {
        if (isNumber(a, 0)) return visit(b);
        if (isNumber(b, 0)) return visit(a);
        const shared = commonFactor(node);
        if (shared) {
          const [left, right] = shared.terms.map(at);
          return tf.tidy(() => tf.mul(tf.add(left!, right!), shared.factor));
        }
        // s(t) + t s(t) s(-t): what s(-t) = 1 - s(t) has lost for t > 0 is little beside s(t), unless t is large.
        const [s, rest] = a.op === 'sigmoid' ? [a, b] : [b, a];
        if (!native || s.op !== 'sigmoid') return undefined;
        const t = s.args[0]!;
        const bell = factors(rest).find(({op, args}) => op === 'logisticBell' && args[0] === t);
        if (!bell || range(t)[1] > 15 || !sameNodes(factors(rest), [bell, ...factors(t)])) return undefined;
        const value = at(s);
        return tf.add(value, native('SigmoidGrad', [value, at(t)]));
      }
      case 'sub':
        return isNumber(b, 0) ? visit(a) : undefined;
      case 'div':
        if (isNumber(b, 1)) return visit(a);
        return numberOf(a) === undefined ? undefined : over(numberOf(a)!, b, at);
      case 'mul': {
        if (isNumber(a, 0) || isNumber(b, 0)) return 0;
        if (isNumber(a, 1)) return visit(b);
        if (isNumber(b, 1)) return visit(a);
        const [p, q] = [numberOf(a), b.op === 'div' ? numberOf(b.args[0]!) : undefined];
        if (p !== undefined && q !== undefined) return over(p * q, b.args[1]!, at);
        const [scale, rest] = p === undefined ? [numberOf(b), a] : [p, b];
        if (scale !== undefined && rest.op === 'expm1' && onlyBelowZero(rest, rest.args[0]!)) {
          return expm1(at(rest.args[0]!), scale);
        }
        if (!native) return undefined;
        const kink = [a, b].find(({op}) => op === 'where');
        const alpha = kink && slopeOfKink(kink);
        if (kink && alpha !== undefined) {
          const [dy, x] = [at(kink === a ? b : a), at(kink.args[0]!.args[0]!)];
          if (sameShape(dy.shape, x.shape)) return native('LeakyReluGrad', [dy, x], {alpha});
        }
        const sigmoid = [a, b].find(({op}) => op === 'sigmoid');
        if (!sigmoid || users.get(sigmoid)!.length > 1) return undefined;
        const [factor, t] = [at(sigmoid === a ? b : a), at(sigmoid.args[0]!)];
        // factor / (1 + e^-t)
        return sameShape(factor.shape, t.shape) ? native('SoftplusGrad', [factor, t]) : undefined;
      }
      default:
        return undefined;
    }
  };
}

const onlyOne = ([low, high]: Range): number | undefined => (low === high ? low : undefined);

/** s, where a node is x > 0 ? x : s x, as TensorFlow takes it. */
export function leaky({op, args}: Node, range: (node: Node) => Range): number | undefined {
  const isZero = (node: Node) => onlyOne(range(node)) === 0;
  const [condition, x, product] = args as [Node, Node, Node];
  const [compared, zero] = condition?.args ?? [];
  if (op !== 'where' || condition!.op !== 'greater' || compared !== x || !isZero(zero!)) return undefined;
  const isX = (node: Node) => node === x || (node.op === 'sub' && node.args[0] === x && isZero(node.args[1]!));
  const slope = product.op === 'mul' && product.args.some(isX) && product.args.find(arg => !isX(arg));
  if (!slope) return undefined;
  const number = onlyOne(range(slope));
  return number !== undefined && number >= 0 && number < 1 ? number : undefined;
}

export const rectify = (tf: Tf, x: Tensor, slope: number): Tensor => (slope ? tf.leakyRelu(x, slope) : tf.relu(x));

/** Of c p + c q, which is written so where the sum of p and q might leave the range. */
function commonFactor({op, args: [a, b]}: Node): {readonly factor: number; readonly terms: readonly Node[]} | null {
  if (op !== 'add' || a!.op !== 'mul' || b!.op !== 'mul') return null;
  const [factor, p] = a!.args as [Node, Node];
  const [same, q] = b!.args as [Node, Node];
  return factor === same && factor.op === 'constant' ? {factor: factor.value!, terms: [p, q]} : null;
}

const factors = (node: Node): Node[] => (node.op === 'mul' ? node.args.flatMap(factors) : [node]);

const sameNodes = (some: readonly Node[], others: readonly Node[]): boolean => {
  const sorted = (nodes: readonly Node[]) => nodes.map(({id}) => id).sort((a, b) => a - b);
  return sorted(some).join() === sorted(others).join();
};

/** Tracing: a definition's `fn`, written in tf.js's chain vocabulary, is called once with expressions for tensors. */

import {RectifierError, show, suggestion} from '../errors';
import {apply, constant, explicit, symbol, type Node} from './graph';
import {PRIMITIVES, type PrimitiveName} from './primitives';

/** What a method takes: an expression, or a finite number. */
export type Operand = Expression | number;

const nodes = new WeakMap<Expression, Node>();

/** tf.selu's constants. */
const SELU = {scale: 1.0507009873554805, alpha: 1.6732632423543772};

const isCondition = (node: Node): boolean => PRIMITIVES[node.op as PrimitiveName]?.condition ?? false;

function toNode(value: Expression | number, method: string): Node {
  if (typeof value === 'number' && Number.isFinite(value)) return constant(value);
  const node = nodes.get(value as Expression);
  if (node && isCondition(node)) {
    // A mask would make 0 times Infinity of the branch that is not taken.
    throw new RectifierError(
      `${method} received a condition, which selects instead of being counted with: a.where(condition, b).`,
    );
  }
  if (!node) {
    throw new RectifierError(
      `${method} received ${show(value)}. Inside a definition's fn, allowed are finite numbers and the expressions that fn is given, not tensors: make a tensor a parameter.`,
    );
  }
  return node;
}

/** What stands for a tensor inside a definition's `fn`. Its methods are tf.js's own chained ops. */
export class Expression {
  constructor(node: Node) {
    nodes.set(this, node);
  }

  /** x + b. */
  add(b: Operand) {
    return this.#apply('add', b);
  }
  /** x - b. */
  sub(b: Operand) {
    return this.#apply('sub', b);
  }
  /** x b. */
  mul(b: Operand) {
    return this.#apply('mul', b);
  }
  /** x / b. */
  div(b: Operand) {
    return this.#apply('div', b);
  }
  /** -x. */
  neg() {
    return this.#apply('neg');
  }
  /** 1 / x. */
  reciprocal() {
    return new Expression(constant(1)).div(this);
  }
  /** |x|; its derivative at 0 is -1, that of the left piece. */
  abs() {
    return this.#apply('abs');
  }
  /** x^2. */
  square() {
    return this.#apply('square');
  }
  /** (x - b)^2. */
  squaredDifference(b: Operand) {
    return this.sub(b).square();
  }
  /** The square root. */
  sqrt() {
    return this.#apply('sqrt');
  }
  /** 1 / sqrt(x). */
  rsqrt() {
    return this.#apply('rsqrt');
  }
  /** A whole power, by squaring. */
  pow(exponent: number): Expression {
    if (!Number.isInteger(exponent)) {
      throw new RectifierError(
        `pow received ${show(exponent)}; allowed are whole numbers. For others there are sqrt() and rsqrt(), and for x > 0 x.log().mul(p).exp().`,
      );
    }
    if (exponent < 0) return this.pow(-exponent).reciprocal();
    if (exponent === 0) return new Expression(constant(1));
    if (exponent === 1) return this;
    const half = this.pow(Math.floor(exponent / 2)).square();
    return exponent % 2 ? half.mul(this) : half;
  }
  /** e^x. */
  exp() {
    return this.#apply('exp');
  }
  /** e^x - 1, accurate at small x. */
  expm1() {
    return this.#apply('expm1');
  }
  /** ln x. */
  log() {
    return this.#apply('log');
  }
  /** ln(1 + x), accurate at small x. */
  log1p() {
    return this.#apply('log1p');
  }
  /** ln(1 + e^x), without overflow or cancellation. */
  softplus() {
    return this.#apply('softplus');
  }
  /** -ln(1 + e^-x). */
  logSigmoid() {
    return this.neg().softplus().neg();
  }
  /** 1 / (1 + e^-x). */
  sigmoid() {
    return this.#apply('sigmoid');
  }
  /** The hyperbolic tangent. */
  tanh() {
    return this.#apply('tanh');
  }
  /** The sine; of an infinity it is NaN. */
  sin() {
    return this.#apply('sin');
  }
  /** The cosine; of an infinity it is NaN. */
  cos() {
    return this.#apply('cos');
  }
  /** The error function. */
  erf() {
    return this.#apply('erf');
  }
  /** The larger one; where both are equal the derivative goes to `b`. */
  maximum(b: Operand) {
    return this.#apply('maximum', b);
  }
  /** The smaller one; where both are equal the derivative goes to `b`. */
  minimum(b: Operand) {
    return this.#apply('minimum', b);
  }
  /** Constant on the closed outside: the derivative is 0 at both ends. */
  clipByValue(min: Operand, max: Operand) {
    return this.maximum(min).minimum(max);
  }
  /** max(x, 0). */
  relu() {
    return this.maximum(0);
  }
  /** min(max(x, 0), 6). */
  relu6() {
    return this.clipByValue(0, 6);
  }
  /** Its slope for x <= 0 is tf.js's 0.2 unless given. */
  leakyRelu(alpha: Operand = 0.2) {
    return this.where(this.greater(0), this.mul(alpha));
  }
  /** x for x > 0, else alpha x. */
  prelu(alpha: Operand) {
    return this.leakyRelu(alpha);
  }
  /** x for x > 0, else e^x - 1. */
  elu() {
    return this.where(this.greater(0), this.expm1());
  }
  /** tf.selu, with its two constants. */
  selu() {
    return this.where(this.greater(0), this.expm1().mul(SELU.alpha)).mul(SELU.scale);
  }
  /** 1 for x > 0, else alpha. */
  step(alpha = 0) {
    return new Expression(constant(1)).where(this.greater(0), alpha);
  }
  /** The condition x > b, for `where`. */
  greater(b: Operand) {
    return this.#apply('greater', b);
  }
  /** The condition x >= b, for `where`. */
  greaterEqual(b: Operand) {
    return this.#apply('greaterEqual', b);
  }
  /** The condition x < b, for `where`. */
  less(b: Operand) {
    return this.#apply('less', b);
  }
  /** The condition x <= b, for `where`. */
  lessEqual(b: Operand) {
    return this.#apply('lessEqual', b);
  }
  /** This where `condition` holds, else `other`; the derivative is that of the piece chosen. */
  where(condition: Expression, other: Operand): Expression {
    const node = nodes.get(condition);
    if (!node || !(isCondition(node) || node.op === 'constant')) {
      throw new RectifierError(
        `where received ${show(condition)} for a condition; a condition is what greater, less and their like give: a.where(x.greater(0), b).`,
      );
    }
    return new Expression(apply('where', node, toNode(this, 'where'), toNode(other, 'where')));
  }

  // Beyond tf.js's chain:

  /**
   * The same value; where targets compute in float32, the sums and products that it is made of have twice the digits. For
   * sums of terms that cancel.
   */
  precise() {
    return this.#apply('precise');
  }

  /** sqrt(x^2 + b^2), without the overflow of squares. */
  hypot(b: Operand) {
    return this.#apply('hypot', b);
  }
  /** 1 - erf(x), accurate where erf(x) is near 1. */
  erfc() {
    return this.#apply('erfc');
  }
  /** The standard normal distribution, accurate in its tails. */
  normalCdf() {
    return this.#apply('normalCdf');
  }
  /** The standard normal density. */
  normalPdf() {
    return this.#apply('normalPdf');
  }
  /** The derivative of the sigmoid, s(x) s(-x). */
  logisticBell() {
    return this.#apply('logisticBell');
  }
  /** Binary entropy, in nats, of the probability sigmoid(x): the derivative of x -> softplus(kx)/k in k is -H(kx)/k^2. */
  logisticEntropy() {
    return this.#apply('logisticEntropy');
  }
  /** The same value, with derivatives given by hand, each by the name of its variable: 'x' or a parameter. */
  withDerivatives(derivatives: Readonly<Record<string, Operand>>): Expression {
    const given = Object.entries(derivatives).map(([name, value]) => [name, toNode(value, 'withDerivatives')] as const);
    return new Expression(explicit(toNode(this, 'withDerivatives'), Object.fromEntries(given)));
  }

  /** For `x > 0 ? x : 0`, `2 * x` and `Math.exp(x)`, which JavaScript would take without a word. */
  [Symbol.toPrimitive](): never {
    throw new RectifierError(
      'an expression was used as a number or a text. Arithmetic is by methods, x.mul(2), and a branch is a.where(x.greater(0), b)',
    );
  }

  #apply(op: PrimitiveName, ...rest: Operand[]): Expression {
    return new Expression(apply(op, toNode(this, op), ...rest.map(value => toNode(value, op))));
  }
}

const VOCABULARY = Object.getOwnPropertyNames(Expression.prototype).filter(name => name !== 'constructor');

/** A function of x and of parameters: an expression each, or what was fixed before. */
export type Traced = (x: Expression, params: never) => unknown;

/**
 * The graph of a function of `x` and of parameters, with the derivatives that were given by hand.
 *
 * @param params the names of the parameters
 * @param fixed those of them that are no expressions here: the word that was chosen, or null for none
 */
export function trace(
  name: string,
  params: readonly string[],
  fn: Traced,
  derivatives: Readonly<Record<string, Traced | undefined>> = {},
  fixed: Readonly<Record<string, unknown>> = {},
): Node {
  const x = new Expression(symbol('x'));
  const symbols = Object.fromEntries(
    params.map(param => [param, Object.hasOwn(fixed, param) ? fixed[param] : new Expression(symbol(param))]),
  );
  const run = (body: Traced, what: string): Node => {
    let result: unknown;
    try {
      result = body(x, symbols as never);
    } catch (error) {
      throw explained(error as Error, `${what} of '${name}'`);
    }
    const node = nodes.get(result as Expression);
    if (!node || isCondition(node)) {
      const got = node ? 'a condition, which selects: a.where(condition, b)' : show(result);
      throw new RectifierError(`${what} of '${name}' returned ${got}; it must return an expression made of x.`);
    }
    return node;
  };
  const given = Object.entries(derivatives).map(([variable, body]) => {
    // A derivative may be a number.
    const asExpression: Traced = (...args) => {
      const result = body!(...args);
      return typeof result === 'number' ? new Expression(constant(result)) : result;
    };
    return [variable, run(asExpression, `The derivative in ${variable}`)];
  });
  return explicit(run(fn, 'fn'), Object.fromEntries(given));
}

/** What went wrong inside `fn`, said in the terms of its author. */
function explained(error: Error, where: string): RectifierError {
  const message = String(error?.message ?? error);
  const missing = /\.(\w+) is not a function/.exec(message)?.[1];
  if (missing !== undefined) {
    return new RectifierError(
      `${where} calls .${missing}(), which has no primitive.${suggestion(missing, VOCABULARY)}`,
      {cause: error},
    );
  }
  const hint = /must be a Tensor/.test(message)
    ? ' Inside fn, write x.softplus() instead of tf.softplus(x): it is called once, with expressions, not tensors.'
    : '';
  return new RectifierError(`${where} failed: ${message.replace(/\.$/, '')}.${hint}`, {cause: error});
}

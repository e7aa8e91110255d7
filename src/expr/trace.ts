/** Tracing: a definition's `fn`, written in tf.js's chain vocabulary, is called once with expressions for tensors. */

import {RectifierError, show, suggestion} from '../errors';
import {apply, constant, explicit, symbol, type Node} from './graph';
import type {PrimitiveName} from './primitives';

const nodes = new WeakMap<Expression, Node>();

function toNode(value: Expression | number, method: string): Node {
  if (typeof value === 'number' && Number.isFinite(value)) return constant(value);
  const node = nodes.get(value as Expression);
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

  add(b: Expression | number) {
    return this.#apply('add', b);
  }
  sub(b: Expression | number) {
    return this.#apply('sub', b);
  }
  mul(b: Expression | number) {
    return this.#apply('mul', b);
  }
  div(b: Expression | number) {
    return this.#apply('div', b);
  }
  /** The larger one; where both are equal the derivative goes to `b`. */
  maximum(b: Expression | number) {
    return this.#apply('maximum', b);
  }
  /** The smaller one; where both are equal the derivative goes to `b`. */
  minimum(b: Expression | number) {
    return this.#apply('minimum', b);
  }
  neg() {
    return this.#apply('neg');
  }
  abs() {
    return this.#apply('abs');
  }
  square() {
    return this.#apply('square');
  }
  sqrt() {
    return this.#apply('sqrt');
  }
  exp() {
    return this.#apply('exp');
  }
  /** e^x - 1, accurate at small x. */
  expm1() {
    return this.#apply('expm1');
  }
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
  sigmoid() {
    return this.#apply('sigmoid');
  }
  tanh() {
    return this.#apply('tanh');
  }
  /** Binary entropy, in nats, of the probability sigmoid(x): the derivative of x -> softplus(kx)/k in k is -H(kx)/k^2. */
  logisticEntropy() {
    return this.#apply('logisticEntropy');
  }
  greater(b: Expression | number) {
    return this.#apply('greater', b);
  }
  greaterEqual(b: Expression | number) {
    return this.#apply('greaterEqual', b);
  }
  less(b: Expression | number) {
    return this.#apply('less', b);
  }
  lessEqual(b: Expression | number) {
    return this.#apply('lessEqual', b);
  }
  /** This where `condition` holds, else `other`; the derivative is that of the piece chosen. */
  where(condition: Expression, other: Expression | number): Expression {
    return new Expression(apply('where', toNode(condition, 'where'), toNode(this, 'where'), toNode(other, 'where')));
  }

  #apply(op: PrimitiveName, ...rest: (Expression | number)[]): Expression {
    return new Expression(apply(op, toNode(this, op), ...rest.map(value => toNode(value, op))));
  }
}

const VOCABULARY = Object.getOwnPropertyNames(Expression.prototype).filter(name => name !== 'constructor');

export type Body<P extends string> = (x: Expression, params: Readonly<Record<P, Expression>>) => Expression;

/** The graph of a function of `x` and of parameters, with the derivatives that were given by hand. */
export function trace(
  name: string,
  params: readonly string[],
  fn: Body<string>,
  derivatives: Readonly<Record<string, Body<string> | undefined>> = {},
): Node {
  const x = new Expression(symbol('x'));
  const symbols = Object.fromEntries(params.map(param => [param, new Expression(symbol(param))]));
  const run = (body: Body<string>, what: string): Node => {
    let result: unknown;
    try {
      result = body(x, symbols);
    } catch (error) {
      const missing = /\.(\w+) is not a function/.exec(String((error as Error)?.message));
      if (!missing) throw error;
      throw new RectifierError(
        `${what} of '${name}' calls .${missing[1]}(), which has no primitive.${suggestion(missing[1]!, VOCABULARY)}`,
        {cause: error},
      );
    }
    const node = typeof result === 'number' ? constant(result) : nodes.get(result as Expression);
    if (!node) {
      throw new RectifierError(
        `${what} of '${name}' returned ${show(result)}; it must return an expression made of x.`,
      );
    }
    return node;
  };
  const given = Object.fromEntries(
    Object.entries(derivatives).map(([param, body]) => [param, run(body!, `The derivative in ${param}`)]),
  );
  return explicit(run(fn, 'fn'), given);
}

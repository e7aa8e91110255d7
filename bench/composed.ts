/**
 * A function as a tf.js user composes it of stock ops: its definition's own `fn`, run on tensors, so that stock autodiff
 * gives the gradients. Where tf.js has the function itself, or users write a shorter formula than our accurate one, a
 * line of the table at the end.
 */
import type {Tensor, Tf} from '../test/conformance/lane';

/** A tensor parameter, a number, null for none, or a word that was chosen. */
export type Parameter = Tensor | number | string | null;
export type Parameters = Readonly<Record<string, Parameter>>;
type Value = Tensor | number;
type Operand = Chain | number;

/** As much of a definition as is needed here. */
export interface Composable {
  readonly name: string;
  readonly fn: unknown;
}

/** `definition` of `x` by stock ops. */
export function composed(tf: Tf, definition: Composable, x: Tensor, parameters: Parameters): Tensor {
  const byHand = AS_USERS_WRITE[definition.name]?.(tf, x, parameters as never);
  if (byHand) return byHand;
  const chain = (value: Parameter) =>
    value === null || typeof value === 'string' ? value : new Chain(tf, () => value, NONE);
  const params = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, chain(value)]));
  const fn = definition.fn as (x: Chain, params: unknown) => Chain;
  return fn(new Chain(tf, () => x, NONE), params).value() as Tensor;
}

/** The names of the methods that `fn` calls for its value. */
export function methodsOf(tf: Tf, definition: Composable, parameters: Parameters): Set<string> {
  const called = new Set<string>();
  const chain = (value: Parameter) =>
    value === null || typeof value === 'string' ? value : new Chain(tf, () => value, called);
  const params = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, chain(value)]));
  const fn = definition.fn as (x: Chain, params: unknown) => Chain;
  tf.tidy(() => void fn(new Chain(tf, () => tf.zeros([1]), called), params).value());
  return called;
}

const NONE = new Set<string>();

/** A chain of stock ops. Lazy: `fn` also writes derivatives by hand, which a user of stock ops leaves to autodiff. */
class Chain {
  readonly #tf: Tf;
  readonly #called: Set<string>;
  #make: (() => Value) | null;
  #value: Value | undefined;

  constructor(tf: Tf, make: () => Value, called: Set<string>) {
    this.#tf = tf;
    this.#make = make;
    this.#called = called;
  }

  value(): Value {
    if (this.#make) {
      this.#value = this.#make();
      this.#make = null;
    }
    return this.#value!;
  }

  where(condition: Operand, other: Operand): Chain {
    return this.stock('where', (tf, a, c, b) => tf.where(c as Tensor, a as Tensor, b as Tensor), condition, other);
  }
  clipByValue(min: Operand, max: Operand): Chain {
    return this.stock(
      'clipByValue',
      (tf, x, low, high) =>
        typeof low === 'number' && typeof high === 'number'
          ? tf.clipByValue(x as Tensor, low, high)
          : tf.minimum(tf.maximum(x, low!), high!),
      min,
      max,
    );
  }
  leakyRelu(alpha: Operand = 0.2): Chain {
    return this.stock(
      'leakyRelu',
      (tf, x, slope) => (typeof slope === 'number' ? tf.leakyRelu(x as Tensor, slope) : tf.prelu(x as Tensor, slope!)),
      alpha,
    );
  }
  hypot(b: Operand): Chain {
    return this.stock('hypot', (tf, x, y) => tf.sqrt(tf.add(tf.square(x as Tensor), tf.square(y as Tensor))), b);
  }
  erfc(): Chain {
    return this.stock('erfc', (tf, x) => tf.sub(1, tf.erf(x)));
  }
  normalCdf(): Chain {
    return this.stock('normalCdf', (tf, x) => tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))));
  }
  normalPdf(): Chain {
    return this.stock('normalPdf', (tf, x) =>
      tf.div(tf.exp(tf.mul(-0.5, tf.square(x as Tensor))), Math.sqrt(2 * Math.PI)),
    );
  }
  logisticBell(): Chain {
    return this.stock('logisticBell', (tf, x) => {
      const s = tf.sigmoid(x);
      return tf.mul(s, tf.sub(1, s));
    });
  }
  logisticEntropy(): Chain {
    return this.stock('logisticEntropy', (tf, x) => tf.sub(tf.softplus(x), tf.mul(x, tf.sigmoid(x))));
  }
  withDerivatives(): Chain {
    return this;
  }

  stock(name: string, op: (tf: Tf, ...operands: Value[]) => Value, ...rest: Operand[]): Chain {
    return new Chain(
      this.#tf,
      () => {
        this.#called.add(name);
        const values = [this, ...rest].map(each => (each instanceof Chain ? each.value() : each));
        const onNumbers = values.every(each => typeof each === 'number') ? ON_NUMBERS[name] : undefined;
        return onNumbers ? onNumbers(...(values as number[])) : op(this.#tf, ...values);
      },
      this.#called,
    );
  }
}

// All other methods are tf.js's ops of the same name.
const CHAINED = `add sub mul div maximum minimum neg abs square squaredDifference sqrt rsqrt reciprocal pow exp expm1 log
  log1p softplus logSigmoid sigmoid tanh sin cos erf relu relu6 prelu elu selu step greater greaterEqual less lessEqual`;
for (const name of CHAINED.split(/\s+/)) {
  Object.defineProperty(Chain.prototype, name, {
    value(this: Chain, ...rest: Operand[]) {
      return this.stock(
        name,
        (tf, ...values) => (tf as unknown as Record<string, (...values: Value[]) => Tensor>)[name]!(...values),
        ...rest,
      );
    },
  });
}

/** Nobody makes tensors of parameters that are numbers to compute with them. */
const ON_NUMBERS: Readonly<Record<string, (...values: number[]) => number>> = {
  add: (a, b) => a! + b!,
  sub: (a, b) => a! - b!,
  mul: (a, b) => a! * b!,
  div: (a, b) => a! / b!,
  neg: a => -a!,
  abs: a => Math.abs(a!),
  square: a => a! * a!,
  sqrt: a => Math.sqrt(a!),
  reciprocal: a => 1 / a!,
  maximum: (a, b) => Math.max(a!, b!),
  minimum: (a, b) => Math.min(a!, b!),
  log: a => Math.log(a!),
  exp: a => Math.exp(a!),
};

type Written = (tf: Tf, x: Tensor, params: Record<string, Value>) => Tensor | null;

/** Stock ops of the same meaning, and formulas as papers and users write them; null: with these parameters there is none. */
const AS_USERS_WRITE: Readonly<Record<string, Written>> = {
  relu: (tf, x, {negativeSlope, maxValue, threshold}) =>
    negativeSlope === 0 && threshold === 0 && maxValue === null ? tf.relu(x) : null,
  relu6: (tf, x) => tf.relu6(x),
  leakyRelu: (tf, x, {negativeSlope}) => slopeBelow(tf, x, negativeSlope!),
  prelu: (tf, x, {alpha}) => slopeBelow(tf, x, alpha!),
  rrelu: (tf, x, {lower, upper}) =>
    typeof lower === 'number' && typeof upper === 'number'
      ? tf.leakyRelu(x, (lower + upper) / 2)
      : tf.prelu(x, tf.mul(tf.add(lower!, upper!), 0.5)),
  squaredRelu: (tf, x) => tf.square(tf.relu(x)),
  starRelu: (tf, x, {scale, bias}) => tf.add(tf.mul(scale!, tf.square(tf.relu(x))), bias!),
  softShrink: (tf, x, {threshold}) => tf.mul(tf.sign(x), tf.relu(tf.sub(tf.abs(x), threshold!))),
  hardSigmoid: (tf, x) => tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6),
  hardSwish: (tf, x) => tf.mul(x, tf.mul(tf.relu6(tf.add(x, 3)), 1 / 6)),
  elu: (tf, x, {alpha}) => (alpha === 1 ? tf.elu(x) : null),
  selu: (tf, x, {scale, alpha}) => (typeof scale === 'number' && typeof alpha === 'number' ? tf.selu(x) : null),
  softsign: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)),
  squareplus: (tf, x, {b}) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), b!))), 2),
  mish: (tf, x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  snake: (tf, x, {frequency}) => tf.add(x, tf.div(tf.square(tf.sin(tf.mul(x, frequency!))), frequency!)),
  aconC: (tf, x, {p1, p2, beta}) => {
    const difference = typeof p1 === 'number' && typeof p2 === 'number' ? p1 - p2 : tf.sub(p1!, p2!);
    const u = tf.mul(difference, x);
    return tf.add(tf.mul(u, tf.sigmoid(tf.mul(beta!, u))), tf.mul(p2!, x));
  },
};

const slopeBelow = (tf: Tf, x: Tensor, slope: Value): Tensor =>
  typeof slope === 'number' ? tf.leakyRelu(x, slope) : tf.prelu(x, slope);

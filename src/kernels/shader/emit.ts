/**
 * From graphs to statements of a shader, in the language that GLSL and WGSL share (see library.ts). Each statement
 * defines one name; equal expressions are one.
 */

import {analyse, isCotangent, vanishingFactors} from '../../expr/analysis';
import {apply, constant, isConstant, type Node} from '../../expr/graph';
import {PRIMITIVES, type PrimitiveName} from '../../expr/primitives';
import {ranges} from '../../expr/range';
import {literal} from './library';
import {COMPARISONS, LIFTS, LOG1P_BELOW, ORDERS, SIGNS, TANH_SOFTPLUS, WRITERS} from './primitives';

/** A value as a sum of two: `low` is what rounding took from `high`, if anything. */
type Pair = readonly [high: string, low?: string];

/**
 * A value times 2^power, power being 64 where the value may be below the range of float32, else 0: e^-90 is, but x e^-90
 * is not.
 */
type Lifted = readonly [value: string, power: string];

/**
 * Statements that compute some outputs, and the outputs' names. `leaf` says how a symbol is written, `isNumber` which ones
 * are numbers, not 0. Outputs that are
 * `terms` of a sum need neither what was rounded off an exponent nor what is below the range of float32: both show only
 * in terms that are nothing beside the others.
 */
export function emit(
  outputs: readonly Node[],
  leaf: (name: string) => string,
  isNumber: (name: string) => boolean,
  terms = false,
): {statements: readonly string[]; values: readonly string[]} {
  const statements: string[] = [];
  const names = new Map<string, string>();
  const facts = analyse(isNumber);
  const rangeOf = ranges(() => [-Infinity, Infinity]);

  /** A name for the value of an expression. */
  const define = (expression: string, type = 'V'): string => {
    if (/^(\w+|V\(-?[\d.e+-]+\))$/.test(expression)) return expression;
    let name = names.get(expression);
    if (!name) {
      names.set(expression, (name = `v${names.size}`));
      statements.push(`${type} ${name} = ${expression};`);
    }
    return name;
  };

  const value = remembering((node: Node) => known.get(node)?.[0] ?? define(write(node)));

  function write(node: Node): string {
    const {op, args} = node;
    if (op === 'constant') return literal(node.value!);
    if (op === 'symbol') return leaf(node.names![0]!);
    if (!terms && (op === 'logisticEntropy' || crossesRange(node))) return `lower(${lifted(node).join(', ')})`;
    if (op === 'mul') return product(node, value(args[0]!), value(args[1]!));
    if (op in COMPARISONS) return `sel(${condition(node)}, V(1.), V(0.))`;
    // Compilers make c (a + b) of c a + c b, whose sum may overflow where each term does not.
    if ((op === 'add' || op === 'sub') && args.every(arg => arg.op === 'mul' && isConstant(arg.args[0]!))) {
      return `bar(${value(args[0]!)}) ${op === 'add' ? '+' : '-'} ${value(args[1]!)}`;
    }
    return isTanhSoftplus(node) ? fill(TANH_SOFTPLUS, args[0]!.args, '') : fill(templateOf(node), args, '');
  }

  function templateOf({op, args}: Node): string {
    if (op === 'log1p') {
      const [low, high] = rangeOf(args[0]!);
      if (low >= -0.5 && high <= 0) return LOG1P_BELOW;
    }
    return WRITERS[op as keyof typeof WRITERS];
  }

  /** Fills in a template of primitives.ts; `power` is added to exponents. */
  function fill(template: string, args: readonly Node[], power: string): string {
    const a = args[0]!;
    const fillIn: Readonly<Record<string, () => string>> = {
      c: () => condition(a),
      h: () => pair(a)[0],
      l: () => guarded(pair(a)),
      m: () => pair(a)[1] ?? 'V(0.)',
      n: () => rising(a)[0],
      r: () => rising(a)[1],
      e: () => falling(a, power),
      d: () => falling(apply('mul', constant(2), a), power),
      g: () => gaussian(pair(a), '-.5', power),
      p: () => rounded(double(a)),
      t: () => define(`${gaussian(pair(a), '-.5', power)} * mills(min(abs(${pair(a)[0]}), V(14.5)))`),
      u: () =>
        define(
          `${gaussian(pair(a), '-1.', power)} * (mills(min(abs(${pair(a)[0]}) * V(1.41421354), V(14.5))) * V(2.))`,
        ),
    };
    return template.replace(/\$(\w)/g, (_, key: string) => fillIn[key]?.() ?? value(args[Number(key)]!));
  }

  /** A comparison as such; of any other node, whether it is not 0. */
  function condition(node: Node): string {
    const inputs = node.args.every(({op, names}) => op === 'symbol' && !isNumber(names![0]!));
    const template = (isSign(node) ? SIGNS : inputs ? ORDERS : COMPARISONS)[node.op] ?? COMPARISONS[node.op];
    return define(fill(template ?? 'gt(abs($0), V(0.))', template ? node.args : [node], ''), 'B');
  }

  /** A product whose limit is 0 where one factor vanishes and the other is infinite. */
  const product = (node: Node, a: string, b: string): string =>
    vanishing(node).reduce((text, at) => `sel(isZero(${[a, b][at]}), V(0.), ${text})`, `${a} * ${b}`);

  const vanishing = (node: Node): number[] => {
    const {op, args} = node;
    if (op !== 'mul' || !args.some(arg => facts(arg).number)) return vanishingFactors(node, args.map(facts));
    return [0, 1].filter(i => mayBeZero(args[i]!) && !facts(args[1 - i]!).bounded);
  };

  /** Of numbers only: none is 0, but a difference may be. */
  const mayBeZero = (node: Node): boolean =>
    facts(node).number && (node.op === 'add' || node.op === 'sub' || node.args.some(mayBeZero));

  // What an exponential is taken of: rounded, an argument of 80 would cost 40 ULP. A product or quotient keeps what was
  // rounded off, anything else is what it is.

  const known = new Map<Node, Pair>();
  function pair(node: Node): Pair {
    let result = known.get(node);
    if (!result) known.set(node, (result = makePair(node)));
    return result;
  }

  function makePair(node: Node): Pair {
    const {op, args} = node;
    if (terms) return [value(node)];
    if (op === 'constant') {
      const low = node.value! - Math.fround(node.value!);
      return low ? [literal(node.value!), literal(low)] : [literal(node.value!)];
    }
    if (op !== 'neg' && op !== 'square' && op !== 'mul' && op !== 'div') return [value(node)];
    const [a, aLow] = pair(args[0]!);
    if (op === 'neg') return minus([a, aLow]);
    const [b, bLow] = pair(args[1] ?? args[0]!);
    if (op === 'div') {
      const high = define(`bar(${a} / ${b})`);
      const back = define(`bar(${high} * ${b})`);
      const rests = [`bar(${a} - ${back}) - productRest(${high}, ${b}, ${back})`, aLow && ` + ${aLow}`];
      if (bLow) rests.push(` - ${high} * ${bLow}`);
      return [high, define(`(${rests.join('')}) / ${b}`)];
    }
    if (args[0]!.op === 'constant' && Number.isInteger(Math.log2(Math.abs(args[0]!.value!)))) {
      return [define(`${a} * ${b}`), bLow && define(`${a} * ${bLow}`)];
    }
    return productPair(node, [a, aLow], [b, bLow]);
  }

  function productPair(node: Node, [a, aLow]: Pair, [b, bLow]: Pair): Pair {
    const high = define(`bar(${product(node, a, b)})`);
    let low = `productRest(${a}, ${b}, ${high})`;
    if (aLow) low += ` + ${aLow} * ${b}`;
    if (bLow) low += ` + ${a} * ${bLow}`;
    // Where 0 times Infinity is 0, nothing was rounded off.
    return [high, define(vanishing(node).length ? `sel(isZero(${high}), V(0.), ${low})` : low)];
  }

  // What is asked to be precise: sums, products and choices as pairs.

  const double = remembering((node: Node): Pair => {
    const {op, args} = node;
    if (terms) return [value(node)];
    if (op === 'precise') return double(args[0]!);
    if (op === 'neg') return minus(double(args[0]!));
    if (op === 'mul') return productPair(node, double(args[0]!), double(args[1]!));
    if (op === 'where') {
      const [[a, aLow], [b, bLow]] = [double(args[1]!), double(args[2]!)];
      const c = condition(args[0]!);
      const choose = (high: string, other: string) => define(`sel(${c}, ${high}, ${other})`);
      return [choose(a, b), aLow || bLow ? choose(aLow ?? 'V(0.)', bLow ?? 'V(0.)') : undefined];
    }
    if (op !== 'add' && op !== 'sub') return pair(node);
    const [a, aLow] = double(args[0]!);
    const [b, bLow] = op === 'add' ? double(args[1]!) : minus(double(args[1]!));
    const high = define(`bar(${a} + ${b})`);
    const rests = [`sumRest(${a}, ${b}, ${high})`, aLow, bLow].filter(Boolean);
    return [high, define(rests.join(' + '))];
  });

  const minus = ([high, low]: Pair): Pair => [define(`-${high}`), low && define(`-${low}`)];

  /** The number that a pair is; of an infinite one, what was rounded off is NaN. */
  const rounded = ([high, low]: Pair): string =>
    low ? `sel(lt(abs(${high}), V(1e38)), ${high} + ${low}, ${high})` : high;

  /** Of an infinite value, what was rounded off is NaN; of a large one it does not matter. */
  const guarded = ([high, low]: Pair): string =>
    low ? define(`sel(lt(abs(${high}), V(150.)), ${low}, V(0.))`) : 'V(0.)';

  // Exponentials, as (1 + rest) 2^whole. Arguments are kept within what has a result: an infinite one would make
  // Infinity - Infinity.

  function exponential(argument: string, low: string): [whole: string, rest: string] {
    const whole = define(`expWhole(${argument})`);
    return [whole, define(`expRest(${argument}, ${low}, ${whole})`)];
  }

  const rising = (a: Node) => exponential(define(`clamp(${pair(a)[0]}, V(-150.), V(90.))`), guarded(pair(a)));

  const scaled = ([whole, rest]: readonly string[], power: string): string =>
    define(`scale(V(1.) + ${rest}, ${whole}${power})`);

  /** e^-|a|: what is made of it never overflows, and shares it. */
  function falling(a: Node, power: string): string {
    // Even, so that s(t) and s(-t) share it too.
    while (a.op === 'neg' || a.op === 'abs') a = a.args[0]!;
    const [two, softplus] = a.args;
    if (a.op === 'mul' && isConstant(two!, 2) && softplus!.op === 'softplus') {
      // e^(-2 softplus(t)) is s(-t)^2.
      const root = define(fill('sigmoidOf(-$h, $e)', softplus!.args, ''));
      const half = power ? define(`lower(${root}, V(-.5) *${power.slice(2)})`) : root;
      return define(`${half} * ${half}`);
    }
    const high = pair(a)[0];
    const low = guarded(pair(a));
    const sign = low === 'V(0.)' ? low : define(`sel(gt(${high}, V(0.)), -${low}, ${low})`);
    return scaled(exponential(define(`max(-abs(${high}), V(-150.))`), sign), power);
  }

  /** e^(c a^2), c being -1 or -1/2: the square of a head of a is exact, the rest goes to the exponent's low part. */
  function gaussian([high, low]: Pair, c: string, power: string): string {
    const t = define(`min(abs(${high}), V(19.))`);
    const head = define(`head(${t})`);
    let rest = `V(${c}) * (${t} - ${head}) * (${t} + ${head})`;
    if (low) rest += ` + V(${c}) * clamp(${high}, V(-19.), V(19.)) * (${low} + ${low})`;
    return scaled(exponential(define(`max(V(${c}) * ${head} * ${head}, V(-150.))`), define(rest)), power);
  }

  // What falls out of the range of float32 where it vanishes.

  const lifted = remembering((node: Node): Lifted => {
    const {op, args} = node;
    const softplus = isTanhSoftplus(node);
    const {below, even} = (softplus ? LIFTS.softplus : LIFTS[op]) ?? {};
    if (below !== undefined) {
      const [a] = softplus ? args[0]!.args : args;
      const powerOf = (argument: string) => define(`sel(lt(${argument}, V(${below}.)), V(64.), V(0.))`);
      const high = pair(a!)[0];
      const far = powerOf(define(`-abs(${high})`));
      const power = even ? far : powerOf(high);
      if (op === 'exp') {
        // Only a falling exponential, so that a large one overflows.
        return [
          define(`sel(lt(${high}, V(0.)), ${scaled(rising(a!), ` + ${power}`)}, ${fill(WRITERS.exp, args, '')})`),
          power,
        ];
      }
      const template = softplus ? TANH_SOFTPLUS : WRITERS[op as keyof typeof WRITERS];
      return [define(fill(template, [a!], ` + ${far}`)), power];
    }
    if (op === 'where') {
      const [c, a, b] = [
        condition(args[0]!),
        ...args.slice(1).map(arg => (canLift(arg) ? lifted(arg) : [value(arg), 'V(0.)'])),
      ];
      return [define(`sel(${c}, ${a![0]}, ${b![0]})`), define(`sel(${c}, ${a![1]}, ${b![1]})`)];
    }
    if (op === 'add' || op === 'sub') {
      const [[a, p], [b, q]] = [lifted(args[0]!), lifted(args[1]!)];
      // A term of 0, its factor being a parameter of 0 say, needs no power of its own.
      const power = p === q ? p : define(`sel(isZero(${a}), ${q}, sel(isZero(${b}), ${p}, min(${p}, ${q})))`);
      const to = (term: string, own: string) =>
        own === power ? term : define(`lower(${term}, max(${own} - ${power}, V(0.)))`);
      return [define(`${to(a, p)} ${op === 'add' ? '+' : '-'} ${to(b, q)}`), power];
    }
    const at = canLift(args[0]!) ? 0 : 1;
    const [own, power] = lifted(args[at]!);
    if (op === 'neg') return [define(`-${own}`), power];
    if (NEARLY_LINEAR.has(op)) {
      // What needs lifting is its own image.
      return [define(`sel(gt(${power}, V(0.)), ${own}, ${define(fill(templateOf(node), args, ''))})`), power];
    }
    const other = value(args[1 - at]!);
    if (op === 'div') return [define(`${own} / ${other}`), power];
    return [define(at ? product(node, other, own) : product(node, own, other)), power];
  });

  return {values: outputs.map(value), statements};
}

/** Whether a product or quotient may be in range although its vanishing factor is not. */
function crossesRange(node: Node): boolean {
  const {op, args} = node;
  if ((op !== 'mul' && op !== 'div') || !canLift(node)) return false;
  const other = args[canLift(args[0]!) ? 1 : 0]!;
  if (other.op === 'constant') return Math.abs(other.value!) > 1 === (op === 'mul');
  if (other.op === 'symbol') return !isCotangent(other.names![0]!);
  return !PRIMITIVES[other.op as PrimitiveName].bounded;
}

/** Whether an input is compared with 0. */
const isSign = ({op, args}: Node): boolean => op in SIGNS && args[0]!.op === 'symbol' && isConstant(args[1]!, 0);

/** f(t) = t for all t below 2^-24. */
const NEARLY_LINEAR: ReadonlySet<string> = new Set(['tanh', 'expm1', 'log1p', 'sin']);

const isTanhSoftplus = ({op, args}: Node): boolean => op === 'tanh' && args[0]!.op === 'softplus';

/** Whether a node is one of those that fall out of the range of float32 where they vanish, or made of them. */
const canLift = remembering(
  ({op, args}: Node): boolean =>
    op in LIFTS ||
    ((op === 'neg' || op === 'div' || NEARLY_LINEAR.has(op)) && canLift(args[0]!)) ||
    (op === 'mul' && args.some(canLift)) ||
    ((op === 'add' || op === 'sub') && args.every(canLift)) ||
    (op === 'where' && args.slice(1).some(canLift)),
);

/** Computes what is asked for once for each node. */
function remembering<T>(compute: (node: Node) => T): (node: Node) => T {
  const done = new WeakMap<Node, T>();
  return node => {
    if (!done.has(node)) done.set(node, compute(node));
    return done.get(node)!;
  };
}

/** What can be said of a node without computing it: where a float32 target must take care of 0 * Infinity and of NaN. */

import type {Node} from './graph';
import {PRIMITIVES, type PrimitiveName} from './primitives';

export interface Facts {
  /** It is a number by now, not a tensor. */
  readonly number: boolean;
  /** It is made of parameters only. */
  readonly parameter: boolean;
  /** It depends on x or on a parameter only in ways that keep it finite at x = +-Infinity. */
  readonly bounded: boolean;
  /** Where it is 0 and another factor infinite, the product is 0: the limit. */
  readonly vanishes: boolean;
  /** The inputs whose NaN makes it NaN. */
  readonly passesNaN: ReadonlySet<string>;
}

/** What is 0 where its first argument is, and there no steeper than a line. */
const KEEPS_ZERO: ReadonlySet<string> = new Set([
  ...['neg', 'div', 'abs', 'square', 'precise', 'expm1', 'log1p', 'tanh', 'sin', 'erf'],
]);

export const isCotangent = (name: string): boolean => name.startsWith('$');

/** Facts about nodes; `isNumber` says which symbols are numbers by now. */
export function analyse(isNumber: (name: string) => boolean): (node: Node) => Facts {
  const known = new Map<Node, Facts>();
  const none: ReadonlySet<string> = new Set();
  const number: Facts = {number: true, parameter: true, bounded: true, vanishes: false, passesNaN: none};
  const facts = (node: Node): Facts => {
    if (node.op === 'constant') return number;
    if (node.op === 'symbol') {
      const name = node.names![0]!;
      if (isNumber(name)) return number;
      // Only x takes infinite values as a matter of course. A parameter of 0 takes its factor with it (0 * -Infinity of
      // prelu is the limit 0); a cotangent ($0 ...) of 0 does not, as everywhere in tf.js.
      const parameter = name !== 'x' && !isCotangent(name);
      return {number: false, parameter, bounded: parameter, vanishes: parameter, passesNaN: new Set([name])};
    }
    const args = node.args.map(visit);
    if (args.every(arg => arg.number)) return number;
    const primitive = PRIMITIVES[node.op as PrimitiveName];
    const parameter = args.every(arg => arg.parameter);
    const bounded = primitive.bounded ?? args.every(arg => arg.bounded);
    let vanishes = parameter || (primitive.vanishes ?? false);
    let passing = args;
    if (KEEPS_ZERO.has(node.op)) vanishes ||= args[0]!.vanishes;
    if (node.op === 'mul') vanishes = args.some(arg => arg.vanishes);
    if (node.op === 'add' || node.op === 'sub') vanishes ||= args.every(arg => arg.vanishes);
    if (node.op === 'where') vanishes = args[1]!.vanishes && args[2]!.vanishes;
    // In 0 * Infinity = 0 only the factor that vanishes passes NaN; where each may, neither does for certain.
    const guarded = vanishingFactors(node, args);
    if (guarded.length) passing = guarded.length === 1 ? [args[guarded[0]!]!] : [];
    if (node.op === 'where') passing = args.slice(1);
    if (primitive.condition || primitive.swallowsNaN) passing = [];
    const union = new Set(passing.flatMap(arg => [...arg.passesNaN]));
    const passesNaN =
      node.op === 'where' ? new Set([...union].filter(name => passing.every(arg => arg.passesNaN.has(name)))) : union;
    return {number: false, parameter, bounded, vanishes, passesNaN};
  };
  const visit = (node: Node): Facts => {
    let result = known.get(node);
    if (!result) known.set(node, (result = facts(node)));
    return result;
  };
  return visit;
}

/** The factors of a product that may be 0 where the other one is infinite: the product then has to be 0. */
export function vanishingFactors(node: Node, args: readonly Facts[]): number[] {
  // A number of 0 is folded or taken care of where it is known; a cotangent of 0 is what it is everywhere in tf.js.
  const plain =
    node.op !== 'mul' ||
    args.some(arg => arg.number) ||
    node.args.some(arg => arg.op === 'symbol' && isCotangent(arg.names![0]!));
  return plain ? [] : [0, 1].filter(i => args[i]!.vanishes && !args[1 - i]!.bounded);
}

/** Whether 0 * Infinity has to be 0 in a product. */
export const isSafeProduct = (node: Node, args: readonly Facts[]): boolean => vanishingFactors(node, args).length > 0;

/** A pointwise function with numbers for its parameters, and its derivatives, in float64. */

import type {Definition} from '../../src/activations/definition';
import {derive} from '../../src/expr/derive';
import {topological, withoutExplicit, type Node} from '../../src/expr/graph';
import {PRIMITIVES} from '../../src/expr/primitives';
import {trace} from '../../src/expr/trace';
import {fixedOf} from '../../src/parameters';
import type {Values} from './entry';

export interface Curve {
  /** The function, and its first, second and third derivative in x. */
  readonly derivatives: readonly [Real, Real, Real, Real];
  /** Differences whose sign chooses between pieces: a kink is where one of them is 0. */
  readonly switches: readonly Real[];
}
export type Real = (x: number) => number;

export function curve(definition: Definition, values: Values): Curve {
  const {name, params, fn, derivatives} = definition;
  const graphs = [trace(name, Object.keys(params), fn, derivatives, fixedOf(values))];
  while (graphs.length < 4) graphs.push(derive(graphs.at(-1)!, 'x'));
  const plain = withoutExplicit(graphs);
  const real = (node: Node) => evaluator(node, values);
  return {
    derivatives: plain.map(real) as never,
    switches: topological(plain.slice(0, 2)).flatMap(({op, args: [a, b]}) => {
      if (CHOOSING.has(op)) return [minus(real(a!), real(b!))];
      return op === 'abs' || op === 'sign' ? [real(a!)] : [];
    }),
  };
}

const CHOOSING: ReadonlySet<string> = new Set(['greater', 'greaterEqual', 'less', 'lessEqual', 'maximum', 'minimum']);

const minus =
  (a: Real, b: Real): Real =>
  x =>
    a(x) - b(x);

function evaluator(root: Node, values: Values): Real {
  const order = topological([root]);
  return x => {
    const results = new Map<Node, number>();
    for (const node of order) {
      const args = node.args.map(arg => results.get(arg)!);
      if (node.op === 'constant') results.set(node, node.value!);
      else if (node.op === 'symbol')
        results.set(node, node.names![0] === 'x' ? x : (values[node.names![0]!] as number));
      else results.set(node, PRIMITIVES[node.op as keyof typeof PRIMITIVES].reference(...args));
    }
    return results.get(root)!;
  };
}

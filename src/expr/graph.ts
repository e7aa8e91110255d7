/** Expression graphs: immutable nodes, each built once (hash-consed), folded as they are built. */

import {PRIMITIVES, type PrimitiveName} from './primitives';

/**
 * A `symbol` is an input by its name, a `constant` a number, an `explicit` node its first argument together with
 * derivatives given by hand for the symbols in `names`; every other node applies a primitive.
 */
export interface Node {
  readonly id: number;
  readonly op: PrimitiveName | 'symbol' | 'constant' | 'explicit';
  readonly args: readonly Node[];
  /** The value of a constant. */
  readonly value?: number;
  /** The name of a symbol, or the symbols of an explicit node's derivatives (args[1], args[2], ...). */
  readonly names?: readonly string[];
}

// Weak, so that functions defined again and again in a notebook do not pile up: a node lives as long as a graph does.
const table = new Map<string, WeakRef<Node>>();
const forgotten = new FinalizationRegistry<string>(key => {
  if (table.get(key)?.deref() === undefined) table.delete(key);
});
let nextId = 0;

function intern(op: Node['op'], args: readonly Node[], value?: number, names?: readonly string[]): Node {
  const literal = Object.is(value, -0) ? '-0' : String(value);
  const key = `${op}(${args.map(arg => arg.id)})${op === 'constant' ? literal : ''}${names ? JSON.stringify(names) : ''}`;
  const known = table.get(key)?.deref();
  if (known) return known;
  const node: Node = {id: nextId++, op, args, value, names};
  table.set(key, new WeakRef(node));
  forgotten.register(node, key);
  return node;
}

export const symbol = (name: string): Node => intern('symbol', [], undefined, [name]);
export const constant = (value: number): Node => intern('constant', [], value);
export const isConstant = (node: Node, value?: number): boolean =>
  node.op === 'constant' && (value === undefined || node.value === value);

/** `value`, whose derivatives with respect to some symbols are given instead of derived. */
export function explicit(value: Node, derivatives: Readonly<Record<string, Node>>): Node {
  const names = Object.keys(derivatives);
  return names.length ? intern('explicit', [value, ...names.map(name => derivatives[name]!)], undefined, names) : value;
}

/** Applies a primitive, after folding. Folds keep NaN and infinities except that 0 times anything is 0 (see `derive`). */
export function apply(op: PrimitiveName, ...args: Node[]): Node {
  if (args.every(arg => arg.op === 'constant')) {
    return constant(PRIMITIVES[op].reference(...args.map(arg => arg.value!)));
  }
  const folded = FOLDS[op]?.(args as [Node, Node, Node]);
  return folded ?? intern(op, args);
}

const FOLDS: {[op in PrimitiveName]?: (args: [Node, Node, Node]) => Node | undefined} = {
  add: ([a, b]) => {
    if (isConstant(a, 0)) return b;
    if (isConstant(b, 0)) return a;
    if (b.op === 'neg') return apply('sub', a, b.args[0]!);
    if (a.op === 'neg') return apply('sub', b, a.args[0]!);
    return undefined;
  },
  sub: ([a, b]) => {
    if (isConstant(b, 0)) return a;
    if (isConstant(a, 0)) return apply('neg', b);
    if (b.op === 'neg') return apply('add', a, b.args[0]!);
    return undefined;
  },
  // Constants go left and signs outwards, so that equal products meet in the table.
  mul: ([a, b]) => {
    if (isConstant(b)) return apply('mul', b, a);
    if (isConstant(a, 0)) return a;
    if (isConstant(a, 1)) return b;
    if (isConstant(a, -1)) return apply('neg', b);
    if (isConstant(a) && b.op === 'mul' && isConstant(b.args[0]!)) {
      return apply('mul', constant(a.value! * b.args[0]!.value!), b.args[1]!);
    }
    if (isConstant(a) && b.op === 'neg') return apply('mul', constant(-a.value!), b.args[0]!);
    if (a.op === 'neg') return apply('neg', apply('mul', a.args[0]!, b));
    if (b.op === 'neg') return apply('neg', apply('mul', a, b.args[0]!));
    if (b.op === 'div' && isConstant(b.args[0]!, 1)) return apply('div', a, b.args[1]!);
    return undefined;
  },
  div: ([a, b]) => {
    if (isConstant(a, 0)) return a;
    if (isConstant(b, 1)) return a;
    // (k s) / k is s, and its derivative in k then has no s/k - s/k. Only for parameters: x may be 0 or infinite.
    if (a.op === 'mul' && isParameter(b)) {
      const other = a.args.findIndex(arg => arg !== b);
      if (a.args.includes(b) && other >= 0) return a.args[other];
    }
    if (a.op === 'neg') return apply('neg', apply('div', a.args[0]!, b));
    return undefined;
  },
  hypot: ([a, b]) => (isConstant(b, 0) ? apply('abs', a) : isConstant(a, 0) ? apply('abs', b) : undefined),
  neg: ([a]) => (a.op === 'neg' ? a.args[0] : undefined),
  greater: ([a, b]) => (a.op === 'neg' && isConstant(b, 0) ? apply('less', a.args[0]!, b) : undefined),
  less: ([a, b]) => (a.op === 'abs' && isConstant(b) && b.value! <= 0 ? constant(0) : undefined),
  where: ([condition, a, b]) => {
    if (a === b) return a;
    if (isConstant(condition)) return condition.value ? a : b;
    return undefined;
  },
};

const isParameter = (node: Node): boolean =>
  node.op === 'symbol' && node.names![0] !== 'x' && !node.names![0]!.startsWith('$');

/** All nodes that `roots` need, each after its arguments. */
export function topological(roots: readonly Node[]): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node) => {
    if (seen.has(node)) return;
    seen.add(node);
    node.args.forEach(visit);
    order.push(node);
  };
  roots.forEach(visit);
  return order;
}

/** The same graph of other symbols. It has no explicit nodes. */
export function renamed(node: Node, names: ReadonlyMap<string, string>): Node {
  const done = new Map<Node, Node>();
  const visit = (current: Node): Node => {
    let result = done.get(current);
    if (!result) {
      const name = current.op === 'symbol' && names.get(current.names![0]!);
      if (name) result = symbol(name);
      else result = current.args.length ? apply(current.op as PrimitiveName, ...current.args.map(visit)) : current;
      done.set(current, result);
    }
    return result;
  };
  return visit(node);
}

/** Replaces every explicit node by its value, and symbols known to be 0 by that: what is left has to be computed. */
export function withoutExplicit(roots: readonly Node[], zeros: readonly string[] = []): Node[] {
  const replaced = new Map<Node, Node>();
  const visit = (node: Node): Node => {
    let result = replaced.get(node);
    if (!result) {
      if (node.op === 'explicit') result = visit(node.args[0]!);
      else if (node.op === 'symbol') result = zeros.includes(node.names![0]!) ? constant(0) : node;
      else if (node.op === 'constant') result = node;
      else result = apply(node.op, ...node.args.map(visit));
      replaced.set(node, result);
    }
    return result;
  };
  return roots.map(visit);
}

/** The one symbolic derivative: forward over the graph, each node once. */

import {apply, constant, isConstant, type Node} from './graph';
import {PRIMITIVES} from './primitives';

const ZERO = constant(0);
const ONE = constant(1);
const BUILD = {apply, constant};

/**
 * d node / d symbol. A factor that is identically 0 drops its term, whatever the other factor: the derivative of a
 * piece that does not depend on the symbol is 0 there, also where another piece is infinite.
 */
export function derive(node: Node, symbol: string): Node {
  const done = new Map<Node, Node>();
  const visit = (current: Node): Node => {
    let result = done.get(current);
    if (!result) done.set(current, (result = step(current)));
    return result;
  };
  const step = (current: Node): Node => {
    switch (current.op) {
      case 'constant':
        return ZERO;
      case 'symbol':
        return current.names![0] === symbol ? ONE : ZERO;
      case 'explicit': {
        const given = current.names!.indexOf(symbol);
        return given < 0 ? visit(current.args[0]!) : current.args[given + 1]!;
      }
      case 'where':
        // A branch selects; multiplying by a mask would make 0 * Infinity of the branch not taken.
        return apply('where', current.args[0]!, visit(current.args[1]!), visit(current.args[2]!));
      default: {
        const primitive = PRIMITIVES[current.op];
        if (primitive.selects) {
          const [a, b] = current.args as [Node, Node];
          return apply('where', apply(primitive.selects, a, b), visit(a), visit(b));
        }
        let sum = ZERO;
        current.args.forEach((arg, i) => {
          const inner = visit(arg);
          if (isConstant(inner, 0)) return;
          const outer = primitive.derivative[i]!(BUILD, current.args, current);
          sum = apply('add', sum, apply('mul', inner, outer));
        });
        return sum;
      }
    }
  };
  return visit(node);
}

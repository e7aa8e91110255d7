/**
 * A program: graphs as plain data, which travels as a kernel's attribute, so that any copy of the plugin can run and
 * derive what another one made.
 */

import {derive} from './derive';
import {apply, constant, explicit, symbol, topological, type Node} from './graph';
import type {PrimitiveName} from './primitives';

/** An operation with the positions of its arguments, or a leaf with its value. */
export type Instruction =
  | readonly ['symbol', string]
  | readonly ['constant', number]
  | readonly ['explicit', readonly string[], ...number[]]
  | readonly [PrimitiveName, ...number[]];

export interface Program {
  /** Name of the kernel that runs it, e.g. `RectifierSmoothReluGrad`. */
  readonly kernelName: string;
  /** Symbols that are tensors, in the order of the kernel's inputs. */
  readonly inputs: readonly string[];
  /** Symbols that are numbers, in the order of the kernel's `uniforms` attribute. */
  readonly uniforms: readonly string[];
  readonly code: readonly Instruction[];
  /** Positions in `code` of the results. */
  readonly outputs: readonly number[];
}

/** What is derived from a program, kept as long as the program is. */
interface Compiled {
  readonly outputs: readonly Node[];
  readonly gradients: Map<string, Program>;
}
const compiled = new WeakMap<Program, Compiled>();

export function makeProgram(
  kernelName: string,
  inputs: readonly string[],
  uniforms: readonly string[],
  outputs: readonly Node[],
): Program {
  const order = topological(outputs);
  const position = new Map(order.map((node, i) => [node, i]));
  const at = (node: Node) => position.get(node)!;
  const code = order.map((node): Instruction => {
    if (node.op === 'symbol') return ['symbol', node.names![0]!];
    if (node.op === 'constant') return ['constant', node.value!];
    if (node.op === 'explicit') return ['explicit', node.names!, ...node.args.map(at)];
    return [node.op, ...node.args.map(at)];
  });
  const program = {kernelName, inputs, uniforms, code, outputs: outputs.map(at)};
  compiled.set(program, {outputs, gradients: new Map()});
  return program;
}

function compile(program: Program): Compiled {
  let known = compiled.get(program);
  if (!known) {
    const nodes: Node[] = [];
    for (const instruction of program.code) {
      const [op, first, ...rest] = instruction as readonly [string, never, ...number[]];
      const args = (positions: readonly number[]) => positions.map(i => nodes[i]!);
      if (op === 'symbol') nodes.push(symbol(first));
      else if (op === 'constant') nodes.push(constant(first));
      else if (op === 'explicit') {
        const [value, ...given] = args(rest);
        nodes.push(explicit(value!, Object.fromEntries((first as string[]).map((name, i) => [name, given[i]!]))));
      } else nodes.push(apply(op as PrimitiveName, ...args([first, ...rest])));
    }
    compiled.set(program, (known = {outputs: program.outputs.map(i => nodes[i]!), gradients: new Map()}));
  }
  return known;
}

export const outputsOf = (program: Program): readonly Node[] => compile(program).outputs;

/**
 * The vector-Jacobian product as a program: for each input named in `wrt`, the sum over the outputs of cotangent times
 * derivative. Its inputs are one cotangent for each output, then the inputs of `program`: all of them, also those that
 * the derivative no longer depends on, because NaN in any of them must come through, and because a tape on which an
 * input is missing throws instead of giving a zero.
 */
export function gradientProgram(program: Program, wrt: readonly number[]): Program {
  const {outputs, gradients} = compile(program);
  const key = wrt.join();
  let gradient = gradients.get(key);
  if (!gradient) {
    const level = program.inputs.filter(name => name.startsWith('$')).length;
    const cotangents = outputs.map((_, i) => `$${level + i}`);
    const results = wrt.map(input =>
      outputs.reduce<Node>(
        (sum, output, i) =>
          apply('add', sum, apply('mul', symbol(cotangents[i]!), derive(output, program.inputs[input]!))),
        constant(0),
      ),
    );
    const inputs = [...cotangents, ...program.inputs];
    gradient = makeProgram(`${program.kernelName}Grad`, inputs, program.uniforms, results);
    gradients.set(key, gradient);
  }
  return gradient;
}

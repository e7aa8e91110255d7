/**
 * The target for the cpu backend: a program in plain JavaScript, in float64, by blocks that stay in the processor's
 * cache. Results are rounded to float32 once, at the end.
 */

import {topological, withoutExplicit, type Node} from '../expr/graph';
import {PRIMITIVES} from '../expr/primitives';
import {outputsOf, type Program} from '../expr/program';
import {sameShape, sizeOf} from './shapes';
import {sourcesOf} from './stacks';
import type {Target} from './target';

const BLOCK = 1024;

/**
 * What stands for an infinite x: beyond every float32, yet its powers are finite and times a vanishing exponential they
 * are 0. So every function and derivative comes out as its limit, with no case of its own.
 */
const INFINITE = 1e60;

/** Where the data of tensors is in memory: on the cpu backend, or small on a GPU's. There dataSync copies nothing. */
export const onInterpreter: Target = (tf, inputs, {program, uniforms, full, shapes, stacks}) => {
  const arrays = sourcesOf(
    inputs,
    stacks,
    input => input.dataSync() as Float32Array,
    (values, start, size) => values.subarray(start, start + size),
  );
  return interpret(program, arrays, uniforms, full, shapes).map((values, i) =>
    tf.tensor(values, [...shapes[i]!], 'float32'),
  );
};

interface Input {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Computes each output at each element of `full`, and sums it to its shape. */
export function interpret(
  program: Program,
  inputs: readonly Input[],
  uniforms: readonly number[],
  full: readonly number[],
  shapes: readonly (readonly number[])[],
): Float32Array[] {
  const size = sizeOf(full);
  const outputs = withoutExplicit(outputsOf(program));
  const order = topological(outputs);
  const registers = new Map<Node, Float64Array>(order.map(node => [node, new Float64Array(Math.min(BLOCK, size))]));
  const steps = order.flatMap(node => prepare(node, registers, program, inputs, uniforms, full));

  const results = shapes.map(shape => {
    const whole = sameShape(shape, full);
    return {whole, sums: new Float64Array(whole ? 0 : sizeOf(shape)), values: new Float32Array(sizeOf(shape))};
  });
  const targets = shapes.map(shape => (sameShape(shape, full) ? null : walker(shape, full)));
  const inputRegisters = program.inputs.map((name, i) => nanMask(order, registers, name, inputs[i]!, full));

  for (let start = 0; start < size; start += BLOCK) {
    const count = Math.min(BLOCK, size - start);
    for (const step of steps) step(start, count);
    const isNaNs = inputRegisters.map(mask => mask(start, count));
    outputs.forEach((output, at) => {
      const register = registers.get(output)!;
      const {whole, sums, values} = results[at]!;
      const target = targets[at];
      for (let i = 0; i < count; i++) {
        let value = register[i]!;
        // A NaN in any input comes through, also where a comparison or a constant derivative would hide it.
        for (const isNaN of isNaNs) if (isNaN?.[i]) value = NaN;
        if (whole) values[start + i] = value;
        else sums[target!(start + i)]! += value;
      }
    });
  }
  return results.map(({whole, sums, values}) => (whole ? values : Float32Array.from(sums)));
}

type Step = (start: number, count: number) => void;

/** How a node's register is filled: at once where it never changes, else block by block. */
function prepare(
  node: Node,
  registers: ReadonlyMap<Node, Float64Array>,
  program: Program,
  inputs: readonly Input[],
  uniforms: readonly number[],
  full: readonly number[],
): Step[] {
  const out = registers.get(node)!;
  if (node.op === 'constant') {
    out.fill(node.value!);
    return [];
  }
  if (node.op === 'symbol') {
    const name = node.names![0]!;
    const uniform = program.uniforms.indexOf(name);
    if (uniform >= 0) {
      out.fill(uniforms[uniform]!);
      return [];
    }
    const {values, shape} = inputs[program.inputs.indexOf(name)]!;
    return [load(out, values, shape, full, name === 'x')];
  }
  const {reference} = PRIMITIVES[node.op as keyof typeof PRIMITIVES];
  const [a, b, c] = node.args.map(arg => registers.get(arg)!);
  if (c) {
    return [
      (_, count) => {
        for (let i = 0; i < count; i++) out[i] = reference(a![i]!, b![i]!, c[i]!);
      },
    ];
  }
  if (b) {
    return [
      (_, count) => {
        for (let i = 0; i < count; i++) out[i] = reference(a![i]!, b[i]!);
      },
    ];
  }
  return [
    (_, count) => {
      for (let i = 0; i < count; i++) out[i] = reference(a![i]!);
    },
  ];
}

function load(
  out: Float64Array,
  values: ArrayLike<number>,
  shape: readonly number[],
  full: readonly number[],
  clampInfinite: boolean,
): Step {
  const index = sameShape(shape, full) ? null : walker(shape, full);
  return (start, count) => {
    for (let i = 0; i < count; i++) out[i] = values[index ? index(start + i) : start + i]!;
    if (!clampInfinite) return;
    for (let i = 0; i < count; i++) {
      if (out[i]! > INFINITE) out[i] = INFINITE;
      else if (out[i]! < -INFINITE) out[i] = -INFINITE;
    }
  };
}

/** Where an input is NaN, or nothing if it is nowhere: most inputs hold none, so look once. */
function nanMask(
  order: readonly Node[],
  registers: ReadonlyMap<Node, Float64Array>,
  name: string,
  {values, shape}: Input,
  full: readonly number[],
): (start: number, count: number) => readonly boolean[] | null {
  let any = false;
  for (let i = 0; i < values.length && !any; i++) any = Number.isNaN(values[i]);
  if (!any) return () => null;
  const node = order.find(each => each.op === 'symbol' && each.names![0] === name);
  const register = node ? registers.get(node)! : null;
  const index = walker(shape, full);
  return (start, count) =>
    Array.from({length: count}, (_, i) => Number.isNaN(register ? register[i] : values[index(start + i)]));
}

/** The position in a tensor of `shape` of the flat position in `full`, to which it broadcasts. */
function walker(shape: readonly number[], full: readonly number[]): (flat: number) => number {
  const offset = full.length - shape.length;
  // Axes from the last to the first: the size in `full`, and the stride here (0 where it is repeated).
  const axes: {size: number; stride: number}[] = [];
  let stride = 1;
  for (let axis = full.length - 1; axis >= 0; axis--) {
    const own = axis >= offset ? shape[axis - offset]! : 1;
    axes.push({size: full[axis]!, stride: own === 1 ? 0 : stride});
    stride *= own;
  }
  if (axes.every(axis => axis.stride === 0)) return () => 0;
  return flat => {
    let position = 0;
    for (const {size, stride} of axes) {
      position += (flat % size) * stride;
      flat = Math.floor(flat / size);
    }
    return position;
  };
}

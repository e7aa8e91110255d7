/** A program's kernels: emitted, compiled and instantiated when first needed for an access and a memory. */

import {PRIMITIVES} from '../../expr/primitives';
import type {Program} from '../../expr/program';
import {sameShape} from '../shapes';
import {webAssembly, type Memory} from './api';
import {emit, type Access} from './emit';
import {makePlan, type Plan} from './plan';

export type Kernel = (count: number, ...addressesAndUniforms: number[]) => void;

export interface Prepared {
  readonly plan: Plan;
  readonly kernel: Kernel | null;
}

interface Known {
  readonly kernels: Map<string, Kernel | null>;
  /** By the shapes and the zeros among the numbers that they are for, the latest first. */
  readonly prepared: {readonly shapes: Shapes; readonly zeros: readonly boolean[]; readonly result: Prepared}[];
}
type Shapes = readonly (readonly number[])[];
const known = new WeakMap<Memory, WeakMap<Program, Known>>();
/** Shapes remembered for a program. A model has few, unless its batches are all of different sizes. */
const REMEMBERED = 16;

/**
 * The plan and the kernel for shapes: of all together, the inputs, the outputs. `kernel` is null where WebAssembly, its
 * SIMD, or compiling at run time (by a content security policy) is missing.
 */
export function prepare(
  memory: Memory,
  largest: number,
  program: Program,
  uniforms: readonly number[],
  shapes: Shapes,
  isSum: readonly boolean[],
): Prepared {
  let ofMemory = known.get(memory);
  if (!ofMemory) known.set(memory, (ofMemory = new WeakMap()));
  let own = ofMemory.get(program);
  if (!own) ofMemory.set(program, (own = {kernels: new Map(), prepared: []}));
  for (const {shapes: before, zeros, result} of own.prepared) {
    const sameZeros = zeros.every((zero, i) => zero === !uniforms[i]);
    if (sameZeros && before.every((shape, i) => sameShape(shape, shapes[i]!))) return result;
  }
  const zeros = uniforms.map(value => !value);
  const plan = makePlan(shapes[0]!, shapes.slice(1), largest);
  const letters = plan.operands.map(({kind}, i) => {
    const output = i - program.inputs.length;
    const single = kind === 'single';
    return output < 0 ? (single ? 's' : 'v') : !isSum[output] ? 'e' : single ? 'r' : 'a';
  });
  const access: Access = [...letters, ...zeros.map(zero => (zero ? '0' : 'u'))].join('');
  let kernel = own.kernels.get(access);
  if (kernel === undefined) own.kernels.set(access, (kernel = instantiate(program, access, memory)));
  const result = {plan, kernel};
  own.prepared.unshift({shapes, zeros, result});
  own.prepared.splice(REMEMBERED);
  return result;
}

function instantiate(program: Program, access: Access, memory: Memory): Kernel | null {
  const shared = Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]';
  const bytes = emit(program, access, shared);
  const functions = [PRIMITIVES.sin.reference, PRIMITIVES.cos.reference];
  try {
    const {Module, Instance} = webAssembly()!;
    const module = new Module(bytes);
    return new Instance(module, {m: {m: memory}, f: {...functions}}).exports['k'] as Kernel;
  } catch {
    return null;
  }
}

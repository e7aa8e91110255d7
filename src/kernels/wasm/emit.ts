/** From a program to a WebAssembly module: one function that runs over a chunk of elements. */

import {withoutExplicit, type Node} from '../../expr/graph';
import type {PrimitiveName} from '../../expr/primitives';
import {outputsOf, type Program} from '../../expr/program';
import {ranges} from '../../expr/range';
import {webAssembly} from './api';
import {
  call,
  encodeModule,
  F64,
  get,
  I32,
  i32,
  memory,
  set,
  simd,
  tee,
  V128,
  whileAtLeast,
  type Code,
  type Func,
} from './encode';
import {Lanes, MUL_ADD, type Value} from './lanes';
import {isFar, log1pUnit} from './math';
import {COMPARING, isRoundedOnce, writePrimitive, xDependence} from './primitives';

/**
 * What a kernel is specialised for, a letter an operand, inputs first.
 * Inputs: `v` one value an element, `s` a single one. Outputs: `e` one float32 an element; summed in float64: `a` one
 * sum for each place in the chunk, `r` a single sum.
 */
export type Access = string;
// Uniforms: `0` is 0, which is folded (the slope of a relu; a threshold); `u` is any other number.

/** What stands for an infinite x, as in interpret.ts: beyond every float32, with powers that are finite. */
const INFINITE = 1e60;

const LOAD = 0x00;
const LOAD32_SPLAT = 0x09;
const LOAD32_ZERO = 0x5c;
const LOAD64_ZERO = 0x5d;
const STORE = 0x0b;
const STORE32_LANE = 0x5a;
const STORE64_LANE = 0x5b;
const DEMOTE = simd(0x5e);
const PROMOTE = simd(0x5f);
const SPLAT_F64 = simd(0x14);
const ADD_F64X2 = simd(0xf0);
const EXTRACT_LANE = simd(0x21);
/** i8x16.shuffle: the first halves of two vectors. */
const LOW_HALVES: Code = [simd(0x0d), 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
/** v128.and with a mask of the first float64. */
const FIRST_ALONE: Code = [simd(0x0c), Array<number>(8).fill(255), Array<number>(8).fill(0), simd(0x4e)];

/**
 * The exported function takes the number of elements, the address of each input and each output, and the uniforms. Sums
 * are added to what is at their address. Where sine or cosine is needed, the module's
 * functions are: 0 and 1 JavaScript's own, 2 the kernel, 3 and 4 what asks them.
 */
export function emit(program: Program, access: Access, shared: boolean, fused = canFuse()): Uint8Array {
  const kinds = [...access];
  const inputKinds = kinds.splice(0, program.inputs.length);
  const outputKinds = kinds.splice(0, program.outputs.length);
  const zeros = program.uniforms.filter((_, i) => kinds[i] === '0');
  const outputs = withoutExplicit(outputsOf(program), zeros);
  const wide = outputKinds.some(kind => kind !== 'e') || !isRoundedOnce(outputs);
  const lanes = new Lanes(wide, fused);
  const elements = wide ? 2 : 4;
  // Several vectors an iteration: less to count where memory is the limit; and where arithmetic is, one vector's chain
  // of operations goes on while the other's waits.
  const copies = Array.from({length: wide ? 2 : 4}, (_, i) => i);
  const singles = inputKinds.map(kind => (kind === 's' ? lanes.given(true) : null));
  const inputs = copies.map(() => singles.map(single => single ?? lanes.given(false)));
  const uniforms = program.uniforms.map(() => lanes.given(true));
  const rounded = outputKinds.map(kind => kind === 'e');
  const results = inputs.map(each => write(lanes, program, outputs, rounded, each, uniforms));

  const outputPointer = (i: number) => 1 + inputKinds.length + i;
  const firstUniform = outputPointer(outputs.length);
  let locals = firstUniform + uniforms.length;
  const local = new Map<Value, number>();
  const localOf = (value: Value): number => {
    if (!local.has(value)) local.set(value, locals++);
    return local.get(value)!;
  };
  const sums = outputs.map(() => locals++);

  const {uses, hoisted} = survey(results.flat());
  const ready = new Set<Value>();
  const keep = (value: Value, code: Code): Code => {
    ready.add(value);
    return [code, set(localOf(value))];
  };
  /** Pushes a value; what is used again stays in its local. */
  const push = (value: Value): Code => {
    if (ready.has(value)) return get(localOf(value));
    const code = [value.args.map(push), value.code!];
    if (uses.get(value)! < 2) return code;
    ready.add(value);
    return [code, tee(localOf(value))];
  };

  const prologue: Code[] = [
    ...singles.map((value, i) =>
      value ? keep(value, [get(1 + i), memory(LOAD32_SPLAT, 0), wide ? PROMOTE : []]) : [],
    ),
    // f64x2.splat; f32.demote_f64, f32x4.splat
    ...uniforms.map((value, i) => keep(value, [get(firstUniform + i), wide ? SPLAT_F64 : [0xb6, simd(0x13)]])),
  ];
  for (const value of hoisted) if (!ready.has(value)) prologue.push(keep(value, push(value)));
  const once = [...ready];

  /** All copies' vectors of elements; or a single element, in the first lane of the first. */
  const step = (single: boolean): Code => {
    ready.clear();
    once.forEach(value => ready.add(value));
    const taken = single ? [0] : copies;
    const load = single ? LOAD32_ZERO : wide ? LOAD64_ZERO : LOAD;
    const loads = taken.map(copy =>
      inputs[copy]!.map((value, i) =>
        value.uniform ? [] : keep(value, [get(1 + i), memory(load, 4 * elements * copy), wide ? PROMOTE : []]),
      ),
    );
    const stores = outputKinds.map((kind, i): Code => {
      const at = get(outputPointer(i));
      const values = taken.map(copy => push(results[copy]![i]!));
      // The second lane of a single element holds what must not be counted.
      if (kind === 'r')
        return [get(sums[i]!), values.map(value => [value, single ? FIRST_ALONE : [], ADD_F64X2]), set(sums[i]!)];
      if (kind === 'a') {
        const [take, put] = single ? [LOAD64_ZERO, STORE64_LANE] : [LOAD, STORE];
        return values.map((value, copy) => [
          [at, at, memory(take, 16 * copy), value, ADD_F64X2],
          [memory(put, 16 * copy), single ? 0 : []],
        ]);
      }
      const floats = values.map(value => [value, wide ? DEMOTE : []]);
      if (single) return [at, floats, memory(STORE32_LANE, 0), 0];
      return wide
        ? [at, floats, LOW_HALVES, memory(STORE, 0)]
        : floats.map((value, copy) => [at, value, memory(STORE, 16 * copy)]);
    });
    return [loads, stores];
  };
  const advance = (by: number): Code => {
    // i32.add, and i32.sub for the number of elements left
    const move = (at: number, amount: number, operation = 0x6a) => [get(at), i32(amount), operation, set(at)];
    return [
      inputKinds.map((kind, i) => (kind === 'v' ? move(1 + i, 4 * by) : [])),
      outputKinds.map((kind, i) => (kind === 'r' ? [] : move(outputPointer(i), (kind === 'e' ? 4 : 8) * by))),
      move(0, by, 0x6b),
    ];
  };
  const batch = copies.length * elements;
  const body: Code = [
    prologue,
    whileAtLeast(0, batch, [step(false), advance(batch)]),
    whileAtLeast(0, 1, [step(true), advance(1)]),
    outputKinds.map((kind, i) => (kind === 'r' ? addSum(outputPointer(i), sums[i]!) : [])),
  ];
  const params = [...Array<number>(firstUniform).fill(I32), ...uniforms.map(() => F64)];
  const kernel: Func = {params, results: [], vectors: locals - params.length, body};
  const imports = lanes.far ? [0, 1] : [];
  return encodeModule([kernel, ...imports.map(farFunction)], imports.length, shared);
}

let fusing: boolean | undefined;
/** Whether the engine has relaxed SIMD. A fused multiply-add saves a fifth of the time. */
function canFuse(): boolean {
  const body = [get(0), get(0), get(0), MUL_ADD];
  const probe = {params: [V128], results: [V128], vectors: 0, body};
  return (fusing ??= webAssembly()?.validate?.(encodeModule([probe], 0, false)) ?? false);
}

/** The program's outputs as values, with NaN of any input put into each. */
function write(
  lanes: Lanes,
  program: Program,
  outputs: readonly Node[],
  rounded: readonly boolean[],
  inputs: readonly Value[],
  uniforms: readonly Value[],
): Value[] {
  const symbols = new Map<string, Value>();
  program.inputs.forEach((name, i) => symbols.set(name, inputs[i]!));
  program.uniforms.forEach((name, i) => symbols.set(name, uniforms[i]!));
  const x = symbols.get('x');
  const finite = x && lanes.wide ? x.quickMax(-INFINITE).quickMin(INFINITE) : x;
  const dependsOnX = xDependence(outputs);
  const rangeOf = ranges(() => [-Infinity, Infinity]);
  const isNumber = ({op, names}: Node) => op === 'constant' || program.uniforms.includes(names?.[0] ?? '');
  // Values with an infinite x as it is, and with what stands for it.
  const [raw, values] = [new Map<Node, Value>(), new Map<Node, Value>()];
  const visit = (node: Node, infinite: boolean): Value => {
    const known = infinite ? raw : values;
    let value = known.get(node);
    if (!value) known.set(node, (value = valueOf(node, infinite)));
    return value;
  };
  const number = (node: Node, infinite: boolean): Value => {
    const value = visit(node, infinite);
    return value.mask ? value.and(1) : value;
  };
  const condition = (node: Node): Value => {
    const value = visit(node, true);
    return value.mask ? value : value.notEqual(0);
  };
  const valueOf = (node: Node, infinite: boolean): Value => {
    if (node.op === 'constant') return lanes.constant(node.value!);
    if (node.op === 'symbol') return node.names![0] === 'x' && !infinite ? finite! : symbols.get(node.names![0]!)!;
    const through =
      LIMITING.has(node.op) ||
      (COMPARING.has(node.op) && !node.args.every(dependsOnX)) ||
      (infinite && keepsInfinity(node, isNumber));
    const args = node.args.map((arg, i) => (node.op === 'where' && !i ? condition(arg) : number(arg, through)));
    const [a, b] = args as [Value, Value];
    if (!lanes.wide && node.op === 'mul') return product(node, a, b);
    // The reciprocal of what is the same for all elements is taken once. Float64 has digits to spare for that.
    if (node.op === 'div' && b.uniform) return a.mul(lanes.constant(1).div(b));
    if (node.op === 'log1p') {
      const [low, high] = rangeOf(node.args[0]!);
      if (low >= -0.5 && high <= 1) return log1pUnit(a);
    }
    return writePrimitive(node.op as PrimitiveName, args);
  };
  /** Float32 has no room for a finite stand-in of an infinite x, so 0 * Infinity is made 0 here. */
  const product = (node: Node, a: Value, b: Value): Value => {
    const value = a.mul(b);
    // Numbers are not 0: those that are have a kernel of their own, and constants are folded.
    if (node.args.some(isNumber) || !node.args.some(dependsOnX)) return value;
    return value.andNot(value.notEqual(value).and(x!.abs().equal(Infinity)));
  };
  return outputs.map((output, i) => {
    // In a sum, infinities of both signs would be NaN.
    const value = number(output, rounded[i]!);
    const lost = inputs.filter(input => !(value.passesNaN & input.passesNaN));
    return lost.map(input => input.notEqual(input)).reduce((result, isNaN) => result.or(isNaN), value);
  });
}

/** What is finite whatever the argument. */
const LIMITING: ReadonlySet<string> = new Set(['exp', 'expm1', 'sigmoid', 'logisticBell', 'tanh']);
const KEEPING: ReadonlySet<string> = new Set(['neg', 'abs', 'square', 'maximum', 'minimum', 'softplus', 'where']);
const WITH_NUMBERS: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div']);

/** Whether a node is what it should be of infinite arguments: neither 0 times Infinity nor a difference of infinities. */
const keepsInfinity = ({op, args}: Node, isNumber: (node: Node) => boolean): boolean =>
  KEEPING.has(op) || (WITH_NUMBERS.has(op) && args.some(isNumber));

/** How often each value is used, and the uniform ones that the loop needs: they are computed once, before it. */
function survey(results: readonly Value[]): {uses: ReadonlyMap<Value, number>; hoisted: ReadonlySet<Value>} {
  const uses = new Map<Value, number>();
  const hoisted = new Set<Value>();
  const visit = (value: Value, inLoop: boolean) => {
    const count = uses.get(value) ?? 0;
    uses.set(value, count + 1);
    if (inLoop && value.uniform) hoisted.add(value);
    if (!count) for (const arg of value.args) visit(arg, !value.uniform);
  };
  for (const result of results) visit(result, true);
  return {uses, hoisted};
}

/** Adds both lanes of a sum to the float64 at an address. */
function addSum(address: number, sum: number): Code {
  const lane = (i: number) => [get(sum), EXTRACT_LANE, i];
  // f64.load, f64.add, f64.store
  return [get(address), get(address), 0x2b, 0, 0, lane(0), lane(1), 0xa0, 0xa0, 0x39, 0, 0];
}

/** (near, argument) -> near, but in lanes where the argument is too large for it, what an import gives. */
function farFunction(imported: number): Func {
  const argument = new Lanes(true, false).given(false);
  const push = (value: Value): Code => (value === argument ? get(1) : [value.args.map(push), value.code!]);
  const lane = (i: number) => [get(1), EXTRACT_LANE, i, call(imported)];
  // f64x2.replace_lane, v128.bitselect
  const body = [lane(0), SPLAT_F64, lane(1), simd(0x22), 1, get(0), push(isFar(argument)), simd(0x52)];
  return {params: [V128, V128], results: [V128], vectors: 0, body};
}

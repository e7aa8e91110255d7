/**
 * Values in SIMD lanes: what a kernel computes, as a graph of instructions in which equal ones are one. Writers of
 * primitives chain them like tensors; `emit` turns the graph into code.
 */

import {call, float32, float64, i32, simd, type Code} from './encode';

/** The opcodes for two lanes of float64. */
const OPCODES = {
  add: 0xf0,
  sub: 0xf1,
  mul: 0xf2,
  div: 0xf3,
  minimum: 0xf4,
  maximum: 0xf5,
  // b < a ? b : a and a < b ? b : a. One machine instruction each, where the two above are ten; NaN in b is lost.
  quickMin: 0xf6,
  quickMax: 0xf7,
  abs: 0xec,
  neg: 0xed,
  sqrt: 0xef,
  equal: 0x47,
  notEqual: 0x48,
  less: 0x49,
  greater: 0x4a,
  lessEqual: 0x4b,
  greaterEqual: 0x4c,
  and: 0x4e,
  andNot: 0x4f,
  or: 0x50,
  xor: 0x51,
  // The bits of this where the mask is set, else those of the other: select(other, mask).
  select: 0x52,
  // On lanes as 64-bit integers.
  addInt: 0xce,
  subInt: 0xd1,
  equalInt: 0xd6,
} as const;
export type Op = keyof typeof OPCODES;

const isComparison = (opcode: number) => opcode >= 0x41 && opcode <= 0x4c;
/** The same for four lanes of float32, where there is one. */
const narrowed = (opcode: number) => (isComparison(opcode) ? opcode - 6 : opcode < 0xe0 ? opcode : opcode - 12);

/** a b and b a are one. */
const COMMUTATIVE: ReadonlySet<string> = new Set('add mul equal notEqual and or xor addInt equalInt'.split(' '));

/** NaN of any argument is NaN of the result; `or` only ever sets a sign, or makes NaN. */
const PASSING: ReadonlySet<string> = new Set('add sub mul div mulAdd minimum maximum abs neg sqrt or'.split(' '));

/** The inputs, a bit each, whose NaN makes an instruction's result NaN. */
function passesNaN(op: string, args: readonly Value[]): number {
  const [first, second] = args;
  if (op === 'select') return first!.passesNaN & second!.passesNaN;
  if (op.startsWith('quick')) return first!.passesNaN;
  return PASSING.has(op) ? args.reduce((bits, arg) => bits | arg.passesNaN, 0) : 0;
}

/** f64x2.relaxed_madd */
export const MUL_ADD = simd(0x107);

type Chain = {readonly [op in Op]: (...args: (Value | number)[]) => Value};
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- its methods are added below, one an opcode
export interface Value extends Chain {}

// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Value {
  constructor(
    readonly lanes: Lanes,
    readonly id: number,
    readonly op: string,
    /** Pushes the result, the arguments being on the stack. Null for what is in a local from the start. */
    readonly code: Code | null,
    readonly args: readonly Value[],
    /** The same for all elements: computed once a call. */
    readonly uniform: boolean,
    /** All bits of a lane set, or none. */
    readonly mask: boolean,
    /** The inputs, a bit each, whose NaN makes it NaN. */
    readonly passesNaN: number,
  ) {}

  shiftLeft(bits: number): Value {
    return this.lanes.make(`<${bits}`, [i32(bits), simd(0xcb)], [this]);
  }

  /** The sign goes along. */
  shiftRight(bits: number): Value {
    return this.lanes.make(`>${bits}`, [i32(bits), simd(0xcc)], [this]);
  }

  /**
   * This; but where a mask is set for any lane, what the module's function `index` makes of it and of an argument. Asked
   * here, not there: calls for each vector would be a quarter of snake and its gradients.
   */
  unless(far: Value, index: number, argument: Value): Value {
    this.lanes.far = true;
    // v128.any_true, if (of the function's type, the module's third), call, else, drop, end
    const code = [simd(0x53), 0x04, 2, call(index), 0x05, 0x1a, 0x0b];
    return this.lanes.make(`far${index}`, code, [this, argument, far]);
  }

  /**
   * this * b + c, rounded once or twice: for sums that do not depend on it. One instruction of the relaxed set, where an
   * engine has that.
   */
  mulAdd(b: Value, c: Value): Value {
    return this.lanes.fused ? this.lanes.make('mulAdd', MUL_ADD, [this, b, c]) : this.mul(b).add(c);
  }

  /** This, which is not negative, with the sign of another. */
  withSign(other: Value): Value {
    return this.or(other.and(-0));
  }

  /** The larger or smaller one, NaN if one is NaN. What is no result of an instruction is NaN only where an input is. */
  extreme(which: 'Max' | 'Min', other: Value): Value {
    if (!other.op) return this[`quick${which}`](other);
    if (!this.op) return other[`quick${which}`](this);
    return which === 'Max' ? this.maximum(other) : this.minimum(other);
  }
}

export class Lanes {
  /** Whether a value needs the module's functions for far arguments. */
  far = false;
  private readonly known = new Map<string, Value>();
  private readonly numbers = new Map<Value, number>();

  /**
   * @param wide two lanes of float64, else four of float32
   * @param fused whether `mulAdd` is one instruction
   */
  constructor(
    readonly wide: boolean,
    readonly fused: boolean,
  ) {
    if (!Object.hasOwn(Value.prototype, 'add')) addMethods();
  }

  /** A value that has a local from the start: an input's vector, or a number that came as an argument. */
  given(uniform: boolean): Value {
    const index = this.known.size;
    return this.add(`given${index}`, '', null, [], uniform, false, index < 32 ? 1 << index : 0);
  }

  constant(value: number): Value {
    const bytes = this.wide ? float64(value) : float32(value);
    const constant = this.bits(this.wide ? [bytes, bytes] : [bytes, bytes, bytes, bytes]);
    this.numbers.set(constant, value);
    return constant;
  }

  bits(bytes: Code): Value {
    return this.known.get(`${bytes}`) ?? this.add(`${bytes}`, '', [simd(0x0c), bytes], [], true, false, 0);
  }

  apply(op: Op, ...args: Value[]): Value {
    const simpler = this.simpler(op, args);
    if (simpler) return simpler;
    const opcode = OPCODES[op];
    // By a number that stays in a register: for the instructions, V8 makes it anew in each round of a loop, a third of what
    // hardShrink costs. Kernels of float64 lanes have no register to spare.
    const bits = op === 'abs' ? OPCODES.andNot : op === 'neg' ? OPCODES.xor : 0;
    if (!this.wide && bits) return this.make(op, simd(bits), [...args, this.constant(-0)]);
    return this.make(op, simd(this.wide ? opcode : narrowed(opcode)), args, isComparison(opcode));
  }

  /** The same value of fewer instructions, so that e^-|a|, say, is one for a and -a, and for 2 (a / 2). */
  private simpler(op: Op, args: readonly Value[]): Value | undefined {
    const number = (value: Value) => this.numbers.get(value);
    const [inner] = args;
    if (op === 'abs' && inner!.op === 'neg') return inner!.args[0]!.abs();
    const outer = args.find(arg => number(arg) !== undefined);
    const other = args.find(arg => arg !== outer);
    if (!outer || !other) return undefined;
    if (op === 'or' && Object.is(number(outer), -0) && other.op === 'neg') return other.args[0]!.or(-0);
    if (op === 'mul') {
      const factor = number(outer)!;
      if (factor === 1) return other;
      const constant = other.op === 'mul' ? other.args.find(arg => number(arg) !== undefined) : undefined;
      // A power of two rounds nothing.
      if (constant && Number.isInteger(Math.log2(Math.abs(factor)))) {
        return other.args.find(arg => arg !== constant)!.mul(factor * number(constant)!);
      }
    }
    return undefined;
  }

  make(op: string, code: Code, args: readonly Value[], mask = false): Value {
    const ids = args.map(({id}) => id);
    // Instructions keep their order of arguments: V8 has use for what the writers thought of.
    const key = `${op} ${COMMUTATIVE.has(op) ? ids.sort((a, b) => a - b) : ids}`;
    const uniform = args.every(arg => arg.uniform);
    return this.known.get(key) ?? this.add(key, op, code, args, uniform, mask, passesNaN(op, args));
  }

  private add(key: string, ...rest: [string, Code | null, readonly Value[], boolean, boolean, number]): Value {
    const value = new Value(this, this.known.size, ...rest);
    this.known.set(key, value);
    return value;
  }
}

/** When first needed, so that a bundle without these kernels has nothing of them. */
function addMethods(): void {
  for (const op of Object.keys(OPCODES) as Op[]) {
    const method = function (this: Value, ...args: (Value | number)[]): Value {
      return this.lanes.apply(op, this, ...args.map(arg => (typeof arg === 'number' ? this.lanes.constant(arg) : arg)));
    };
    Object.defineProperty(Value.prototype, op, {value: method});
  }
}

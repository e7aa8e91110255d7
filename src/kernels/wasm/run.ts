/** Runs a program block by block, over tensors that are in the kernel's memory or are brought there piece by piece. */

import type {Program} from '../../expr/program';
import type {Memory} from './api';
import {prepare} from './kernel';
import {forEachBlock, type Operand} from './plan';

/** A tensor's values: at an address of the kernel's memory, or in an array of their own. */
export type Values = number | Float32Array;

export interface Place {
  readonly memory: Memory;
  /** Elements of a block at most. */
  readonly largest: number;
  /** Room for that many bytes, by its address, a multiple of 8. What lay in memory before may have moved. */
  readonly reserve: (bytes: number) => number;
}

/** How an operand is passed to the kernel: its address for a block, and what is left to do after it and at the end. */
interface Passed {
  readonly address: (start: number, count: number) => number;
  readonly after?: (start: number, count: number) => void;
  readonly end?: () => void;
}

/** False where there is no kernel. `sums` are float64, one array for each output that is summed. */
export function runBlocks(
  place: Place,
  program: Program,
  uniforms: readonly number[],
  full: readonly number[],
  inputs: readonly {readonly shape: readonly number[]; readonly values: Values}[],
  outputs: readonly {readonly shape: readonly number[]; readonly values: Values | Float64Array}[],
): boolean {
  const {memory, largest} = place;
  const operands = [...inputs, ...outputs];
  const isSum = outputs.map(({values}) => values instanceof Float64Array);
  const {plan, kernel} = prepare(
    memory,
    largest,
    program,
    uniforms,
    [full, ...operands.map(({shape}) => shape)],
    isSum,
  );
  if (!kernel) return false;

  // Eight bytes a float64 sum, four a float32; each piece starts at a multiple of eight.
  const sizes = operands.map(({values}, i) => {
    const {kind} = plan.operands[i]!;
    const length = kind === 'single' ? 1 : plan.block;
    if (values instanceof Float64Array) return 8 * length;
    return typeof values === 'number' && kind !== 'tile' ? 0 : 8 * Math.ceil(length / 2);
  });
  let free = place.reserve(sizes.reduce((a, b) => a + b, 0));
  const floats = new Float32Array(memory.buffer);
  const passed = operands.map(({values}, i) => {
    const piece = free;
    free += sizes[i]!;
    const operand = plan.operands[i]!;
    if (values instanceof Float64Array) {
      return passSum(new Float64Array(memory.buffer, piece, sizes[i]! / 8), values, operand, piece);
    }
    return i < inputs.length ? passInput(floats, values, operand, piece) : passOutput(floats, values, piece);
  });
  forEachBlock(plan, (count, starts) => {
    const addresses = passed.map(({address}, i) => address(starts[i]!, count));
    kernel(count, ...addresses, ...uniforms);
    passed.forEach(({after}, i) => after?.(starts[i]!, count));
  });
  passed.forEach(({end}) => end?.());
  return true;
}

function passInput(floats: Float32Array, values: Values, {kind, table}: Operand, piece: number): Passed {
  const inPlace = typeof values === 'number';
  if (inPlace && !table) return {address: start => values + 4 * start};
  const [source, offset] = inPlace ? [floats, values / 4] : [values, 0];
  const at = piece / 4;
  let brought = -1;
  let held = 0;
  const address = (start: number, count: number) => {
    // What repeats is brought once. A tile is laid out whole, so that a shorter block cannot come first.
    if (start !== brought || held < count) {
      if (table) for (let i = 0; i < table.length; i++) floats[at + i] = source[offset + start + table[i]!]!;
      else floats.set(source.subarray(offset + start, offset + start + (kind === 'single' ? 1 : count)), at);
      brought = start;
      held = table ? table.length : count;
    }
    return piece;
  };
  return {address};
}

function passOutput(floats: Float32Array, values: Values, piece: number): Passed {
  if (typeof values === 'number') return {address: start => values + 4 * start};
  const at = piece / 4;
  return {
    address: () => piece,
    after: (start, count) => values.set(floats.subarray(at, at + count), start),
  };
}

/** The kernel adds to a block's sums, which are added to the whole's when the block after them has others. */
function passSum(sums: Float64Array, values: Float64Array, {table}: Operand, piece: number): Passed {
  let current = -1;
  const end = () => {
    if (current >= 0) for (let i = 0; i < sums.length; i++) values[current + (table ? table[i]! : i)]! += sums[i]!;
    sums.fill(0);
  };
  const address = (start: number) => {
    if (start !== current) {
      end();
      current = start;
    }
    return piece;
  };
  return {address, end};
}

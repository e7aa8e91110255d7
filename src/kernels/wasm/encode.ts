/** The binary format of WebAssembly, as far as kernels need it. */

/** Bytes, nested as they were put together. */
export type Code = readonly (number | Code)[];

export const unsigned = (value: number): Code => (value < 128 ? [value] : [(value & 127) | 128, unsigned(value >>> 7)]);

const asBytes = (value: Float64Array | Float32Array): number[] => [...new Uint8Array(value.buffer)];
export const float64 = (value: number): number[] => asBytes(Float64Array.of(value));
export const float32 = (value: number): number[] => asBytes(Float32Array.of(value));

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number): Code => [0x21, unsigned(local)];
export const tee = (local: number): Code => [0x22, unsigned(local)];
/** A number from 0 to 8191: others would need more bytes, or their sign taken care of. */
export const i32 = (value: number): Code => [0x41, (value & 127) | 128, value >> 7];
export const call = (index: number): Code => [0x10, index];
export const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
/** Alignment is a hint only, and tensors promise none. */
export const memory = (opcode: number, offset: number): Code => [simd(opcode), 0, unsigned(offset)];

/** `while (local >= step) body`, where the body itself counts down. */
export const whileAtLeast = (local: number, step: number, body: Code): Code => {
  const enough = [get(local), i32(step), 0x4e];
  return [enough, 0x04, 0x40, 0x03, 0x40, body, enough, 0x0d, 0, 0x0b, 0x0b];
};

export interface Func {
  readonly params: readonly number[];
  readonly results: readonly number[];
  /** Locals beyond the parameters, all of type v128. */
  readonly vectors: number;
  readonly body: Code;
}

function flatten(code: Code, into: number[] = []): number[] {
  for (const part of code) {
    if (typeof part === 'number') into.push(part);
    else flatten(part, into);
  }
  return into;
}

/**
 * A module that imports a memory, m.m, and functions float64 -> float64, f.0, f.1 ..., and exports its own first
 * function as k. A shared memory must be imported as such, with a maximum, which may be the largest there is.
 */
export function encodeModule(functions: readonly Func[], imports: number, shared: boolean): Uint8Array {
  const list = (items: Code): Code => [unsigned(items.length), items];
  const sized = (code: Code): Code => list(flatten(code));
  const name = (letter: string): Code => [1, letter.charCodeAt(0)];
  const type = (params: Code, results: Code): Code => [0x60, list(params), list(results)];
  const functionImports = Array.from({length: imports}, (_, i) => [name('f'), name(`${i}`), 0, 0]);
  const memoryImport = [name('m'), name('m'), 2, shared ? [3, 0, unsigned(65536)] : [0, 0]];
  const sections: readonly (readonly [number, Code])[] = [
    [1, list([type([F64], [F64]), ...functions.map(({params, results}) => type(params, results))])],
    [2, list([memoryImport, ...functionImports])],
    [3, list(functions.map((_, i) => i + 1))],
    [7, list([[name('k'), 0, imports]])],
    [10, list(functions.map(({vectors, body}) => sized([list([[unsigned(vectors), V128]]), body, 0x0b])))],
  ];
  const content = sections.map(([id, section]) => [id, sized(section)]);
  return Uint8Array.from(flatten([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, content]));
}

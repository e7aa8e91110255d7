/**
 * WebAssembly kernels for two backends: on `wasm` they work on the backend's own heap, where the tensors are; on `cpu`
 * on a small memory of ours, to which pieces of the tensors are brought. Null means: not here, take another way.
 */

import {RectifierError} from '../../errors';
import type {TensorInfo} from '../../tf';
import {sameShape, sizeOf} from '../shapes';
import {sourcesOf} from '../stacks';
import type {Target} from '../target';
import {webAssembly, type Memory} from './api';
import {runBlocks, type Place} from './run';

/** Elements a block. Pieces for the cpu backend stay in the first caches. */
const LARGEST_ON_CPU = 8192;
/** V8 replaces a function by its optimised version between calls only, so a large tensor is several calls. */
const LARGEST_ON_WASM = 65536;

export const onOwnMemory: Target = (tf, inputs, {program, uniforms, full, shapes, stacks}) => {
  const place = ownPlace();
  if (!place || full.includes(0)) return null;
  // On this backend dataSync is the tensor's own array, not a copy.
  const sources = sourcesOf(
    inputs,
    stacks,
    input => input.dataSync() as Float32Array,
    (values, start, size) => values.subarray(start, start + size),
  );
  const results = shapes.map(shape => ({shape, values: resultArray(shape, full)}));
  if (!runBlocks(place, program, uniforms, full, sources, results)) return null;
  // A whole result becomes the tensor's own array as it is: to fill another one takes as long as to compute it.
  return results.map(({shape, values}) =>
    tf.tensor(values instanceof Float32Array ? values : Float32Array.from(values), [...shape], 'float32'),
  );
};

const resultArray = (shape: readonly number[], full: readonly number[]): Float32Array | Float64Array =>
  sameShape(shape, full) ? new Float32Array(sizeOf(full)) : new Float64Array(sizeOf(shape));

let own: Place | null | undefined;
function ownPlace(): Place | null {
  if (own === undefined) own = makeOwnPlace();
  return own;
}

function makeOwnPlace(): Place | null {
  const PAGE = 65536;
  try {
    const memory = new (webAssembly()!.Memory)({initial: 4});
    const reserve = (bytes: number) => {
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return 0;
    };
    return {memory, largest: LARGEST_ON_CPU, reserve};
  } catch {
    return null;
  }
}

/** What we use of tf.js's wasm backend, none of it public: that is why each part of it is looked at before use. */
interface WasmBackend {
  readonly wasm?: {
    readonly HEAPU8?: Uint8Array;
    readonly wasmMemory?: unknown;
    readonly asm?: Readonly<Record<string, unknown>>;
  };
  readonly dataIdMap?: {get(dataId: object): {readonly memoryOffset?: number} | undefined};
  makeOutput?(shape: readonly number[], dtype: 'float32'): TensorInfo;
  disposeData?(dataId: object): boolean;
}

export const onBackendHeap: Target = (tf, inputs, {program, uniforms, full, shapes, stacks}) => {
  const backend = tf.backend() as WasmBackend;
  const memory = backendMemory(backend);
  if (!memory || full.includes(0)) return null;
  const offsetOf = ({dataId}: TensorInfo): number | undefined => backend.dataIdMap!.get(dataId)?.memoryOffset;
  const sources = sourcesOf(
    inputs,
    stacks,
    input => offsetOf(input)!,
    (offset, start) => offset + 4 * start,
  );
  if (!sources.every(({values}) => values > 0 && values % 4 === 0)) return null;

  const made: TensorInfo[] = [];
  const allocate = (shape: readonly number[]): number => {
    const info = backend.makeOutput!(shape, 'float32');
    made.push(info);
    const offset = offsetOf(info);
    if (!offset) {
      throw new RectifierError(
        `${program.kernelName}: the heap of the wasm backend is full: there is no room for ${4 * sizeOf(shape)} more ` +
          'bytes. Dispose tensors that are no longer needed (tf.tidy, tf.dispose), or use smaller batches.',
      );
    }
    return offset;
  };
  const dispose = (infos: readonly TensorInfo[]) => infos.forEach(({dataId}) => backend.disposeData!(dataId));
  try {
    const results = shapes.map(shape => {
      const offset = allocate(shape);
      return {shape, offset, values: sameShape(shape, full) ? offset : new Float64Array(sizeOf(shape))};
    });
    const reserve = (bytes: number) => (bytes ? Math.ceil(allocate([bytes / 4 + 1]) / 8) * 8 : 0);
    const done = runBlocks({memory, largest: LARGEST_ON_WASM, reserve}, program, uniforms, full, sources, results);
    for (const {offset, values} of results) {
      if (done && typeof values !== 'number') new Float32Array(memory.buffer, offset, values.length).set(values);
    }
    dispose(made.splice(done ? results.length : 0));
    return done ? made : null;
  } catch (error) {
    dispose(made);
    throw error;
  }
};

const memories = new WeakMap<object, Memory | null>();

/** The memory that the backend's heap is, if everything that we need is as we know it. */
function backendMemory({wasm, dataIdMap, makeOutput, disposeData}: WasmBackend): Memory | null {
  const whole = wasm?.HEAPU8 && [dataIdMap?.get, makeOutput, disposeData].every(each => typeof each === 'function');
  if (!whole) return null;
  let memory = memories.get(wasm);
  if (memory === undefined) {
    // `wasmMemory` in the threaded build, `asm.memory` in the plain one; under whatever name a later build exports it.
    const candidates = [wasm.wasmMemory, wasm.asm?.['memory'], ...Object.values(wasm.asm ?? {})];
    // Not instanceof: the page may have another realm's classes, as under Jest.
    const found = candidates.find(
      each =>
        Object.prototype.toString.call(each) === '[object WebAssembly.Memory]' &&
        (each as Memory).buffer === wasm.HEAPU8!.buffer,
    ) as Memory | undefined;
    memories.set(wasm, (memory = found ?? null));
  }
  return memory;
}

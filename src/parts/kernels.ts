/** Kernels, by the backends that they are for. Where they are not listed, tf.js's own ops run the same formulas, slower. */

import {addTarget} from '../kernels/kernel';
import {onWebGL} from '../kernels/shader/webgl';
import {onWebGPU} from '../kernels/shader/webgpu';
import type {Target} from '../kernels/target';
import {onTensorFlow} from '../kernels/tensorflow';
import {onBackendHeap, onOwnMemory} from '../kernels/wasm';
import {part} from './part';

const kernels = <const N extends string>(name: N, targets: Readonly<Record<string, Target>>) =>
  part(name, ({tf}) => {
    for (const [backend, target] of Object.entries(targets)) addTarget(tf, backend, target);
  });

/** WebAssembly kernels, emitted at run time, for the backends wasm and cpu. */
export const wasm = kernels('wasm', {wasm: onBackendHeap, cpu: onOwnMemory});

/** Shaders for the backend webgl. */
export const webgl = kernels('webgl', {webgl: onWebGL});

/** Shaders for the backend webgpu. */
export const webgpu = kernels('webgpu', {webgpu: onWebGPU});

/** For tfjs-node: the WebAssembly kernels for small tensors, TensorFlow's fused ops for large ones. */
export const tensorflow = kernels('tensorflow', {tensorflow: onTensorFlow});

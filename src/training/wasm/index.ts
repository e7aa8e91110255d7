/** Gradient kernels that tf.js's wasm backend lacks (tensorflow/tfjs#8474, #8082), made of the kernels that it has. */

import type {Tensor, Tf} from '../../tf';
import {convolutionFilter, depthwiseFilter} from './filterGradient';
import {depthwiseInput} from './inputGradient';
import {segmentSum} from './segmentSum';

type Compute = (tf: Tf, inputs: Readonly<Record<string, Tensor>>, attributes: never) => Tensor;

/** By tf.js's names, since gradients of tf.js's own ops call them by these. */
const KERNELS: Readonly<Record<string, Compute>> = {
  Conv2DBackpropFilter: convolutionFilter,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilter,
  DepthwiseConv2dNativeBackpropInput: depthwiseInput,
  UnsortedSegmentSum: segmentSum,
} as Readonly<Record<string, unknown>> as never;

/**
 * Registers what is missing, for the wasm backend alone, and nothing that is there: a tf.js that brings its own keeps it.
 * tf.js looks kernels up when they run, so it does not matter whether the backend has started, or is there at all.
 */
export function enableWasmTraining(tf: Tf): readonly string[] {
  const missing = Object.keys(KERNELS).filter(kernelName => !tf.getKernel(kernelName, 'wasm'));
  for (const kernelName of missing) {
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      // What a kernel calls is not taped.
      kernelFunc: ({inputs, attrs}) => tf.tidy(() => KERNELS[kernelName]!(tf, inputs as never, attrs as never)),
    });
  }
  return missing;
}

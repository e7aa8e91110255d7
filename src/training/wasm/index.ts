/** Gradient kernels that tf.js's wasm backend lacks (tensorflow/tfjs#8474, #8082), made of the kernels that it has. */

import type {Tensor, Tf} from '../../tf';
import {convolutionFilter, depthwiseFilter, type FilterAttributes} from './filterGradient';
import {depthwiseInput, type InputAttributes} from './inputGradient';
import {segmentSum, type SegmentAttributes} from './segmentSum';

type Inputs = Readonly<Record<string, Tensor>>;

/** By tf.js's names, since gradients of tf.js's own ops call them by these. */
const KERNELS: Readonly<Record<string, (tf: Tf, inputs: Inputs, attributes: never) => Tensor>> = {
  Conv2DBackpropFilter: (tf, {x, dy}, attributes: FilterAttributes) => convolutionFilter(tf, x!, dy!, attributes),
  DepthwiseConv2dNativeBackpropFilter: (tf, {x, dy}, attributes: FilterAttributes) =>
    depthwiseFilter(tf, x!, dy!, attributes),
  DepthwiseConv2dNativeBackpropInput: (tf, {dy, filter}, attributes: InputAttributes) =>
    depthwiseInput(tf, dy!, filter!, attributes),
  UnsortedSegmentSum: (tf, {x, segmentIds}, attributes: SegmentAttributes) =>
    segmentSum(tf, x!, segmentIds!, attributes),
};

/**
 * Registers what is missing, for the wasm backend alone, and nothing that is there: a tf.js that brings its own keeps it.
 * tf.js looks kernels up when they run, so it does not matter whether the backend has started, or is there at all.
 */
export function enableWasmTraining(tf: Tf): readonly string[] {
  const missing = Object.keys(KERNELS).filter(kernelName => !tf.getKernel(kernelName, 'wasm'));
  for (const kernelName of missing) {
    const compute = KERNELS[kernelName]!;
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      // What a kernel calls is not taped.
      kernelFunc: ({inputs, attrs}) => tf.tidy(() => compute(tf, inputs as unknown as Inputs, attrs as never)),
    });
  }
  return missing;
}

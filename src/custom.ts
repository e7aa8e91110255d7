/**
 * The entry `tfjs-rectifiers/custom`, for apps that count bytes: they list what they use, and a bundler leaves out the rest.
 *
 * @module tfjs-rectifiers/custom
 */

// In the order of all.ts.
export {tensorflow, wasm, webgl, webgpu} from './parts/kernels';
export * from './parts/functions';
export {alphaDropout, apl, dyRelu, filterBank, frelu, maxoutDense, metaAconC} from './parts/layers';
export {
  crelu,
  geglu,
  glu,
  logSumExpPlus,
  maxout,
  reglu,
  softmax,
  softmaxPlus,
  sparsemax,
  swiglu,
} from './parts/overAxis';
export {define} from './parts/define';
export {keras} from './parts/keras';
export {rectifiers} from './parts/install';
export {RectifierError} from './errors';
export type {CustomRectifiers, Part} from './types';
export {version} from './version';

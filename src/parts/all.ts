/** Every part: what the main entry consists of. */

// Modules are bundled in this order. Where those that read alike are near each other, the script tag is 1 kB smaller, gzipped.
import {tensorflow, wasm, webgl, webgpu} from './kernels';
import {catalogue} from '../activations';
import {pointwise} from './pointwise';
import {alphaDropout, apl, dyRelu, filterBank, frelu, maxoutDense, metaAconC} from './layers';
import {axisCatalogue} from '../ops/axis';
import {overAxis} from './axis';
import {define} from './define';
import {keras} from './keras';
import type {Part} from '../types';

export const allParts = (): readonly Part[] => [
  ...Object.values(catalogue).map(definition => pointwise<string>(definition)),
  ...Object.values(axisCatalogue).map(definition => overAxis<string>(definition)),
  ...[apl, alphaDropout, filterBank, metaAconC, dyRelu, frelu, maxoutDense],
  ...[wasm, webgl, webgpu, tensorflow, keras, define],
];

/** Every part: what the main entry consists of. */

import {catalogue} from '../activations';
import {axisCatalogue} from '../ops/axis';
import type {Part} from '../types';
import {overAxis} from './axis';
import {define} from './define';
import {keras} from './keras';
import {tensorflow, wasm, webgl, webgpu} from './kernels';
import {alphaDropout, apl, dyRelu, filterBank, frelu, maxoutDense, metaAconC} from './layers';
import {pointwise} from './pointwise';

export const allParts = (): readonly Part[] => [
  ...Object.values(catalogue).map(definition => pointwise<string>(definition)),
  ...Object.values(axisCatalogue).map(definition => overAxis<string>(definition)),
  ...[apl, alphaDropout, filterBank, metaAconC, dyRelu, frelu, maxoutDense],
  ...[wasm, webgl, webgpu, tensorflow, keras, define],
];

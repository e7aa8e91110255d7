/** `rectifiers(tf, parts)` of the entry `tfjs-rectifiers/custom`. */

import {installationOf} from '../installation';
import type {CustomRectifiers, Part, TfLike} from '../types';
import {addParts, checkParts} from './part';

/**
 * Installs the parts that are listed for this tf, and what the main entry has besides functions: `rx.activation`,
 * `rx.layers`, `rx.functions`, `rx.constraints`. What is there behaves as in the main entry. There is one `rx` for each tf:
 * calling it again with other parts adds them to it, and so does the main entry.
 *
 * @param tf the app's own `@tensorflow/tfjs`, `@tensorflow/tfjs-node`, or core and layers merged
 * @param parts functions, layers, kernels for backends (`wasm`, which serves cpu too, `webgl`, `webgpu`, `tensorflow`),
 *   `keras` and `define`; a backend without its kernels runs tf.js's own ops, slower
 * @throws RectifierError if `tf` is not tf.js, or something in the list is no part
 * @example
 * import * as tf from '@tensorflow/tfjs';
 * import {elu, glu, rectifiers, smoothRelu, wasm} from 'tfjs-rectifiers/custom';
 * const rx = rectifiers(tf, [smoothRelu, elu, glu, wasm]);
 * rx.smoothRelu([-1, 0, 1], {k: 2}).print(); // [0.063464, 0.3465736, 1.063464]
 */
export function rectifiers<TF extends TfLike, const N extends string>(
  tf: TF,
  parts: readonly Part<N>[],
): CustomRectifiers<TF, N> {
  checkParts(parts);
  const installation = installationOf(tf);
  addParts(installation, parts);
  return installation.rx as unknown as CustomRectifiers<TF, N>;
}

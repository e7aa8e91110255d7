/** `rectifiers(tf)`: installs once for each tf, and gives the same object every time. */

import {allParts} from './parts/all';
import {installationOf} from './installation';
import {addParts} from './parts/part';
import type {Part, Rectifiers, TfLike} from './types';

/**
 * Installs the rectifiers for this tf: ops, layers, activations and constraints, registered so that models with them
 * save and load. Calling it again, from whatever copy of the package, returns the same object. tfjs-core and
 * tfjs-layers apart: `rectifiers({...tfc, ...tfl})`.
 *
 * @param tf the app's own `@tensorflow/tfjs`, `@tensorflow/tfjs-node`, or core and layers merged
 * @throws RectifierError if `tf` is not tf.js, has no layers, or has another major version of this package installed
 * @example
 * const rx = rectifiers(tf);
 * rx.smoothRelu(tf.tensor1d([-1, 0, 1]), {k: 2}).print(); // [0.063464, 0.3465736, 1.063464]
 */
export function rectifiers<TF extends TfLike>(tf: TF): Rectifiers<TF> {
  const installation = installationOf(tf);
  // Those that are there stay; a later version may have more of them.
  addParts(installation, (parts ??= allParts()));
  installation.complete = true;
  return installation.rx as unknown as Rectifiers<TF>;
}

let parts: readonly Part[] | undefined;

/** TensorFlow's own ops by name, those that tf.js has no function for among them. */

import type {Tensor, Tf} from '../tf';

/** What we use of tfjs-node's backend: it runs any of TensorFlow's ops. Not public, so each part is looked at before use. */
interface TensorFlowBackend {
  readonly binding?: {readonly TF_ATTR_TYPE?: number; readonly TF_ATTR_FLOAT?: number; readonly TF_FLOAT?: number};
  executeSingleOutput?(name: string, attributes: readonly object[], inputs: readonly Tensor[]): Tensor;
}

/** Runs an op on float32 tensors. */
export type Native = (op: string, inputs: readonly Tensor[], numbers?: Readonly<Record<string, number>>) => Tensor;

/** Null where the backend's inside is not as we know it. */
export function nativeOps(tf: Tf): Native | null {
  const backend = tf.backend() as TensorFlowBackend;
  const {TF_ATTR_TYPE: type, TF_ATTR_FLOAT: real, TF_FLOAT: value} = backend.binding ?? {};
  if (!backend.executeSingleOutput || [type, real, value].includes(undefined)) return null;
  return (op, inputs, numbers = {}) => {
    const more = Object.entries(numbers).map(([name, each]) => ({name, type: real, value: each}));
    return backend.executeSingleOutput!(op, [{name: 'T', type, value}, ...more], inputs);
  };
}

/** UnsortedSegmentSum, the gradient of gather and so of embeddings, by ScatterNd, which adds up what goes to one place. */

import type {Tensor, Tf} from '../../tf';
import {host} from '../host';

export interface SegmentAttributes {
  readonly numSegments: number;
}

/** result[s] = the sum of the x[i] with segmentIds[i] = s; others belong to no segment. */
export function segmentSum(
  tf: Tf,
  {x, segmentIds}: {readonly x: Tensor; readonly segmentIds: Tensor},
  {numSegments}: SegmentAttributes,
): Tensor {
  if (String(segmentIds.shape) !== String(x.shape[0])) {
    host.refuse('unsortedSegmentSum', 'segmentIds', segmentIds, `of shape [${x.shape[0]}]`);
  }
  const [count = 0, ...element] = x.shape;
  if (!numSegments || !x.size) return tf.zeros([numSegments, ...element]);
  const length = x.size / count;
  const ids = tf.cast(segmentIds, 'int32');
  // The wasm kernel writes wherever it is told to, so what belongs to no segment goes to one more, which is cut off.
  const known = tf.logicalAnd(tf.greaterEqual(ids, 0), tf.less(ids, numSegments));
  const places = tf.reshape(tf.where(known, ids, tf.fill([count], numSegments, 'int32')), [count, 1]);
  const rows = tf.reshape(tf.cast(x, 'float32'), [count, length]);
  const sums = tf.scatterND(places, rows, [numSegments + 1, length]);
  return tf.reshape(tf.slice(sums, [0, 0], [numSegments, length]), [numSegments, ...element]);
}

/** The public types of the training companions. */

import type {TfLike} from '../types';
import type {Inspecting, InspectingCallbacks} from './inspect/types';

/** What `training(rx)` returns. */
export interface Training<TF extends TfLike> extends Inspecting<TF> {
  readonly callbacks: InspectingCallbacks<TF>;
  /**
   * Lets convolutional nets and embeddings train on the wasm backend, which in tf.js 4.22 has no kernels for the gradients
   * of conv2d's filter, of depthwiseConv2d's filter and input, and of gather. Registers Conv2DBackpropFilter,
   * DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput and UnsortedSegmentSum for it, where tf.js has
   * none of its own. Before or after the backend has started, and as often as you like.
   *
   * Any stride, dilation and padding; data as [batch, height, width, channels] ('NHWC', 'channelsLast'), which is all that
   * the wasm backend convolves: the gradient throws a RectifierError otherwise. Dilated convolutions have no gradient in
   * tf.js on any backend.
   *
   * @returns the names of the kernels that this call has registered
   * @example
   * training(rx).enableWasmTraining();
   * await tf.setBackend('wasm');
   * await model.fit(images, labels);
   */
  readonly enableWasmTraining: () => readonly string[];
}

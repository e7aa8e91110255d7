/** `linearRegion`: the one linear map that a piecewise linear model is around an example. */

import type {Tensor, Tf} from '../tf';
import {appliedBy} from './activation';
import {host} from './host';
import {
  ACTIVATED_LAST,
  applyTo,
  checkModel,
  isChannelsFirst,
  leavesOf,
  pass,
  tensorsFor,
  unwrapped,
  type Layer,
  type Leaf,
  type Lend,
  type Model,
  type Rx,
} from './model';

/** Layers that in prediction are linear, or choose between linear maps; so are those with an activation behind what they do. */
const LAYERS =
  /^(BatchNormalization|Flatten|Reshape|Permute|RepeatVector|Add|Average|(Max|Min)imum|Concatenate|(Global)?(Max|Average)Pooling\dD|(ZeroPadd|Cropp|UpSampl)ing2D|Rescaling|(Spatial|Gaussian|(Rectifier)?Alpha)?(Dropout|Noise)(1D)?|Activation|FReLU|FilterBank|MaxoutDense)$/;
const ACTIVATIONS =
  /^(relu6?|[cprs]relu|(leaky|dualSlope|thresholded)Relu|apl|threshold|(hard|soft)Shrink|hardTanh|(hard|sparse)Sigmoid|maxout|sparsemax)$/;

/** Examples in one pass. */
const AT_ONCE = 256;
const WHERE = 'linearRegion';

export const createLinearRegion = (tf: Tf, rx: Rx) =>
  function linearRegion(given: unknown, x: unknown) {
    const model = checkModel(given, WHERE);
    const {inputs, outputs} = model;
    if (inputs.length !== 1 || outputs.length !== 1) {
      host.refuse(WHERE, 'the number of inputs and outputs', [inputs.length, outputs.length], '[1,1]');
    }
    const leaves = leavesOf(model);
    for (const leaf of leaves) checkLeaf(rx, leaf);
    return tf.tidy(() => {
      const [examples] = tensorsFor(tf, x, inputs, 'x', WHERE) as [Tensor];
      return pass(tf, WHERE, lend => {
        for (const {layer} of leaves) chooseOne(tf, unwrapped(layer), lend);
        return region(tf, model, tf.cast(examples, 'float32'));
      });
    });
  };

function region(tf: Tf, model: Model, x: Tensor) {
  const batch = x.shape[0]!;
  const inputs = x.size / batch;
  const predict = (value: Tensor): Tensor => {
    const [y] = applyTo(model, [value], {training: false}) as [Tensor];
    return tf.reshape(y, [value.shape[0]!, -1]);
  };
  const y = predict(x);
  const outputs = y.shape[1]!;
  // Each example once for each output: then one backward pass has a row of the matrix for each of these.
  const atOnce = Math.floor(AT_ONCE / batch) || 1;
  const rows: Tensor[] = [];
  for (let first = 0; first < outputs; first += atOnce) {
    const count = Math.min(atOnce, outputs - first);
    const output = Array.from({length: count * batch}, (_, row) => first + Math.floor(row / batch));
    const part = tf.tidy(() => {
      const chosen = oneHot(tf, tf.tensor1d(output), outputs);
      const copies = tf.tile(x, [count, ...x.shape.slice(1).fill(1)] as never);
      const slopes = tf.grad(value => tf.sum(tf.mul(predict(value), chosen)))(copies);
      return tf.reshape(slopes, [count, batch, inputs]);
    });
    rows.push(part);
  }
  const matrix = tf.transpose(tf.concat(rows, 0), [1, 0, 2]);
  const linear = tf.matMul(matrix as never, tf.reshape(x, [batch, inputs, 1]) as never);
  return {matrix, offset: tf.sub(y, tf.reshape(linear, [batch, outputs]))};
}

/** Unlike tf.oneHot also for a depth of 1, and without casts of bool, which tf.js's WebGPU kernels do not all take. */
const oneHot = (tf: Tf, indices: Tensor, depth: number): Tensor =>
  tf.sub(1, tf.step(tf.abs(tf.sub(tf.cast(tf.expandDims(indices, -1), 'float32'), tf.range(0, depth)))));

/**
 * Where several places are the largest, tf.max hands the gradient to each of them, which is a sum of maps and none of
 * them. Here the first has it.
 */
function chooseOne(tf: Tf, layer: Layer, lend: Lend): void {
  if (!layer.getClassName().startsWith('GlobalMax')) return;
  const largest = tf.customGrad((given: unknown, save: unknown) => {
    const flat = given as Tensor;
    (save as (saved: Tensor[]) => void)([flat]);
    return {
      value: tf.max(flat, 2),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) =>
        tf.mul(tf.expandDims(dy, 2), oneHot(tf, tf.argMax(saved!, 2), saved!.shape[2]!)),
    };
  });
  const call = (inputs: Tensor | Tensor[]) =>
    tf.tidy(() => {
      const [x] = [inputs].flat() as [Tensor];
      const places = [...x.shape.keys()].slice(1, -1);
      const moved = isChannelsFirst(layer) ? x : tf.transpose(x, [0, x.rank - 1, ...places]);
      const [batch, channels] = moved.shape as [number, number];
      return largest(tf.reshape(moved, [batch, channels, x.size / batch / channels]));
    });
  lend(layer, 'call', call);
}

function checkLeaf(rx: Rx, {layer, path}: Leaf): void {
  const applied = appliedBy(rx, layer);
  const className = unwrapped(layer).getClassName();
  const fits =
    // tf.js's has no gradient; ours has.
    className !== 'ThresholdedReLU' &&
    ((applied && !applied.inner) || LAYERS.test(className) || ACTIVATED_LAST.test(className)) &&
    (!applied || ACTIVATIONS.test(applied.name));
  if (!fits) {
    const is = [className, applied?.name].join(' ').trim();
    host.refuse(WHERE, path, is, 'piecewise linear, such as dense, conv2d, pooling, merging, relu or prelu');
  }
}

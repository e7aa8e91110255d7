/** What the experiments train on: handwritten digits, whole or at half their resolution, and small training runs. */

import {loadDigits} from '../digits/data.mjs';
import {PIXELS, SIDE} from '../digits/shifts.mjs';

/**
 * `{train, test}` of `{x, y, count}` as tensors. `halved`: each pixel is the mean of four, 196 in all, which makes nets small
 * enough for many runs.
 */
export function digitTensors(tf, {count, testCount = 1000, halved = false}) {
  const loaded = loadDigits({testCount});
  const tensors = ({images, labels}, first) => {
    const pixels = images.subarray(0, first * PIXELS);
    return {
      count: first,
      x: halved ? tf.tensor2d(halve(pixels), [first, PIXELS / 4]) : tf.tensor2d(pixels, [first, PIXELS]),
      y: tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(labels.subarray(0, first), 'int32'), 10), 'float32')),
    };
  };
  return {train: tensors(loaded.train, count), test: tensors(loaded.test, testCount)};
}

function halve(images) {
  const half = SIDE / 2;
  return Float32Array.from({length: images.length / 4}, (_, i) => {
    const row = Math.floor(i / half);
    const at = 2 * row * SIDE + 2 * (i % half);
    return (images[at] + images[at + 1] + images[at + SIDE] + images[at + SIDE + 1]) / 4;
  });
}

/** Trains for as many epochs as `steps` batches need, always in the same order; returns the loss of each batch. */
export async function train(tf, model, {x, y}, {steps, batchSize, callbacks = []}) {
  const losses = [];
  await model.fit(x, y, {
    batchSize,
    epochs: Math.ceil(steps / Math.ceil(x.shape[0] / batchSize)),
    shuffle: false,
    verbose: 0,
    callbacks: [
      new tf.CustomCallback({
        onBatchEnd: (_, {loss}) => {
          losses.push(loss);
          if (losses.length >= steps) model.stopTraining = true;
        },
      }),
      ...callbacks,
    ],
  });
  return losses.slice(0, steps);
}

/** The share of `x` that is read as `y` says, by a model whose last layer is a softmax. */
export async function accuracyOf(tf, model, {x, y}) {
  const right = tf.tidy(() => tf.mean(tf.cast(tf.equal(tf.argMax(model.predict(x), 1), tf.argMax(y, 1)), 'float32')));
  const [value] = await right.data();
  right.dispose();
  return value;
}

/** Frees the model and its optimizer. */
export function disposeModel(model) {
  model.optimizer?.dispose();
  // tf.js's momentum forgets the scalar that holds its rate.
  model.optimizer?.c?.dispose();
  model.dispose();
}

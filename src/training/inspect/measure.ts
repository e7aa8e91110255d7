/** From the tensors that passed a model to numbers, read from the device at once. */

import type {Tensor, Tf} from '../../tf';
import {isChannelsFirst} from '../model';
import type {LayerInspection} from './types';
import {magnitudeOf, type Keep, type Passed, type Watched} from './watch';

/** A layer's numbers, and what of them only the advice needs. */
export interface Measured {
  readonly row: LayerInspection;
  /** Of what the activation gets, the share that lies where it is flat above zero, which no rectifier has. */
  readonly saturatedAbove: number;
  /** Norm of the gradient in the input, up to a factor that hardly depends on the size. */
  readonly gradientNorm: number | null;
}

/** How little of a gradient may pass an activation before the place counts as flat. */
const THRESHOLD = 1e-3;

/** Of what passed a layer at one call: its size, and numbers that are there once all are read. */
interface Part {
  readonly size: number;
  readonly numbers: Float32Array;
}
/** Computes a small tensor now. */
type Ask = (size: number, compute: () => Tensor) => Part;

export async function measure(
  tf: Tf,
  {layers, loss}: Passed,
  keep: Keep,
): Promise<{layers: Measured[]; loss: number | null}> {
  const pieces = [keep(tf.zeros([1]))];
  let length = 1;
  let read = new Float32Array();
  const ask: Ask = (size, compute) => {
    const piece = tf.tidy(() => keep(tf.reshape(compute(), [-1])));
    const start = length;
    length += piece.size;
    pieces.push(piece);
    return {
      size,
      get numbers() {
        return read.subarray(start, start + piece.size);
      },
    };
  };
  const total = loss && ask(1, () => loss);
  const finishers = layers.map(watched => {
    const finish = gather(tf, watched, ask);
    // The large ones, which are not needed any more.
    tf.dispose([watched.before, watched.outputs]);
    return finish;
  });
  read = (await keep(tf.concat(pieces)).data()) as typeof read;
  return {layers: finishers.map(finish => finish()), loss: total && total.numbers[0]!};
}

function gather(tf: Tf, watched: Watched, ask: Ask): () => Measured {
  const {layer, applied, outputs} = watched;
  // Steps and not comparisons: not all of tf.js's WebGPU kernels take a bool that was cast.
  const moments = outputs.map(y =>
    ask(y.size, () => {
      const {mean, variance} = tf.moments(y);
      return tf.stack([mean, variance, tf.mean(tf.step(tf.abs(y)))]);
    }),
  );
  const slopes = (applied?.pointwise ? watched.before : []).map(z =>
    ask(z.size, () => {
      const unit = z.rank < 2 ? -1 : isChannelsFirst(layer) ? 1 : z.rank - 1;
      const steep = tf.step(tf.sub(tf.abs(tf.grad(applied!.apply)(z)), THRESHOLD));
      const axes = [...z.shape.keys()].filter(axis => axis !== unit);
      const flatAbove = tf.mean(tf.mul(tf.sub(1, steep), tf.step(z)));
      return tf.concat([tf.stack([tf.mean(steep), flatAbove]), tf.reshape(tf.max(steep, axes), [-1])]);
    }),
  );
  const gradients = watched.inputGradients.map(({magnitude, size}) => ask(size, () => magnitude));
  const asked = watched.weights.map(({name, value, magnitude}) => {
    const gradient = magnitude && ask(1, () => magnitude);
    return {name, value, size: ask(1, () => magnitudeOf(tf, value)), gradient};
  });
  return () => {
    const fires: boolean[] = [];
    for (const {numbers} of slopes) numbers.subarray(2).forEach((fired, i) => (fires[i] ||= fired > 0));
    const mean = average(moments, ([part]) => part!);
    const inputGradient = average(gradients, ([part]) => part!);
    const row = {
      name: watched.path,
      className: layer.getClassName(),
      activation: applied?.name ?? null,
      units: fires.length || (outputs[0]?.shape.at(-1) ?? 0),
      dead: fires.length ? fires.filter(fired => !fired).length / fires.length : null,
      saturation: average(slopes, ([steep]) => 1 - steep!),
      sparsity: average(moments, numbers => 1 - numbers[2]!),
      mean,
      variance: average(moments, ([part, variance]) => variance! + (part! - mean!) ** 2),
      inputGradient,
      weights: asked.map(({name, value, size, gradient}) => ({
        name,
        shape: [...value.shape],
        magnitude: size.numbers[0]!,
        gradient: gradient && gradient.numbers[0]!,
      })),
    };
    return {
      row,
      saturatedAbove: average(slopes, numbers => numbers[1]!) ?? 0,
      gradientNorm: inputGradient && inputGradient * Math.sqrt(gradients[0]!.size),
    };
  };
}

/** The mean over parts, each of which counts by its size; null where there is none. */
function average(parts: readonly Part[], value: (numbers: Float32Array) => number): number | null {
  let [sum, size] = [0, 0];
  for (const part of parts) {
    sum += part.size * value(part.numbers);
    size += part.size;
  }
  return size ? sum / size : null;
}

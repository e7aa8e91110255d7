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

export async function measure(
  tf: Tf,
  {layers, loss}: Passed,
  keep: Keep,
): Promise<{layers: Measured[]; loss: number | null}> {
  const pieces: Tensor[] = [];
  let numbers = new Float32Array();
  /** Computes a small tensor now; its numbers are there once all are read. */
  const ask: Ask = compute => {
    const start = pieces.reduce((sum, {size}) => sum + size, 0);
    const piece = tf.tidy(() => keep(tf.reshape(compute(), [-1])));
    pieces.push(piece);
    return () => numbers.subarray(start, start + piece.size);
  };
  const readLoss = loss && ask(() => loss);
  const finishers = layers.map(watched => {
    const finish = gather(tf, watched, ask);
    // The large ones, which are not needed any more.
    tf.dispose([watched.before, watched.outputs]);
    return finish;
  });
  const all = tf.tidy(() => keep(tf.concat([...pieces, tf.zeros([1])])));
  numbers = (await all.data()) as Float32Array<ArrayBuffer>;
  return {layers: finishers.map(finish => finish()), loss: readLoss && readLoss()[0]!};
}

type Ask = (compute: () => Tensor) => () => Float32Array;

function gather(tf: Tf, watched: Watched, ask: Ask): () => Measured {
  const {layer, path, applied, before, outputs, inputGradients, weights} = watched;
  // Steps and not comparisons: not all of tf.js's WebGPU kernels take a bool that was cast.
  const moments = outputs.map(y => ({
    size: y.size,
    read: ask(() => {
      const {mean, variance} = tf.moments(y);
      return tf.stack([mean, variance, tf.mean(tf.step(tf.abs(y)))]);
    }),
  }));
  const slopes = (applied?.pointwise ? before : []).map(z => ({
    size: z.size,
    read: ask(() => {
      const unit = z.rank < 2 ? -1 : isChannelsFirst(layer) ? 1 : z.rank - 1;
      const steep = tf.step(tf.sub(tf.abs(tf.grad(applied!.apply)(z)), THRESHOLD));
      const axes = z.shape.map((_, axis) => axis).filter(axis => axis !== unit);
      const flatAbove = tf.mean(tf.mul(tf.sub(1, steep), tf.step(z)));
      return tf.concat([tf.stack([tf.mean(steep), flatAbove]), tf.reshape(tf.max(steep, axes), [-1])]);
    }),
  }));
  const gradients = inputGradients.map(({magnitude, size}) => ({size, read: ask(() => magnitude)}));
  const readWeights = weights.map(({name, value, magnitude}) => {
    const [size, gradient] = [ask(() => magnitudeOf(tf, value)), magnitude && ask(() => magnitude)];
    return () => ({name, shape: [...value.shape], magnitude: size()[0]!, gradient: gradient && gradient()[0]!});
  });
  return () => {
    const [output, nonzero, steep, flatAbove, gradient] = [new Pool(), new Pool(), new Pool(), new Pool(), new Pool()];
    for (const {size, read} of moments) {
      const [mean, variance, share] = read();
      output.add(size, mean!, variance!);
      nonzero.add(size, share!);
    }
    const fires: boolean[] = [];
    for (const {size, read} of slopes) {
      const [share, above, ...units] = read();
      steep.add(size, share!);
      flatAbove.add(size, above!);
      units.forEach((fired, i) => (fires[i] = fires[i] || fired > 0));
    }
    for (const {size, read} of gradients) gradient.add(size, read()[0]!);
    const rest = ({mean}: Pool) => (mean === null ? null : 1 - mean);
    const row = {
      name: path,
      className: layer.getClassName(),
      activation: applied?.name ?? null,
      units: fires.length || (outputs[0]?.shape.at(-1) ?? 0),
      dead: fires.length ? fires.filter(fired => !fired).length / fires.length : null,
      saturation: rest(steep),
      sparsity: rest(nonzero),
      mean: output.mean,
      variance: output.variance,
      inputGradient: gradient.mean,
      weights: readWeights.map(read => read()),
    };
    const size = gradient.size / inputGradients.length;
    return {
      row,
      saturatedAbove: flatAbove.mean ?? 0,
      gradientNorm: gradient.mean === null ? null : gradient.mean * Math.sqrt(size),
    };
  };
}

/** Means and variances of parts, put together as those of the whole. */
class Pool {
  size = 0;
  #mean = 0;
  #squares = 0;

  add(size: number, mean: number, variance = 0): void {
    const difference = mean - this.#mean;
    const total = this.size + size;
    this.#squares += variance * size + (difference * difference * this.size * size) / total;
    this.#mean += (difference * size) / total;
    this.size = total;
  }

  get mean(): number | null {
    return this.size ? this.#mean : null;
  }

  get variance(): number | null {
    return this.size ? this.#squares / this.size : null;
  }
}

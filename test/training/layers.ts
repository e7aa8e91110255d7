/** Layers and data of tests that look into nets: of other seeds each, the same in every run. */
import * as tf from '@tensorflow/tfjs';

let seed = 0;
export const seeded = () => tf.initializers.glorotUniform({seed: ++seed});
export const dense = (units: number, config: object = {}) =>
  tf.layers.dense({
    units,
    kernelInitializer: seeded(),
    biasInitializer: tf.initializers.randomNormal({stddev: 0.3, seed: ++seed}),
    ...config,
  });
export const normal = (shape: number[], own = 1) => tf.randomNormal(shape, 0, 1, 'float32', own);

/** What reference pages say of the layers that are no functions by themselves, besides their definitions: in no bundle. */

import type {Elsewhere} from '../activations/notes';

export interface LayerPage {
  /** A config, and the shape of an input without the batch, which the page shows. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly input: readonly number[];
  /** How it behaves where that is no matter of the formula. */
  readonly remark?: string;
  readonly elsewhere: Elsewhere;
}

export const layerPages: Readonly<Record<string, LayerPage>> = {
  alphaDropout: {
    config: {rate: 0.1},
    input: [64],
    elsewhere: {
      keras: '`keras.layers.AlphaDropout(rate, noise_shape=None, seed=None)`',
      torch: '`torch.nn.AlphaDropout(p=0.5)`',
      tfjs: '`tf.layers.alphaDropout({rate, noiseShape})`, with a wrong sign: at rate 0.3 it makes the mean 0.9 of 0',
      differences:
        'Ours does what Keras’s and PyTorch’s do. Its class name is its own, so that a model says which one it has.',
    },
  },
  filterBank: {
    config: {transform: 'walshHadamard'},
    input: [64],
    remark: 'With slopes of 1 it is an orthonormal transform, and the same layer with `inverse: true` undoes it.',
    elsewhere: {
      differences:
        'Keras, PyTorch, JAX, ONNX and tf.js do not have it. Its weights are n slopes where a dense layer has n², its cost n log n.',
    },
  },
  metaAconC: {
    config: {reduction: 16},
    input: [16, 16, 64],
    elsewhere: {
      others:
        'The authors’ PyTorch code: `MetaAconC(width, r=16)` with p1 and p2 from N(0, 1), and in later versions batch normalisation after each convolution. YOLOv5: `MetaAconC(c1, k=1, s=1, r=16)` without that normalisation',
      differences: 'Ours is YOLOv5’s, but p1 and p2 start at 1 and 0, as in [aconC](aconC.md).',
    },
  },
  dyRelu: {
    config: {type: 'b'},
    input: [16, 16, 64],
    elsewhere: {
      differences: 'Keras, PyTorch, JAX, ONNX and tf.js do not have it.',
      defaults: 'Chen et al.: two lines, R = 8, and slopes and offsets within 1 and 0.5.',
    },
  },
  frelu: {
    config: {kernelSize: 3},
    input: [16, 16, 64],
    elsewhere: {
      others: 'The authors’ PyTorch code and YOLOv5: `FReLU(c1, k=3)`, a depthwise convolution and batch normalisation',
      differences: 'The same, less the bias of the convolution, which the normalisation takes out.',
      defaults: 'Ma et al. for the size, Keras for momentum and epsilon of the normalisation.',
    },
  },
  maxoutDense: {
    config: {units: 32, pieces: 3},
    input: [64],
    elsewhere: {
      keras: 'none in Keras 3; Keras 1: `MaxoutDense(output_dim, nb_feature=4)`',
      differences: 'Keras 1’s kernel has the same shape, [pieces, inputs, units], and its bias [pieces, units].',
      defaults: 'Keras 1.',
    },
  },
};

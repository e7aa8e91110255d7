/** What reference pages say of the functions over an axis besides their definitions: in no bundle. */

import type {Elsewhere} from '../../activations/notes';
import type {AxisCatalogue} from '.';

export interface AxisPage {
  /** The derivative, as TeX. */
  readonly derivative: string;
  /** What it does where pieces meet, and at infinities. */
  readonly remark: string;
  /**
   * Kernels that run for the value, and besides for the gradient in x, on backends that compute in memory: ours, and stock
   * ones that split, join or compare. Tests count.
   */
  readonly launches: readonly [value: number, gradient: number];
  readonly elsewhere: Elsewhere;
}

const GATED_LAUNCHES = [2, 3] as const;

const GATED_DEFAULTS = 'The last axis and the second half as the gate: PyTorch, JAX and Keras, for glu.';

export const axisPages: {readonly [K in keyof AxisCatalogue]: AxisPage} = {
  crelu: {
    derivative:
      '\\frac{\\partial}{\\partial x} \\max(\\pm x, 0) = \\begin{cases} \\pm 1 & \\pm x > 0 \\\\ 0 & \\pm x \\le 0 \\end{cases}',
    remark: 'At 0 both derivatives are 0.',
    launches: [2, 2],
    elsewhere: {
      others: 'TensorFlow: `tf.nn.crelu(features, axis=-1)`',
      differences: 'They agree. tf.js would take two ops and a concatenation.',
      defaults: 'The last axis: TensorFlow.',
    },
  },
  glu: {
    derivative:
      '\\frac{\\partial y}{\\partial a} = \\sigma(b), \\quad \\frac{\\partial y}{\\partial b} = a\\, \\sigma(b) \\sigma(-b)',
    remark: "With `gate: 'first'`, a and b change places.",
    launches: GATED_LAUNCHES,
    elsewhere: {
      keras: '`keras.activations.glu(x, axis=-1)`',
      torch: '`torch.nn.GLU(dim=-1)`',
      jax: '`jax.nn.glu(x, axis=-1)`',
      differences: 'All gate by the second half; none has the choice.',
      defaults: GATED_DEFAULTS,
    },
  },
  reglu: {
    derivative:
      '\\frac{\\partial y}{\\partial a} = \\max(b, 0), \\quad \\frac{\\partial y}{\\partial b} = \\begin{cases} a & b > 0 \\\\ 0 & b \\le 0 \\end{cases}',
    remark: "At b = 0 both derivatives are 0. With `gate: 'first'`, a and b change places.",
    launches: GATED_LAUNCHES,
    elsewhere: {
      others: 'Libraries of transformers have it in their feed-forward layers, with weights of its own',
      differences: 'Here it is the gate alone: put a dense layer before it.',
      defaults: GATED_DEFAULTS,
    },
  },
  geglu: {
    derivative:
      '\\frac{\\partial y}{\\partial a} = b\\, \\Phi(b), \\quad \\frac{\\partial y}{\\partial b} = a\\, (\\Phi(b) + b\\, \\varphi(b))',
    remark: "It takes the exact gelu. With `gate: 'first'`, a and b change places.",
    launches: GATED_LAUNCHES,
    elsewhere: {
      others:
        'Hugging Face Diffusers: `GEGLU(dim_in, dim_out)`, with the dense layer before it; its gate is the second half',
      differences: 'Here it is the gate alone: put a dense layer before it.',
      defaults: GATED_DEFAULTS,
    },
  },
  swiglu: {
    derivative:
      '\\frac{\\partial y}{\\partial a} = b\\, \\sigma(b), \\quad \\frac{\\partial y}{\\partial b} = a\\, \\sigma(b) (1 + b\\, \\sigma(-b))',
    remark: "With `gate: 'first'`, a and b change places.",
    launches: GATED_LAUNCHES,
    elsewhere: {
      others:
        "Llama’s feed-forward layer, silu(gate) * up: `gate: 'first'` where both are one dense layer, the gate first",
      differences: 'Which half is the gate differs from model to model: look before weights are moved.',
      defaults: GATED_DEFAULTS,
    },
  },
  maxout: {
    derivative:
      '\\frac{\\partial y}{\\partial x_i} = \\begin{cases} 1 & i \\text{ is the first with } x_i = y \\\\ 0 & \\text{else} \\end{cases}',
    remark: 'Where several channels are largest, the first of them has the gradient.',
    launches: [1, 2],
    elsewhere: {
      others: 'TensorFlow Addons: `tfa.layers.Maxout(num_units, axis=-1)`, which groups as `strided` does',
      differences: 'TensorFlow Addons is told the units and counts the pieces; here it is the other way round.',
      defaults: 'Two pieces make the smallest group there is; Goodfellow et al. take 2 to 5.',
    },
  },
  logSumExpPlus: {
    derivative: '\\frac{\\partial y}{\\partial x_i} = \\frac{e^{x_i}}{1 + \\sum_j e^{x_j}}',
    remark:
      'Its gradient is [softmaxPlus](softmaxPlus.md). Of numbers that are all -Infinity it is 0, with one that is Infinity it is Infinity. It never overflows.',
    launches: [3, 4],
    elsewhere: {
      keras: 'none of its own; `keras.ops.logsumexp` with a 0 put beside x',
      torch: 'none of its own; `torch.logsumexp` with a 0 put beside x',
      jax: 'none of its own; `jax.nn.logsumexp` with a 0 put beside x',
      onnx: 'none of its own; `ReduceLogSumExp` with a 0 put beside x',
      tfjs: 'none of its own; `tf.logSumExp` with a 0 put beside x',
      differences: 'With a 0 beside x they agree, but for infinities, where some give NaN.',
      defaults: 'The last axis, as for softmax; keepDims as in tf.logSumExp.',
    },
  },
  softmaxPlus: {
    derivative: '\\frac{\\partial y_i}{\\partial x_j} = y_i (\\delta_{ij} - y_j)',
    remark:
      'Of numbers that are all -Infinity it is 0: it attends to nothing. With one that is Infinity it is 1 there and 0 elsewhere.',
    launches: [3, 5],
    elsewhere: {
      torch: 'in attention: `torch.nn.MultiheadAttention(..., add_zero_attn=True)` has such weights',
      differences: 'Of one number it is the sigmoid.',
      defaults: 'The last axis, as for softmax.',
    },
  },
  softmax: {
    derivative: '\\frac{\\partial y_i}{\\partial x_j} = y_i (\\delta_{ij} - y_j)',
    remark:
      'Infinities of one sign count as equal numbers. The layer takes a mask as its second input, or as kwargs.mask where it is called with a tensor.',
    launches: [3, 5],
    elsewhere: {
      keras: '`keras.layers.Softmax(axis=-1)`, with a mask; `keras.activations.softmax(x, axis=-1)`',
      torch: '`torch.nn.Softmax(dim=None)`: write dim',
      jax: '`jax.nn.softmax(x, axis=-1, where=None)`, one axis or several',
      onnx: '`Softmax`, `axis` = -1 (opset 13; 1 before, all axes from there on taken together)',
      tfjs: '`tf.softmax(x, dim = -1)`, the last axis only; `tf.layers.softmax({axis})` has axis 1 unless it is given',
      differences: 'tf.js’s own second derivative is wrong. With an Infinity JAX and PyTorch give NaN.',
      defaults: 'Keras, JAX and ONNX.',
    },
  },
  sparsemax: {
    derivative:
      '\\frac{\\partial y_i}{\\partial x_j} = \\begin{cases} \\delta_{ij} - \\frac{1}{|S|} & i, j \\in S \\\\ 0 & \\text{else} \\end{cases}, \\quad S = \\{i : y_i > 0\\}',
    remark: 'A number at the edge of S, which has just become 0, counts as outside.',
    launches: [1, 3],
    elsewhere: {
      keras: '`keras.activations.sparsemax(x, axis=-1)`',
      others:
        'The authors’ entmax for PyTorch: `entmax.sparsemax(X, dim=-1)`. TensorFlow Addons: `tfa.activations.sparsemax(logits, axis=-1)`',
      differences: 'They agree.',
      defaults: 'Keras and TensorFlow Addons.',
    },
  },
};

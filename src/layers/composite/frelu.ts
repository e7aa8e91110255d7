import {depthwiseConvolution} from '../../kernels/depthwise';
import {meanTo, varianceTo} from '../../ops/mean';
import type {Tensor} from '../../tf';
import {composite, type LayerVariable} from './definition';
import {innerOp} from './op';

/**
 * The larger of x and T(x), a depthwise convolution of x, which in the paper's code is followed by batch normalisation. Its
 * bias, which that code has too, would go out with the mean, so there is none. Where both are equal, x counts.
 */
export const frelu = composite({
  name: 'frelu',
  className: 'FReLU',
  summary: 'The funnel activation of images: the larger of x and a learned weighting of its neighbourhood.',
  formula:
    '\\max(x, T(x)), \\quad T(x) = \\gamma \\frac{t - \\mu}{\\sqrt{\\nu + \\epsilon}} + \\beta, \\quad ' +
    't_{hwc} = \\sum_{i, j} k_{ijc} x_{h + i, w + j, c}',
  reference: 'Ma et al. 2020, arXiv:2007.11824',
  params: {
    kernelSize: {count: true, default: 3, description: 'Height and width of the neighbourhood; odd.'},
    batchNormalization: {
      default: true,
      description:
        'Normalises t by mean and variance of the batch in training, else by their moving averages, which are saved. Without, T(x) = t.',
    },
    momentum: {
      default: 0.99,
      min: 0,
      max: 1,
      description: 'What remains of the moving averages in a step, as in Keras.',
    },
    epsilon: {default: 1e-3, above: 0, description: 'Added to the variance, as in Keras.'},
  },
  parts: {depthwise: 'glorotUniform', gamma: 'ones', beta: 'zeros'},
  check: ({kernelSize}) => (kernelSize % 2 ? null : `kernelSize must be odd, but is ${kernelSize}`),
  weights: (channels, {kernelSize, batchNormalization}) => [
    {name: 'depthwiseKernel', shape: [kernelSize, kernelSize, channels, 1], part: 'depthwise'},
    ...(batchNormalization
      ? [
          {name: 'gamma', shape: [channels], part: 'gamma'},
          {name: 'beta', shape: [channels], part: 'beta'},
          {name: 'movingMean', shape: [channels], part: {initializer: 'zeros', trainable: false} as const},
          {name: 'movingVariance', shape: [channels], part: {initializer: 'ones', trainable: false} as const},
        ]
      : []),
  ],
  create: tf => {
    const larger = innerOp(tf, 'frelu', ['t'], (x, {t}) => x.where(x.greaterEqual(t), t));
    const largerNormalized = innerOp(
      tf,
      'frelu',
      ['t', 'mean', 'variance', 'gamma', 'beta', 'epsilon'],
      (x, {t, mean, variance, gamma, beta, epsilon}) => {
        const y = t.sub(mean).mul(variance.add(epsilon).rsqrt().mul(gamma)).add(beta);
        return x.where(x.greaterEqual(y), y);
      },
    );
    /** variable += (value - variable) (1 - momentum). */
    const follow = (variable: LayerVariable, value: Tensor, momentum: number) =>
      tf.tidy(() => {
        const before = variable.read();
        variable.write(tf.add(before, tf.mul(tf.sub(value, before), 1 - momentum)));
      });
    return (x, {values: {batchNormalization, momentum, epsilon}, weight, training, trainable}) => {
      const t = depthwiseConvolution(tf, x, weight('depthwiseKernel').read());
      if (!batchNormalization) return larger(x, {t});
      const [movingMean, movingVariance] = [weight('movingMean'), weight('movingVariance')];
      let [mean, variance]: Tensor[] = [movingMean.read(), movingVariance.read()];
      // A layer that is not trained keeps its averages, and goes by them, as in Keras.
      if (training && trainable && x.size) {
        mean = meanTo(tf, t, mean!.shape);
        variance = varianceTo(tf, t, mean);
        follow(movingMean, mean, momentum);
        follow(movingVariance, variance, momentum);
      }
      return largerNormalized(x, {
        t,
        mean,
        variance,
        gamma: weight('gamma').read(),
        beta: weight('beta').read(),
        epsilon,
      });
    };
  },
});

import {aconC} from '../../activations/aconC';
import {pointwiseOp} from '../../ops/pointwise';
import {composite} from './definition';
import {fromMean, HIDDEN_PARTS, hiddenWeights} from './hidden';
import {innerOp} from './op';

/**
 * AconC whose beta is made from the image: the mean over height and width, two 1x1 convolutions, a sigmoid. The paper has
 * nothing between the convolutions; its code has batch normalisation, without which (as in YOLOv5) a batch of one image is
 * no special case. p1 and p2 begin at 1 and 0 as aconC's; in the paper's code with N(0, 1), so
 * `p1Initializer: tf.initializers.randomNormal({stddev: 1})` gives that.
 */
export const metaAconC = composite({
  name: 'metaAconC',
  className: 'MetaAconC',
  summary: 'AconC for images, whose switch beta a small network makes from the mean of each channel.',
  formula:
    '(p_1 - p_2) x \\sigma(\\beta (p_1 - p_2) x) + p_2 x, \\quad ' +
    '\\beta = \\sigma\\bigl(W_2 (W_1 \\bar x + b_1) + b_2\\bigr), \\quad \\bar x = \\tfrac{1}{HW} \\sum_{h, w} x_{hw}',
  reference: 'Ma et al. 2020, arXiv:2009.04759',
  params: {
    reduction: {
      count: true,
      default: 16,
      description: 'r: between the convolutions there are max(r, channels / r) numbers, rounded down.',
    },
  },
  parts: {...HIDDEN_PARTS, p1: 'ones', p2: 'zeros'},
  weights: (channels, {reduction}) => [
    ...hiddenWeights(channels, Math.max(reduction, Math.floor(channels / reduction)), channels),
    {name: 'p1', shape: [channels], part: 'p1'},
    {name: 'p2', shape: [channels], part: 'p2'},
  ],
  create: tf => {
    const op = pointwiseOp(tf, aconC as never);
    const sigmoid = innerOp(tf, 'metaAconCBeta', [], x => x.sigmoid());
    return (x, call) => {
      const beta = sigmoid(fromMean(tf, x, call, hidden => hidden));
      return op(x, {
        p1: call.weight('p1').read(),
        p2: call.weight('p2').read(),
        beta: tf.reshape(beta, [x.shape[0]!, 1, 1, x.shape[3]!]),
      });
    };
  },
});

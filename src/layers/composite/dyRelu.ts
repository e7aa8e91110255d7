import {relu} from '../../activations/relu';
import {pointwiseOp, type PointwiseOp} from '../../ops/pointwise';
import type {Tf} from '../../tf';
import {composite} from './definition';
import {fromMean, HIDDEN_PARTS, hiddenWeights} from './hidden';
import {innerOp} from './op';

/**
 * The largest of some lines, whose slopes and offsets are made from the image: the mean over height and width, a dense
 * layer, relu, a dense layer, and 2 sigmoid - 1 = tanh(t / 2). They lie within lambdaA around the slopes 1, 0, 0 ... and
 * within lambdaB around the offset 0. Where two lines meet, the first one counts.
 */
export const dyRelu = composite({
  name: 'dyRelu',
  className: 'DynamicReLU',
  summary: 'A piecewise linear function of images, whose lines a small network makes from the mean of each channel.',
  formula:
    '\\max_{1 \\le k \\le K} (a_k x + b_k), \\quad a_k = [k = 1] + \\lambda_a \\Delta a_k, \\quad b_k = \\lambda_b \\Delta b_k, \\quad ' +
    '\\Delta = 2 \\sigma\\bigl(W_2 \\max(W_1 \\bar x + b_1, 0) + b_2\\bigr) - 1',
  reference: 'Chen et al. 2020, arXiv:2003.10027',
  params: {
    type: {
      choices: ['b', 'a'],
      default: 'b',
      description:
        "The paper's DY-ReLU-B has lines for each channel, DY-ReLU-A the same ones for all channels of an image.",
    },
    pieces: {count: true, default: 2, description: 'K, the number of lines.'},
    reduction: {
      count: true,
      default: 8,
      description: 'R: the first dense layer has channels / R units, rounded down, at least 1.',
    },
    lambdaA: {default: 1, min: 0, description: 'How far slopes get from where they begin.'},
    lambdaB: {default: 0.5, min: 0, description: 'How far offsets get from 0.'},
  },
  parts: HIDDEN_PARTS,
  weights: (channels, {type, pieces, reduction}) =>
    hiddenWeights(
      channels,
      Math.max(1, Math.floor(channels / reduction)),
      // All a_1, all a_2 ..., all b_1 ...
      2 * pieces * (type === 'a' ? 1 : channels),
    ),
  create: tf => {
    const between = pointwiseOp(tf, relu as never);
    const squash = innerOp(tf, 'dyReluDelta', [], x => x.mul(0.5).tanh());
    const maxima = new Map<number, PointwiseOp>();
    return (x, call) => {
      const {type, pieces, lambdaA, lambdaB} = call.values;
      const [batch = 0, , , channels = 0] = x.shape;
      if (!maxima.has(pieces)) maxima.set(pieces, largestLine(tf, pieces));
      const deltas = squash(fromMean(tf, x, call, between));
      const size = type === 'a' ? 1 : channels;
      const lines = tf
        .split(deltas, 2 * pieces, 1)
        .map((part, i) => [nameOf(i, pieces), tf.reshape(part, [batch, 1, 1, size])]);
      return maxima.get(pieces)!(x, {...Object.fromEntries(lines), lambdaA, lambdaB});
    };
  },
});

/** Names of what is made: slopes, then offsets. */
const nameOf = (i: number, pieces: number): string => (i < pieces ? `a${i + 1}` : `b${i - pieces + 1}`);

/** The largest line as an op. */
function largestLine(tf: Tf, pieces: number): PointwiseOp {
  const names = Array.from({length: 2 * pieces}, (_, i) => nameOf(i, pieces));
  return innerOp(tf, 'dyRelu', ['lambdaA', 'lambdaB', ...names], (x, symbols) => {
    const lines = Array.from({length: pieces}, (_, k) => {
      const slope = symbols[nameOf(k, pieces)]!.mul(symbols['lambdaA']!).add(k ? 0 : 1);
      return x.mul(slope).add(symbols[nameOf(k + pieces, pieces)]!.mul(symbols['lambdaB']!));
    });
    return lines.reduce((best, line) => best.where(best.greaterEqual(line), line));
  });
}

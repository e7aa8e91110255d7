/** Parts of the functions of each element. Written by `npm run generate`. */

import {aconC as aconCDefinition} from '../activations/aconC';
import {bentIdentity as bentIdentityDefinition} from '../activations/bentIdentity';
import {celu as celuDefinition} from '../activations/celu';
import {dualSlopeRelu as dualSlopeReluDefinition} from '../activations/dualSlopeRelu';
import {elu as eluDefinition} from '../activations/elu';
import {exponential as exponentialDefinition} from '../activations/exponential';
import {gelu as geluDefinition} from '../activations/gelu';
import {hardShrink as hardShrinkDefinition} from '../activations/hardShrink';
import {hardSigmoid as hardSigmoidDefinition} from '../activations/hardSigmoid';
import {hardSwish as hardSwishDefinition} from '../activations/hardSwish';
import {hardTanh as hardTanhDefinition} from '../activations/hardTanh';
import {isrlu as isrluDefinition} from '../activations/isrlu';
import {leakyRelu as leakyReluDefinition} from '../activations/leakyRelu';
import {lisht as lishtDefinition} from '../activations/lisht';
import {logSigmoid as logSigmoidDefinition} from '../activations/logSigmoid';
import {mish as mishDefinition} from '../activations/mish';
import {parametricSoftplus as parametricSoftplusDefinition} from '../activations/parametricSoftplus';
import {pelu as peluDefinition} from '../activations/pelu';
import {prelu as preluDefinition} from '../activations/prelu';
import {quickGelu as quickGeluDefinition} from '../activations/quickGelu';
import {relu as reluDefinition} from '../activations/relu';
import {relu6 as relu6Definition} from '../activations/relu6';
import {rrelu as rreluDefinition} from '../activations/rrelu';
import {selu as seluDefinition} from '../activations/selu';
import {shiftedSoftplus as shiftedSoftplusDefinition} from '../activations/shiftedSoftplus';
import {silu as siluDefinition} from '../activations/silu';
import {smoothRelu as smoothReluDefinition} from '../activations/smoothRelu';
import {snake as snakeDefinition} from '../activations/snake';
import {softShrink as softShrinkDefinition} from '../activations/softShrink';
import {softplus as softplusDefinition} from '../activations/softplus';
import {softsign as softsignDefinition} from '../activations/softsign';
import {sparsePlus as sparsePlusDefinition} from '../activations/sparsePlus';
import {sparseSigmoid as sparseSigmoidDefinition} from '../activations/sparseSigmoid';
import {squaredRelu as squaredReluDefinition} from '../activations/squaredRelu';
import {squareplus as squareplusDefinition} from '../activations/squareplus';
import {srelu as sreluDefinition} from '../activations/srelu';
import {starRelu as starReluDefinition} from '../activations/starRelu';
import {swishBeta as swishBetaDefinition} from '../activations/swishBeta';
import {tanhShrink as tanhShrinkDefinition} from '../activations/tanhShrink';
import {threshold as thresholdDefinition} from '../activations/threshold';
import {thresholdedRelu as thresholdedReluDefinition} from '../activations/thresholdedRelu';
import {pointwise} from './pointwise';

/** `rx.aconC`, `rx.layers.aconC`: Activate or not: a smooth maximum of two learned lines, which beta switches between linear and maximum. */
export const aconC = pointwise(aconCDefinition);

/** `rx.bentIdentity`, `rx.layers.bentIdentity`: The identity, bent: its slope goes from 1/2 to 3/2. */
export const bentIdentity = pointwise(bentIdentityDefinition);

/** `rx.celu`, `rx.layers.celu`: Continuously differentiable exponential linear unit: its slope at 0 is 1 for every alpha. */
export const celu = pointwise(celuDefinition);

/** `rx.dualSlopeRelu`, `rx.layers.dualSlopeRelu`: A rectifier with a learned slope on either side. */
export const dualSlopeRelu = pointwise(dualSlopeReluDefinition);

/** `rx.elu`, `rx.layers.elu`: Exponential linear unit: saturates at -alpha for negative inputs. */
export const elu = pointwise(eluDefinition);

/** `rx.exponential`, `rx.layers.exponential`: The exponential function. */
export const exponential = pointwise(exponentialDefinition);

/** `rx.gelu`, `rx.layers.gelu`: Gaussian error linear unit: x times the probability that a standard normal variable is below it. */
export const gelu = pointwise(geluDefinition);

/** `rx.hardShrink`, `rx.layers.hardShrink`: The identity but for a dead zone around 0. */
export const hardShrink = pointwise(hardShrinkDefinition);

/** `rx.hardSigmoid`, `rx.layers.hardSigmoid`: A sigmoid of three lines, of slope 1/6 at 0: Keras 3’s, where tf.js and Keras 2 have slope 0.2. */
export const hardSigmoid = pointwise(hardSigmoidDefinition);

/** `rx.hardSwish`, `rx.layers.hardSwish`: Swish with its sigmoid replaced by three lines. */
export const hardSwish = pointwise(hardSwishDefinition);

/** `rx.hardTanh`, `rx.layers.hardTanh`: The identity between two bounds. */
export const hardTanh = pointwise(hardTanhDefinition);

/** `rx.isrlu`, `rx.layers.isrlu`: Inverse square root linear unit: like elu, by a root in place of the exponential; the identity for alpha = 0. */
export const isrlu = pointwise(isrluDefinition);

/** `rx.leakyRelu`, `rx.layers.leakyRelu`: A rectifier with a small fixed slope for negative inputs: 0.01, where Keras’s layer has 0.3. */
export const leakyRelu = pointwise(leakyReluDefinition);

/** `rx.lisht`, `rx.layers.lisht`: Linearly scaled hyperbolic tangent: even, near the square for small x and near |x| for large. */
export const lisht = pointwise(lishtDefinition);

/** `rx.logSigmoid`, `rx.layers.logSigmoid`: The logarithm of the logistic function, without overflow or cancellation. */
export const logSigmoid = pointwise(logSigmoidDefinition);

/** `rx.mish`, `rx.layers.mish`: A smooth, self-regularized rectifier with a dip below zero. */
export const mish = pointwise(mishDefinition);

/** `rx.parametricSoftplus`, `rx.layers.parametricSoftplus`: Softplus with a learned scale alpha and a learned sharpness beta. */
export const parametricSoftplus = pointwise(parametricSoftplusDefinition);

/** `rx.pelu`, `rx.layers.pelu`: Parametric exponential linear unit: an elu whose scale and decay are learned, smooth at 0. */
export const pelu = pointwise(peluDefinition);

/** `rx.prelu`, `rx.layers.prelu`: A rectifier whose slope for negative inputs is learned. */
export const prelu = pointwise(preluDefinition);

/** `rx.quickGelu`, `rx.layers.quickGelu`: Gelu with a logistic function in place of the normal distribution. */
export const quickGelu = pointwise(quickGeluDefinition);

/** `rx.relu`, `rx.layers.relu`: The rectifier, with Keras’s slope, cap and threshold, and a choice of its derivative at 0. */
export const relu = pointwise(reluDefinition);

/** `rx.relu6`, `rx.layers.relu6`: The rectifier capped at 6. */
export const relu6 = pointwise(relu6Definition);

/** `rx.rrelu`, `rx.layers.rrelu`: A leaky rectifier whose slope is random in training, drawn anew for each element, and the mean of its range else. */
export const rrelu = pointwise(rreluDefinition);

/** `rx.selu`, `rx.layers.selu`: Scaled elu: with the default constants, activations keep mean 0 and variance 1 through depth. */
export const selu = pointwise(seluDefinition);

/** `rx.shiftedSoftplus`, `rx.layers.shiftedSoftplus`: Softplus lowered by ln 2, so that it passes through the origin. */
export const shiftedSoftplus = pointwise(shiftedSoftplusDefinition);

/** `rx.silu`, `rx.layers.silu`: Sigmoid-weighted linear unit; tf.js calls it swish. */
export const silu = pointwise(siluDefinition);

/** `rx.smoothRelu`, `rx.layers.smoothRelu`: Softplus with a sharpness k: a smooth rectifier that approaches relu as k grows. */
export const smoothRelu = pointwise(smoothReluDefinition);

/** `rx.snake`, `rx.layers.snake`: The identity with a learnable ripple, which extrapolates periodic data. */
export const snake = pointwise(snakeDefinition);

/** `rx.softShrink`, `rx.layers.softShrink`: Shrinks towards 0 by a threshold: the proximal operator of the absolute value. */
export const softShrink = pointwise(softShrinkDefinition);

/** `rx.softplus`, `rx.layers.softplus`: The smooth rectifier, without overflow or cancellation. */
export const softplus = pointwise(softplusDefinition);

/** `rx.softsign`, `rx.layers.softsign`: A sigmoid between -1 and 1 that approaches its limits slowly. */
export const softsign = pointwise(softsignDefinition);

/** `rx.sparsePlus`, `rx.layers.sparsePlus`: A rectifier whose kink is a parabola: to softplus what sparsemax is to softmax. */
export const sparsePlus = pointwise(sparsePlusDefinition);

/** `rx.sparseSigmoid`, `rx.layers.sparseSigmoid`: A sigmoid of three lines: the derivative of sparsePlus. */
export const sparseSigmoid = pointwise(sparseSigmoidDefinition);

/** `rx.squaredRelu`, `rx.layers.squaredRelu`: The square of the rectifier. */
export const squaredRelu = pointwise(squaredReluDefinition);

/** `rx.squareplus`, `rx.layers.squareplus`: An algebraic smooth rectifier: no exponential; relu for b = 0. */
export const squareplus = pointwise(squareplusDefinition);

/** `rx.srelu`, `rx.layers.srelu`: Three lines: the identity between two thresholds, and a slope of its own beyond each, all of them learned. */
export const srelu = pointwise(sreluDefinition);

/** `rx.starRelu`, `rx.layers.starRelu`: The squared rectifier, scaled and shifted: by default so that a standard normal input gives mean 0, variance 1. */
export const starRelu = pointwise(starReluDefinition);

/** `rx.swishBeta`, `rx.layers.swishBeta`: Swish with a learned beta: between x/2 (beta = 0) and relu. */
export const swishBeta = pointwise(swishBetaDefinition);

/** `rx.tanhShrink`, `rx.layers.tanhShrink`: The identity less its hyperbolic tangent: flat at 0, where it is near x^3 / 3. */
export const tanhShrink = pointwise(tanhShrinkDefinition);

/** `rx.threshold`, `rx.layers.threshold`: The identity above a threshold, else a constant. */
export const threshold = pointwise(thresholdDefinition);

/** `rx.thresholdedRelu`, `rx.layers.thresholdedRelu`: The identity above a threshold, else 0, with a jump between them. */
export const thresholdedRelu = pointwise(thresholdedReluDefinition);

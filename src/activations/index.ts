/** The catalogue: every file of this folder with a definition. Written by `npm run generate`. */

import {aconC} from './aconC';
import {bentIdentity} from './bentIdentity';
import {celu} from './celu';
import {dualSlopeRelu} from './dualSlopeRelu';
import {elu} from './elu';
import {exponential} from './exponential';
import {gelu} from './gelu';
import {hardShrink} from './hardShrink';
import {hardSigmoid} from './hardSigmoid';
import {hardSwish} from './hardSwish';
import {hardTanh} from './hardTanh';
import {isrlu} from './isrlu';
import {leakyRelu} from './leakyRelu';
import {lisht} from './lisht';
import {logSigmoid} from './logSigmoid';
import {mish} from './mish';
import {parametricSoftplus} from './parametricSoftplus';
import {pelu} from './pelu';
import {prelu} from './prelu';
import {quickGelu} from './quickGelu';
import {relu} from './relu';
import {relu6} from './relu6';
import {rrelu} from './rrelu';
import {selu} from './selu';
import {shiftedSoftplus} from './shiftedSoftplus';
import {silu} from './silu';
import {smoothRelu} from './smoothRelu';
import {snake} from './snake';
import {softShrink} from './softShrink';
import {softplus} from './softplus';
import {softsign} from './softsign';
import {sparsePlus} from './sparsePlus';
import {sparseSigmoid} from './sparseSigmoid';
import {squaredRelu} from './squaredRelu';
import {squareplus} from './squareplus';
import {srelu} from './srelu';
import {starRelu} from './starRelu';
import {swishBeta} from './swishBeta';
import {tanhShrink} from './tanhShrink';
import {threshold} from './threshold';
import {thresholdedRelu} from './thresholdedRelu';

export const catalogue = {
  /**
   * Activate or not: a smooth maximum of two learned lines, which beta switches between linear and maximum.
   *
   * `(p_1 - p_2) x \sigma(\beta (p_1 - p_2) x) + p_2 x`
   *
   * - `p1`: a number; 1 unless given. Slope of one line.
   * - `p2`: a number; 0 unless given. Slope of the other.
   * - `beta`: a number; 1 unless given. Sharpness of the switch.
   *
   * Source: Ma et al. 2020, arXiv:2009.04759
   */
  aconC,
  /**
   * The identity, bent: its slope goes from 1/2 to 3/2.
   *
   * `\frac{\sqrt{x^2 + 1} - 1}{2} + x`
   *
   * Source: common tables of activations
   */
  bentIdentity,
  /**
   * Continuously differentiable exponential linear unit: its slope at 0 is 1 for every alpha.
   *
   * `\begin{cases} x & x > 0 \\ \alpha (e^{x/\alpha} - 1) & x \le 0 \end{cases}`
   *
   * - `alpha`: a number > 0; 1 unless given. Minus the limit at -Infinity.
   *
   * Source: Barron 2017, arXiv:1704.07483; Keras celu
   */
  celu,
  /**
   * A rectifier with a learned slope on either side.
   *
   * `\begin{cases} p x & x > 0 \\ n x & x \le 0 \end{cases}`
   *
   * - `positiveSlope`: a number; 1 unless given. Slope p for x > 0.
   * - `negativeSlope`: a number; 0.01 unless given. Slope n for x <= 0.
   *
   * Source: Generalises PReLU (He et al. 2015, arXiv:1502.01852); a maxout of two lines through 0
   */
  dualSlopeRelu,
  /**
   * Exponential linear unit: saturates at -alpha for negative inputs.
   *
   * `\begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}`
   *
   * - `alpha`: a number; 1 unless given. Minus the limit at -Infinity.
   *
   * Source: Clevert et al. 2015, arXiv:1511.07289; Keras ELU
   */
  elu,
  /**
   * The exponential function.
   *
   * `e^x`
   *
   * Source: Keras exponential
   */
  exponential,
  /**
   * Gaussian error linear unit: x times the probability that a standard normal variable is below it.
   *
   * `x \Phi(x), \quad \text{or} \quad \tfrac{x}{2} (1 + \tanh(\sqrt{2/\pi} (x + 0.044715 x^3)))`
   *
   * - `approximate`: 'none' or 'tanh'; 'none' unless given. Exact, or by tanh as in BERT and GPT-2.
   *
   * Source: Hendrycks and Gimpel 2016, arXiv:1606.08415; Keras gelu, PyTorch GELU
   */
  gelu,
  /**
   * The identity but for a dead zone around 0.
   *
   * `\begin{cases} x & |x| > t \\ 0 & |x| \le t \end{cases}`
   *
   * - `threshold`: a number >= 0; 0.5 unless given. Threshold t. Its derivative is 0, so it is never learned.
   *
   * Source: Donoho and Johnstone 1994; Keras hard_shrink, PyTorch Hardshrink
   */
  hardShrink,
  /**
   * A sigmoid of three lines, of slope 1/6 at 0: Keras 3’s, where tf.js and Keras 2 have slope 0.2.
   *
   * `\frac{\min(\max(x + 3, 0), 6)}{6}`
   *
   * Source: Keras 3 hard_sigmoid, PyTorch Hardsigmoid
   */
  hardSigmoid,
  /**
   * Swish with its sigmoid replaced by three lines.
   *
   * `x \frac{\min(\max(x + 3, 0), 6)}{6}`
   *
   * Source: Howard et al. 2019, arXiv:1905.02244; Keras hard_swish, PyTorch Hardswish
   */
  hardSwish,
  /**
   * The identity between two bounds.
   *
   * `\min(\max(x, m), M)`
   *
   * - `minValue`: a number; -1 unless given. Lower bound m.
   * - `maxValue`: a number; 1 unless given. Upper bound M.
   *
   * Source: Collobert 2004; PyTorch Hardtanh, Keras hard_tanh
   */
  hardTanh,
  /**
   * Inverse square root linear unit: like elu, by a root in place of the exponential; the identity for alpha = 0.
   *
   * `\begin{cases} x & x > 0 \\ \frac{x}{\sqrt{1 + \alpha x^2}} & x \le 0 \end{cases}`
   *
   * - `alpha`: a number >= 0; 1 unless given. The limit at -Infinity is -1 / sqrt(alpha).
   *
   * Source: Carlile et al. 2017, arXiv:1710.09967
   */
  isrlu,
  /**
   * A rectifier with a small fixed slope for negative inputs: 0.01, where Keras’s layer has 0.3.
   *
   * `\begin{cases} x & x > 0 \\ s x & x \le 0 \end{cases}`
   *
   * - `negativeSlope`: a number; 0.01 unless given. Slope s for x <= 0.
   *
   * Source: Maas et al. 2013; PyTorch LeakyReLU, JAX, ONNX (slope 0.01)
   */
  leakyRelu,
  /**
   * Linearly scaled hyperbolic tangent: even, near the square for small x and near |x| for large.
   *
   * `x \tanh(x)`
   *
   * Source: Roy et al. 2019, arXiv:1901.05894; TensorFlow Addons lisht
   */
  lisht,
  /**
   * The logarithm of the logistic function, without overflow or cancellation.
   *
   * `\ln \sigma(x)`
   *
   * Source: Keras log_sigmoid, PyTorch LogSigmoid
   */
  logSigmoid,
  /**
   * A smooth, self-regularized rectifier with a dip below zero.
   *
   * `x \tanh(\ln(1 + e^x))`
   *
   * Source: Misra 2019, arXiv:1908.08681; Keras mish
   */
  mish,
  /**
   * Softplus with a learned scale alpha and a learned sharpness beta.
   *
   * `\alpha \ln(1 + e^{\beta x})`
   *
   * - `alpha`: a number; 0.2 unless given. Scale.
   * - `beta`: a number > 0; 5 unless given. Sharpness.
   *
   * Source: McFarland, Cui and Butts 2013; Keras 1 ParametricSoftplus
   */
  parametricSoftplus,
  /**
   * Parametric exponential linear unit: an elu whose scale and decay are learned, smooth at 0.
   *
   * `\begin{cases} \frac{a}{b} x & x > 0 \\ a (e^{x/b} - 1) & x \le 0 \end{cases}`
   *
   * - `a`: a number > 0; 1 unless given. Minus the limit at -Infinity.
   * - `b`: a number > 0; 1 unless given. Decay length.
   *
   * Source: Trottier et al. 2016, arXiv:1605.09332; keras-contrib PELU
   */
  pelu,
  /**
   * A rectifier whose slope for negative inputs is learned.
   *
   * `\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}`
   *
   * - `alpha`: a number; 0.25 unless given. Slope for x <= 0.
   *
   * Source: He et al. 2015, arXiv:1502.01852; PyTorch PReLU
   */
  prelu,
  /**
   * Gelu with a logistic function in place of the normal distribution.
   *
   * `x \sigma(1.702 x)`
   *
   * Source: Hendrycks and Gimpel 2016, arXiv:1606.08415; timm QuickGELU
   */
  quickGelu,
  /**
   * The rectifier, with Keras’s slope, cap and threshold, and a choice of its derivative at 0.
   *
   * `\begin{cases} m & x \ge m \\ x & t < x < m \\ s (x - t) & x \le t \end{cases}`
   *
   * - `negativeSlope`: a number >= 0; 0 unless given. Slope s for x <= t.
   * - `maxValue`: a number >= 0; null unless given. Cap m, or null for none.
   * - `threshold`: a number >= 0; 0 unless given. Where it begins, t.
   * - `gradientAtZero`: a number; null unless given. The derivative at exactly 0, 0 and 1 being usual; null: that of x <= t. Only where t is 0.
   *
   * Source: Fukushima 1969; Nair and Hinton 2010; Keras ReLU
   */
  relu,
  /**
   * The rectifier capped at 6.
   *
   * `\min(\max(x, 0), 6)`
   *
   * - `gradientAtZero`: a number; null unless given. The derivative at exactly 0, 0 and 1 being usual; null: 0.
   *
   * Source: Krizhevsky 2010; Keras relu6
   */
  relu6,
  /**
   * A leaky rectifier whose slope is random in training, drawn anew for each element, and the mean of its range else.
   *
   * `\begin{cases} x & x > 0 \\ a x & x \le 0 \end{cases}, \quad a = \tfrac{l + u}{2}`
   *
   * - `lower`: a number >= 0; 0.125 unless given. Smallest slope l.
   * - `upper`: a number >= 0; 0.3333333333333333 unless given. Largest slope u.
   * - `seed`: a number; null unless given. Makes the slopes of training the same in every run.
   *
   * Source: Xu et al. 2015, arXiv:1505.00853, which divides x by a divisor from U(3, 8); PyTorch RReLU
   */
  rrelu,
  /**
   * Scaled elu: with the default constants, activations keep mean 0 and variance 1 through depth.
   *
   * `\lambda \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}`
   *
   * - `scale`: a number; 1.0507009873554805 unless given. Lambda: slope for x > 0.
   * - `alpha`: a number; 1.6732632423543772 unless given. Minus the limit at -Infinity, before scaling.
   *
   * Source: Klambauer et al. 2017, arXiv:1706.02515; Keras selu
   */
  selu,
  /**
   * Softplus lowered by ln 2, so that it passes through the origin.
   *
   * `\ln(1 + e^x) - \ln 2`
   *
   * Source: Schütt et al. 2017, arXiv:1706.08566
   */
  shiftedSoftplus,
  /**
   * Sigmoid-weighted linear unit; tf.js calls it swish.
   *
   * `x \sigma(x)`
   *
   * Source: Elfwing et al. 2017, arXiv:1702.03118; Keras silu
   */
  silu,
  /**
   * Softplus with a sharpness k: a smooth rectifier that approaches relu as k grows.
   *
   * `\frac{\ln(1 + e^{kx})}{k}`
   *
   * - `k`: a number > 0; 1 unless given. Sharpness.
   *
   * Source: Dugas et al. 2001; PyTorch Softplus(beta=k), without its cut-off at large kx
   */
  smoothRelu,
  /**
   * The identity with a learnable ripple, which extrapolates periodic data.
   *
   * `x + \frac{\sin^2(\omega x)}{\omega}`
   *
   * - `frequency`: a number not 0; 1 unless given. Omega, in radians per unit of x.
   *
   * Source: Ziyin et al. 2020, arXiv:2006.08195; TensorFlow Addons snake
   */
  snake,
  /**
   * Shrinks towards 0 by a threshold: the proximal operator of the absolute value.
   *
   * `\begin{cases} x - t & x > t \\ x + t & x < -t \\ 0 & |x| \le t \end{cases}`
   *
   * - `threshold`: a number >= 0; 0.5 unless given. Threshold t.
   *
   * Source: Donoho 1995; Keras soft_shrink, PyTorch Softshrink
   */
  softShrink,
  /**
   * The smooth rectifier, without overflow or cancellation.
   *
   * `\ln(1 + e^x)`
   *
   * Source: Dugas et al. 2001; Keras softplus
   */
  softplus,
  /**
   * A sigmoid between -1 and 1 that approaches its limits slowly.
   *
   * `\frac{x}{1 + |x|}`
   *
   * Source: Bergstra et al. 2009; Keras softsign
   */
  softsign,
  /**
   * A rectifier whose kink is a parabola: to softplus what sparsemax is to softmax.
   *
   * `\begin{cases} x & x \ge 1 \\ \frac{(x + 1)^2}{4} & -1 < x < 1 \\ 0 & x \le -1 \end{cases}`
   *
   * Source: Martins and Astudillo 2016, arXiv:1602.02068; Keras sparse_plus
   */
  sparsePlus,
  /**
   * A sigmoid of three lines: the derivative of sparsePlus.
   *
   * `\min(\max(\tfrac{x + 1}{2}, 0), 1)`
   *
   * Source: Martins and Astudillo 2016, arXiv:1602.02068; Keras sparse_sigmoid
   */
  sparseSigmoid,
  /**
   * The square of the rectifier.
   *
   * `\max(x, 0)^2`
   *
   * Source: So et al. 2021, arXiv:2109.08668
   */
  squaredRelu,
  /**
   * An algebraic smooth rectifier: no exponential; relu for b = 0.
   *
   * `\frac{x + \sqrt{x^2 + b}}{2}`
   *
   * - `b`: a number >= 0; 4 unless given. Width of the bend.
   *
   * Source: Barron 2021, arXiv:2112.11687; Keras squareplus
   */
  squareplus,
  /**
   * Three lines: the identity between two thresholds, and a slope of its own beyond each, all of them learned.
   *
   * `\begin{cases} t_r + a_r (x - t_r) & x > t_r \\ x & t_l < x \le t_r \\ t_l + a_l (x - t_l) & x \le t_l \end{cases}`
   *
   * - `tLeft`: a number; 0 unless given. Where the left line ends, t_l.
   * - `aLeft`: a number; 0.2 unless given. Slope of the left line, a_l.
   * - `tRight`: a number; 1 unless given. Where the right line begins, t_r.
   * - `aRight`: a number; 1 unless given. Slope of the right line, a_r.
   *
   * Source: Jin et al. 2015, arXiv:1512.07030; keras-contrib SReLU, where tRight is a distance from tLeft
   */
  srelu,
  /**
   * The squared rectifier, scaled and shifted: by default so that a standard normal input gives mean 0, variance 1.
   *
   * `s \max(x, 0)^2 + b`
   *
   * - `scale`: a number; 0.8944 unless given. Factor s, near 2 / sqrt(5).
   * - `bias`: a number; -0.4472 unless given. Shift b, near -1 / sqrt(5).
   *
   * Source: Yu et al. 2022, arXiv:2210.13452
   */
  starRelu,
  /**
   * Swish with a learned beta: between x/2 (beta = 0) and relu.
   *
   * `x \sigma(\beta x)`
   *
   * - `beta`: a number; 1 unless given. Sharpness.
   *
   * Source: Ramachandran et al. 2017, arXiv:1710.05941; keras-contrib Swish, ONNX Swish
   */
  swishBeta,
  /**
   * The identity less its hyperbolic tangent: flat at 0, where it is near x^3 / 3.
   *
   * `x - \tanh(x)`
   *
   * Source: Keras tanh_shrink, PyTorch Tanhshrink
   */
  tanhShrink,
  /**
   * The identity above a threshold, else a constant.
   *
   * `\begin{cases} x & x > t \\ v & x \le t \end{cases}`
   *
   * - `threshold`: a number; 0 unless given. Where the identity begins, t. Its derivative is 0, so it is never learned.
   * - `value`: a number; 0 unless given. The constant v.
   *
   * Source: PyTorch Threshold; Keras threshold
   */
  threshold,
  /**
   * The identity above a threshold, else 0, with a jump between them.
   *
   * `\begin{cases} x & x > \theta \\ 0 & x \le \theta \end{cases}`
   *
   * - `theta`: a number >= 0; 1 unless given. Where it begins. Its derivative is 0, so it is never learned.
   *
   * Source: Konda et al. 2014, arXiv:1402.3337; Keras 2 ThresholdedReLU, ONNX
   */
  thresholdedRelu,
} as const;

export type Catalogue = typeof catalogue;

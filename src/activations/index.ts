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
  aconC,
  bentIdentity,
  celu,
  dualSlopeRelu,
  elu,
  exponential,
  gelu,
  hardShrink,
  hardSigmoid,
  hardSwish,
  hardTanh,
  isrlu,
  leakyRelu,
  lisht,
  logSigmoid,
  mish,
  parametricSoftplus,
  pelu,
  prelu,
  quickGelu,
  relu,
  relu6,
  rrelu,
  selu,
  shiftedSoftplus,
  silu,
  smoothRelu,
  snake,
  softShrink,
  softplus,
  softsign,
  sparsePlus,
  sparseSigmoid,
  squaredRelu,
  squareplus,
  srelu,
  starRelu,
  swishBeta,
  tanhShrink,
  threshold,
  thresholdedRelu,
} as const;

export type Catalogue = typeof catalogue;

/** The catalogue. A function is added here and in a file of its own; docs, types, tests and backends follow. */

import {aconC} from './aconC';
import {celu} from './celu';
import {elu} from './elu';
import {exponential} from './exponential';
import {gelu} from './gelu';
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
import {selu} from './selu';
import {shiftedSoftplus} from './shiftedSoftplus';
import {silu} from './silu';
import {smoothRelu} from './smoothRelu';
import {snake} from './snake';
import {softplus} from './softplus';
import {softsign} from './softsign';
import {squareplus} from './squareplus';
import {swishBeta} from './swishBeta';
import {tanhShrink} from './tanhShrink';

export const catalogue = {
  relu,
  relu6,
  leakyRelu,
  prelu,
  elu,
  celu,
  selu,
  pelu,
  smoothRelu,
  softplus,
  parametricSoftplus,
  shiftedSoftplus,
  logSigmoid,
  squareplus,
  silu,
  swishBeta,
  gelu,
  quickGelu,
  mish,
  lisht,
  softsign,
  tanhShrink,
  isrlu,
  snake,
  aconC,
  exponential,
} as const;

export type Catalogue = typeof catalogue;

/** The catalogue. A function is added here and in a file of its own; docs, types, tests and backends follow. */

import {aconC} from './aconC';
import {celu} from './celu';
import {elu} from './elu';
import {gelu} from './gelu';
import {leakyRelu} from './leakyRelu';
import {mish} from './mish';
import {parametricSoftplus} from './parametricSoftplus';
import {pelu} from './pelu';
import {prelu} from './prelu';
import {relu} from './relu';
import {relu6} from './relu6';
import {selu} from './selu';
import {silu} from './silu';
import {smoothRelu} from './smoothRelu';
import {snake} from './snake';
import {softplus} from './softplus';
import {softsign} from './softsign';
import {squareplus} from './squareplus';
import {swishBeta} from './swishBeta';

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
  squareplus,
  silu,
  swishBeta,
  gelu,
  mish,
  softsign,
  snake,
  aconC,
} as const;

export type Catalogue = typeof catalogue;

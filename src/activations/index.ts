/** The catalogue: every file of this folder with a definition. Written by `npm run generate`. */

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
  aconC,
  celu,
  elu,
  gelu,
  leakyRelu,
  mish,
  parametricSoftplus,
  pelu,
  prelu,
  relu,
  relu6,
  selu,
  silu,
  smoothRelu,
  snake,
  softplus,
  softsign,
  squareplus,
  swishBeta,
} as const;

export type Catalogue = typeof catalogue;

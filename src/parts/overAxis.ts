/** Parts of the functions over an axis. */

import {crelu as creluDefinition} from '../ops/axis/crelu';
import {
  geglu as gegluDefinition,
  glu as gluDefinition,
  reglu as regluDefinition,
  swiglu as swigluDefinition,
} from '../ops/axis/glu';
import {maxout as maxoutDefinition} from '../ops/axis/maxout';
import {
  logSumExpPlus as logSumExpPlusDefinition,
  softmax as softmaxDefinition,
  softmaxPlus as softmaxPlusDefinition,
} from '../ops/axis/softmax';
import {sparsemax as sparsemaxDefinition} from '../ops/axis/sparsemax';
import {overAxis} from './axis';

/** `rx.crelu`, `rx.layers.crelu`: the positive part, and beside it the negative part. */
export const crelu = overAxis(creluDefinition);

/** `rx.glu`, `rx.layers.glu`: one half of an axis times the sigmoid of the other half. */
export const glu = overAxis(gluDefinition);

/** `rx.reglu`, `rx.layers.reglu`: one half of an axis times relu of the other half. */
export const reglu = overAxis(regluDefinition);

/** `rx.geglu`, `rx.layers.geglu`: one half of an axis times the exact gelu of the other half. */
export const geglu = overAxis(gegluDefinition);

/** `rx.swiglu`, `rx.layers.swiglu`: one half of an axis times silu of the other half. */
export const swiglu = overAxis(swigluDefinition);

/** `rx.maxout`, `rx.layers.maxout`: the largest of each group of channels. */
export const maxout = overAxis(maxoutDefinition);

/** `rx.logSumExpPlus`, `rx.layers.logSumExpPlus`: softplus of many variables. */
export const logSumExpPlus = overAxis(logSumExpPlusDefinition);

/** `rx.softmaxPlus`, `rx.layers.softmaxPlus`: softmax with a zero more, whose share is left out. */
export const softmaxPlus = overAxis(softmaxPlusDefinition);

/** `rx.softmax`, `rx.layers.softmax`: positive numbers with the sum 1. */
export const softmax = overAxis(softmaxDefinition);

/** `rx.sparsemax`, `rx.layers.sparsemax`: like softmax, with exact zeros. */
export const sparsemax = overAxis(sparsemaxDefinition);

/** The functions over an axis. One is added here, in a file of its own, and in parts/overAxis.ts; op, layer, docs and tests follow. */

import {crelu} from './crelu';
import {geglu, glu, reglu, swiglu} from './glu';
import {maxout} from './maxout';
import {logSumExpPlus, softmax, softmaxPlus} from './softmax';
import {sparsemax} from './sparsemax';

export const axisCatalogue = {
  crelu,
  glu,
  reglu,
  geglu,
  swiglu,
  maxout,
  logSumExpPlus,
  softmaxPlus,
  softmax,
  sparsemax,
} as const;

export type AxisCatalogue = typeof axisCatalogue;

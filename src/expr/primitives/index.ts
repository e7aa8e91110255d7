/**
 * The table of primitives: all that a definition can be made of. One record each: its derivative, its reference in
 * JavaScript (float64), how it is composed of stock ops, and what the emitters must know about it. Those that emit
 * code (WebAssembly, shaders) have tables of their own, over the same names.
 */

import {ARITHMETIC, type ArithmeticName} from './arithmetic';
import {COMPARISON, type ComparisonName} from './comparison';
import {ELEMENTARY, type ElementaryName} from './elementary';
import {GAUSSIAN, type GaussianName} from './gaussian';
import {LOGISTIC, type LogisticName} from './logistic';
import type {Primitive} from './primitive';

export type PrimitiveName = ArithmeticName | ElementaryName | LogisticName | GaussianName | ComparisonName;
export type {Build, Primitive} from './primitive';

export const PRIMITIVES: Readonly<Record<PrimitiveName, Primitive>> = {
  ...ARITHMETIC,
  ...ELEMENTARY,
  ...LOGISTIC,
  ...GAUSSIAN,
  ...COMPARISON,
};

/** What a target is: a way to run a program on some backend. */

import type {Program} from '../expr/program';
import type {Tensor, TensorInfo, Tf} from '../tf';
import type {Stacks} from './stacks';

/** All that a kernel needs besides its tensors: plain data, so that any copy of the plugin can run it. */
export interface Attributes {
  readonly program: Program;
  readonly uniforms: readonly number[];
  /** The shape that all inputs broadcast to. */
  readonly full: readonly number[];
  /** The shape of each output. An output of another shape than the full one is summed to it. */
  readonly shapes: readonly (readonly number[])[];
  /** Given where tensors stand for several symbols of the program. Targets get outputs apart, one a symbol. */
  readonly stacks?: Stacks;
}

/** Runs a program on tensors; null where it cannot, so that another target has to. */
export type Target = (tf: Tf, inputs: Tensor[], attributes: Attributes) => TensorInfo[] | null;

/** What a definition of a function consists of: plain data, and `fn` in tf.js's own chain vocabulary. */

import type {Body} from '../expr/trace';

/** A parameter: its default, the numbers allowed, and how it is learned. */
export interface ParameterSpec {
  readonly default: number;
  /** One sentence for the docs. */
  readonly description?: string;
  /** Smallest number allowed. */
  readonly min?: number;
  /** Largest number allowed. */
  readonly max?: number;
  /** Every number allowed is greater than this one. A learned value is kept at `above + 0.001` or more. */
  readonly above?: number;
  /** Learned by the layer unless its config says otherwise. */
  readonly learned?: boolean;
  /** Other frameworks' words for it, understood where a config is loaded. */
  readonly aliases?: readonly string[];
}

export type Parameters = Readonly<Record<string, ParameterSpec>>;

export interface Definition<N extends string = string, P extends Parameters = Parameters> {
  /** The op's name, e.g. `smoothRelu`. Unchanged by tf.js's conversion to snake case and back. */
  readonly name: N;
  /** The layer's class name, e.g. `SmoothReLU`: what saved models say. */
  readonly className: string;
  /** The activation's class name where tf.js has its own under `name`. */
  readonly activationName?: string;
  /** What a bare activation string means by a parameter, where model files mean something else than our default. */
  readonly bareString?: {readonly [K in keyof P]?: number};
  readonly summary: string;
  /** As TeX. */
  readonly formula: string;
  /** Where it comes from. */
  readonly reference: string;
  readonly params: P;
  readonly fn: Body<keyof P & string>;
  /** Derivatives in a parameter, only where deriving `fn` mechanically would lose digits. */
  readonly derivatives?: {readonly [K in keyof P]?: Body<keyof P & string>};
}

/** Types a definition; its parameters' names are inferred, so that they complete in an editor. */
export const activation = <const N extends string, const P extends Parameters>(
  definition: Definition<N, P>,
): Definition<N, P> => definition;

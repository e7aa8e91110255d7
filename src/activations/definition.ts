/** What a definition of a function consists of: plain data, and `fn` in tf.js's own chain vocabulary. */

import type {Expression, Operand} from '../expr/trace';

interface AnySpec {
  /** One sentence for the docs. */
  readonly description?: string;
  /** Other frameworks' words for it, understood where a config is loaded. */
  readonly aliases?: readonly string[];
}

/** A number: its default, those allowed, and how it is learned. */
export interface NumberSpec extends AnySpec {
  /** Null stands for "none" and is allowed only where the default is null: `fn` then gets null in place of a number. */
  readonly default: number | null;
  /** Smallest number allowed. */
  readonly min?: number;
  /** Largest number allowed. */
  readonly max?: number;
  /** Every number allowed is greater than this one. A learned value is kept at `above + 0.001` or more. */
  readonly above?: number;
  /** Not 0. A learned value is kept at least 0.001 away from it. */
  readonly nonZero?: boolean;
  /** Where a learned value is kept, if that is less than what numbers are allowed to be. */
  readonly learnedMin?: number;
  /** Learned by the layer unless its config says otherwise. */
  readonly learned?: boolean;
  /** A number only: never a tensor, never learned. */
  readonly fixed?: boolean;
  /**
   * It seeds random numbers, null being another seed each time; it is `fixed`. In training `fn` gets one of them between
   * 0 and 1 for each element in its place, else null.
   */
  readonly noise?: boolean;
}

/** A choice between words, which selects the graph that `fn` makes. */
export interface ChoiceSpec extends AnySpec {
  readonly default: string;
  readonly choices: readonly string[];
}

/** A parameter in a definition. */
export type ParameterSpec = NumberSpec | ChoiceSpec;
export type Parameters = Readonly<Record<string, ParameterSpec>>;

/** A parameter's value in a config. */
export type Value = number | string | null;
export type Values<P extends Parameters = Parameters> = {readonly [K in keyof P]: ValueOf<P[K]>};
export type ValueOf<S extends ParameterSpec> = S extends {choices: readonly (infer C)[]}
  ? C
  : S extends {default: number}
    ? number
    : number | null;

/** What `fn` gets for a parameter: an expression, null where its value is null, or the word that was chosen. */
export type Symbols<P extends Parameters> = {readonly [K in keyof P]: SymbolOf<P[K]>};
type SymbolOf<S extends ParameterSpec> = S extends {choices: readonly (infer C)[]}
  ? C
  : S extends {default: number}
    ? Expression
    : Expression | null;

export type Body<P extends Parameters> = (x: Expression, params: Symbols<P>) => Expression;

export interface Definition<N extends string = string, P extends Parameters = Parameters> {
  /** The op's name, e.g. `smoothRelu`. Unchanged by tf.js's conversion to snake case and back. */
  readonly name: N;
  /** The layer's class name, e.g. `SmoothReLU`: what saved models say. */
  readonly className: string;
  /** The activation's class name where tf.js has its own under `name`. */
  readonly activationName?: string;
  /** Further activation strings. */
  readonly aliases?: readonly string[];
  /** What a bare activation string means by a parameter, where model files mean something else than our default. */
  readonly bareString?: {readonly [K in keyof P]?: number};
  readonly summary: string;
  /** As TeX. */
  readonly formula: string;
  /** Where it comes from. */
  readonly reference: string;
  readonly params: P;
  readonly fn: Body<P>;
  /** Derivatives in x or in a parameter, only where deriving `fn` mechanically would lose digits. */
  readonly derivatives?: {readonly [K in keyof P | 'x']?: (x: Expression, params: Symbols<P>) => Operand};
  /** What is wrong with values that are each in their range, or nothing. A value given as a tensor is undefined. */
  readonly check?: (values: Values<P>) => string | null;
  /** Made by `rx.define`. */
  readonly defined?: boolean;
}

/** Types a definition; its parameters' names are inferred, so that they complete in an editor. */
export const activation = <const N extends string, const P extends Parameters>(
  definition: Definition<N, P>,
): Definition<N, P> => definition;

export const isChoice = (spec: ParameterSpec): spec is ChoiceSpec => 'choices' in spec;
/** Whether it may be a tensor, and so be learned. */
export const isLearnable = (spec: ParameterSpec): spec is NumberSpec => !isChoice(spec) && !spec.fixed;
/** The parameter that seeds random numbers. */
export const noiseOf = ({params}: Definition): string | undefined =>
  Object.keys(params).find(name => (params[name] as NumberSpec).noise);

/** How a user writes it: what error messages name. */
export const labelsOf = ({name, defined}: Definition) =>
  defined
    ? {op: name, layer: `${name}.layer`, activation: `${name}.activation`, kernel: kernelOf(name)}
    : {op: `rx.${name}`, layer: `rx.layers.${name}`, activation: `rx.activation('${name}')`, kernel: kernelOf(name)};

const kernelOf = (name: string) => `Rectifier${name[0]!.toUpperCase()}${name.slice(1)}`;

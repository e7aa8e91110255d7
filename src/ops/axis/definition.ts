/** What a definition of a function over an axis consists of: its settings as data, and how it is computed. */

import type {ChoiceSpec} from '../../activations/definition';
import type {Tensor, Tf} from '../../tf';

interface AnySetting {
  /** One sentence for the docs. */
  readonly description?: string;
}

/** The axis, negative ones counting from the end; or several that are taken together. */
export interface AxisSetting extends AnySetting {
  readonly axis: 'one' | 'several';
  readonly default: number;
}
/** True or false. */
export interface FlagSetting extends AnySetting {
  readonly default: boolean;
}
/** A whole number from 1, or from 0; null stands for "whatever fits" and is allowed only where the default is null. */
export interface CountSetting extends AnySetting {
  readonly count: true | 0;
  readonly default: number | null;
}
/** A setting of a function over an axis. */
export type Setting = AxisSetting | FlagSetting | CountSetting | ChoiceSpec;
export type Settings = Readonly<Record<string, Setting>>;

export type SettingValue = number | readonly number[] | boolean | string | null;
export type SettingOf<S extends Setting> = S extends {choices: readonly (infer C)[]}
  ? C
  : S extends {axis: 'several'}
    ? number | readonly number[]
    : S extends {default: boolean}
      ? boolean
      : S extends {default: number}
        ? number
        : number | null;
export type SettingValues<P extends Settings = Settings> = {readonly [K in keyof P]: SettingOf<P[K]>};

/** What is said of a function, all of it data: the public types are made of this, and so name nothing of tf.js's. */
export interface AxisDescription<N extends string = string, P extends Settings = Settings> {
  /** The op's name, e.g. `glu`. Unchanged by tf.js's conversion to snake case and back. */
  readonly name: N;
  /** The layer's class name, e.g. `GLU`: what saved models say. */
  readonly className: string;
  /** The activation's class name, where it keeps the shape: only then it has an activation form. */
  readonly activationName?: string;
  readonly summary: string;
  /** As TeX. */
  readonly formula: string;
  /** Where it comes from. */
  readonly reference: string;
  readonly params: P;
}

export interface AxisDefinition<N extends string = string, P extends Settings = Settings> extends AxisDescription<
  N,
  P
> {
  /** The shape of the result, or what is wrong with the axis. Null is a size that is not known yet. */
  readonly shape: (
    shape: readonly (number | null)[],
    axes: readonly number[],
    values: SettingValues<P>,
  ) => Size[] | string;
  /** Computes it along `axes`, which count from the start; x is float32, fits, and has elements. */
  readonly compute: (tf: Tf, x: Tensor, axes: readonly number[], values: SettingValues<P>) => Tensor;
  /** x as it has to be for what a mask has as 0 to be left out, where a mask makes sense. */
  readonly masked?: (tf: Tf, x: Tensor, mask: Tensor) => Tensor;
}
export type Size = number | null;

/**
 * Types a definition; its settings' names are inferred, so that they complete in an editor. What computes is left out of
 * the type, and comes back by `definitionOf`.
 */
export const overAxis = <
  const N extends string,
  const P extends Settings,
  const A extends string | undefined = undefined,
>(
  definition: AxisDefinition<N, P> & {readonly activationName?: A},
): AxisDescription<N, P> & {readonly activationName?: A} => definition;

export const definitionOf = <N extends string, P extends Settings>(
  described: AxisDescription<N, P>,
): AxisDefinition<N, P> => described as AxisDefinition<N, P>;

/** What a definition of a layer that is no function by itself consists of: its settings as data, its weights, what it computes. */

import type {ChoiceSpec, NumberSpec, ValueOf} from '../../activations/definition';
import type {CountSetting, FlagSetting} from '../../ops/axis/definition';
import type {Tensor, Tf} from '../../tf';

/** Sizes of axes, null standing for that of the input; or null for all of them. */
export interface SizesSetting {
  readonly sizes: true;
  readonly default: null;
  readonly description?: string;
}
export type Setting = NumberSpec | ChoiceSpec | CountSetting | FlagSetting | SizesSetting;
export type Settings = Readonly<Record<string, Setting>>;
export type Sizes = readonly (number | null)[] | null;
export type SettingValue = number | string | boolean | Sizes;
type SettingOf<S extends Setting> = S extends SizesSetting
  ? Sizes
  : S extends FlagSetting
    ? boolean
    : S extends NumberSpec | ChoiceSpec
      ? ValueOf<S>
      : number;
export type SettingValues<P extends Settings = Settings> = {readonly [K in keyof P]: SettingOf<P[K]>};

/** A weight, for an input of some shape. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whose initializer, regularizer and constraint it has; or, where nobody may choose, what it begins with. */
  readonly part: string | {readonly initializer: 'zeros' | 'ones'; readonly trainable: boolean};
}

export type LayerVariable = ReturnType<InstanceType<Tf['layers']['Layer']>['addWeight']>;

/** What a layer gives to `compute`. */
export interface Call<P extends Settings> {
  readonly values: SettingValues<P>;
  readonly weight: (name: string) => LayerVariable;
  readonly training: boolean;
  readonly trainable: boolean;
  /** How many calls in training there were before. */
  readonly draw: number;
  /** How error messages name the layer. */
  readonly where: string;
}

export interface Composite<N extends string = string, P extends Settings = Settings> {
  readonly name: N;
  /** What saved models say. */
  readonly className: string;
  readonly summary: string;
  /** As TeX. */
  readonly formula: string;
  /** Where it comes from. */
  readonly reference: string;
  readonly params: P;
  /** For each part `p` of the config there are `pInitializer`, this one by default, `pRegularizer` and `pConstraint`. */
  readonly parts?: Readonly<Record<string, string>>;
  /** What is wrong with values that are each in their range, or nothing. */
  readonly check?: (values: SettingValues<P>) => string | null;
  /** It takes images, [batch, height, width, channels], and has weights by their channels. */
  readonly weights?: (channels: number, values: SettingValues<P>) => readonly WeightSpec[];
  /** Makes what the layers of a tf compute. */
  readonly create: (tf: Tf) => (x: Tensor, call: Call<P>) => Tensor;
}

/** Types a definition; its settings' names are inferred. */
export const composite = <const N extends string, const P extends Settings>(
  definition: Composite<N, P>,
): Composite<N, P> => definition;

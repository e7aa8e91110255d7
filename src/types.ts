/**
 * The public types. They follow the tf that is given, so that they fit tfjs, tfjs-node and core + layers alike without
 * importing any of them.
 */

import type {Catalogue} from './activations';
import type {Definition, Parameters as Specs} from './activations/definition';

/** As much of tf.js as tells one from something else. Core and layers apart: pass `{...tfc, ...tfl}`. */
export interface TfLike {
  readonly Tensor: abstract new (...args: never[]) => object;
  readonly layers: {
    readonly Layer: abstract new (...args: never[]) => object;
    readonly dense: (...args: never[]) => object;
  };
  readonly constraints: {readonly nonNeg: (...args: never[]) => object};
  readonly serialization: object;
  readonly engine: () => object;
}

export type TensorOf<TF extends TfLike> = InstanceType<TF['Tensor']>;
export type LayerOf<TF extends TfLike> = InstanceType<TF['layers']['Layer']>;
/** Numbers in nested arrays or a typed array; converted to a float32 tensor. */
export type ArrayLike =
  number | boolean | Float32Array | Int32Array | Uint8Array | Uint8ClampedArray | readonly ArrayLike[];

type Argument<F> = F extends (first: infer A, ...rest: never[]) => unknown ? NonNullable<A> : never;
type Field<T, K extends string> = T extends {[F in K]?: infer V} ? NonNullable<V> : never;
type DenseConfig<TF extends TfLike> = Argument<TF['layers']['dense']>;

/** What a stock layer takes as `activation`, by this tf's types. */
export type ActivationIdentifier<TF extends TfLike> = Field<DenseConfig<TF>, 'activation'>;
type InitializerOf<TF extends TfLike> = Field<DenseConfig<TF>, 'kernelInitializer'>;
type RegularizerOf<TF extends TfLike> = Field<DenseConfig<TF>, 'kernelRegularizer'> | 'l1' | 'l2';
type ConstraintOf<TF extends TfLike> = Field<DenseConfig<TF>, 'kernelConstraint'>;
/** The constraint base class of this tf: what its own `tf.constraints.nonNeg()` is. */
type ConstraintInstance<TF extends TfLike> = ReturnType<TF['constraints']['nonNeg']>;
type StockConfig<TF extends TfLike> = NonNullable<ConstructorParameters<TF['layers']['Layer']>[0]>;

/** A parameter of an op: a number, or a tensor (or array) that broadcasts to x, which then has a gradient too. */
export type OpParameters<TF extends TfLike, P extends Specs> = {
  [K in keyof P]?: TensorOf<TF> | ArrayLike;
};
export type NumberParameters<P extends Specs> = {[K in keyof P]?: number};

export type Op<TF extends TfLike, P extends Specs> = <T extends TensorOf<TF>>(
  x: T | ArrayLike,
  params?: OpParameters<TF, P>,
) => T;

export type LayerConfig<TF extends TfLike, P extends Specs> = StockConfig<TF> & {
  /** The parameter's value, or where it is learned its initial value. */
  [K in keyof P]?: number;
} & {
  /** Initializer of a learned parameter; its value in the config is the default. */
  [K in keyof P & string as `${K}Initializer`]?: InitializerOf<TF>;
} & {[K in keyof P & string as `${K}Regularizer`]?: RegularizerOf<TF>} & {
  /** Holds after every assignment: optimizer step, setWeights, load. */
  [K in keyof P & string as `${K}Constraint`]?: ConstraintOf<TF>;
} & {
  /** All parameters (true), none (false), or exactly those listed. Default: those that the catalogue has as learned. */
  learnable?: boolean | readonly (keyof P & string)[];
  /**
   * Axes along which a learned parameter is one value, counted with the batch axis as 0; negative ones count from the
   * end. Default (or null): all but the last, so one value a channel. `[]`: one value an element.
   */
  sharedAxes?: number | readonly number[] | null;
};

export type LayerFactory<TF extends TfLike, P extends Specs> = (config?: LayerConfig<TF, P>) => LayerOf<TF>;

export interface ClampConfig {
  /** Smallest value, or null for none. */
  readonly minValue?: number | null;
  /** Largest value, or null for none. */
  readonly maxValue?: number | null;
}

/** An entry of `rx.functions`. */
export interface FunctionInfo {
  readonly name: string;
  readonly className: string;
  readonly activationName: string;
  readonly params: Specs;
  readonly summary: string;
  readonly formula: string;
  readonly reference: string;
}

type Params<D> = D extends Definition<string, infer P> ? P : never;

/** What `rectifiers(tf)` returns. */
export type Rectifiers<TF extends TfLike> = {
  readonly [K in keyof Catalogue]: Op<TF, Params<Catalogue[K]>>;
} & {
  readonly version: string;
  /** Every function by its name: what docs and tests iterate over. */
  readonly functions: ReadonlyMap<string, FunctionInfo>;
  /** Layer factories: serializable `tf.layers` subclasses, every parameter fixed or learnable. */
  readonly layers: {readonly [K in keyof Catalogue]: LayerFactory<TF, Params<Catalogue[K]>>};
  /**
   * An activation for any stock layer, with its parameters, which survive saving, loading and cloning.
   * @throws RectifierError for an unknown name or parameter, and for a value out of range
   */
  readonly activation: <K extends keyof Catalogue>(
    name: K,
    params?: NumberParameters<Params<Catalogue[K]>>,
  ) => ActivationIdentifier<TF>;
  readonly constraints: {
    /** Keeps every element of a weight within [minValue, maxValue]. */
    readonly clamp: (config: ClampConfig) => ConstraintInstance<TF>;
  };
};

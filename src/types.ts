/**
 * The public types. They follow the tf that is given, so that they fit tfjs, tfjs-node and core + layers alike without
 * importing any of them.
 */

import type {Catalogue} from './activations';
import type {ChoiceSpec, Definition, ParameterSpec, Parameters as Specs, ValueOf} from './activations/definition';
import type {Settings as LayerSettings} from './layers/composite/definition';
import type {AxisCatalogue} from './ops/axis';
import type {KerasOptions} from './io/keras/context';
import type {AxisDescription, Settings, SettingValues} from './ops/axis/definition';

/** As much of tf.js as tells one from something else. Core and layers apart: pass `{...tfc, ...tfl}`. */
export interface TfLike {
  readonly Tensor: abstract new (...args: never[]) => object;
  readonly layers: {
    readonly Layer: abstract new (...args: never[]) => object;
    /** From its config the types of activations, initializers and constraints are taken. */
    readonly dense: (...args: never[]) => object;
  };
  readonly constraints: {
    /** From it the type of constraints is taken. */
    readonly nonNeg: (...args: never[]) => object;
  };
  readonly serialization: object;
  /** Where kernels are run. */
  readonly engine: () => object;
}

/** A tensor of this tf. */
export type TensorOf<TF extends TfLike> = InstanceType<TF['Tensor']>;
/** A layer of this tf: it goes wherever those of `tf.layers` go. */
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

/** What an op takes for a parameter: its value, or for a number a tensor (or array) that broadcasts to x, which then has a gradient too. */
export type OpParameters<TF extends TfLike, P extends Specs> = OnlyKeysOf<P> & {
  [K in keyof P]?: ValueOf<P[K]> | (Learnable<P[K]> extends true ? TensorOf<TF> | ArrayLike : never);
} & Training<P>;
/** A function with random numbers draws them if `training` is true. Layers know by themselves whether they are trained. */
type Training<P extends Specs> = true extends {[K in keyof P]: P[K] extends {noise: true} ? true : false}[keyof P]
  ? {readonly training?: boolean}
  : unknown;
/** Parameters by their values: numbers, null where that stands for none, and words to choose from. */
export type ParameterValues<P extends Specs> = OnlyKeysOf<P> & {[K in keyof P]?: ValueOf<P[K]>};
/** TypeScript lets {} have any key. */
type OnlyKeysOf<P> = keyof P extends never ? Readonly<Record<string, never>> : unknown;

type Learnable<S extends ParameterSpec> = S extends ChoiceSpec | {fixed: true} ? false : true;
/** The names of the parameters that may be tensors, and so be learned. */
type LearnableNames<P extends Specs> = {[K in keyof P & string]: Learnable<P[K]> extends true ? K : never}[keyof P &
  string];

/**
 * A function of each element, `rx.smoothRelu(x, {k: 2})`: float32, of the shape of `x`, or of what `x` and its parameters
 * broadcast to. NaN gives NaN, an infinity the limit. Differentiable to any order in `x` and in every parameter that is a
 * tensor. Formula, ranges and defaults: `rx.functions`, and the reference page of its name.
 *
 * @param x a tensor, or numbers in arrays
 * @param params by their names; each has a default
 * @throws RectifierError for an unknown name, a value out of its range, NaN or an infinity as a number, and a tensor
 *   that does not broadcast to `x`
 * @example
 * rx.smoothRelu([[-1, 0, 1]], {k: 2}).print(); // [[0.063464, 0.3465736, 1.063464]]
 * rx.smoothRelu([[-1, 0, 1]], {k: tf.tensor1d([1, 2, 3])}).print(); // [[0.3132617, 0.3465736, 1.0161958]]
 */
export type Op<TF extends TfLike, P extends Specs> = <T extends TensorOf<TF>>(
  x: T | ArrayLike,
  params?: OpParameters<TF, P>,
) => T;

/**
 * The config of a pointwise layer: each parameter `p` by its name, `pInitializer`, `pRegularizer`, `pConstraint`; which of
 * them are learned, and along which axes a learned one is a single value; and what every layer of tf.js takes.
 *
 * A learned parameter is a weight of its name with the shape of the input without batch, 1 on shared axes: [1, 1, channels]
 * for images.
 */
export type LayerConfig<TF extends TfLike, P extends Specs> = StockConfig<TF> & {
  /** The parameter's value, or where it is learned its initial value. */
  [K in keyof P]?: ValueOf<P[K]>;
} & {
  /** Initializer of a learned parameter; its value in the config is the default. */
  [K in LearnableNames<P> as `${K}Initializer`]?: InitializerOf<TF>;
} & {[K in LearnableNames<P> as `${K}Regularizer`]?: RegularizerOf<TF>} & {
  /** Holds after every assignment: optimizer step, setWeights, load. */
  [K in LearnableNames<P> as `${K}Constraint`]?: ConstraintOf<TF>;
} & {
  /** All parameters (true), none (false), or exactly those listed. Default: those that the catalogue has as learned. */
  learnable?: boolean | readonly LearnableNames<P>[];
  /**
   * Axes along which a learned parameter is one value, counted with the batch axis as 0; negative ones count from the
   * end. Default (or null): all but the last, so one value a channel. `[]`: one value an element.
   */
  sharedAxes?: number | readonly number[] | null;
};

/**
 * Makes a serializable layer of a function, `rx.layers.prelu({sharedAxes: [1, 2]})`. The shape stays as it is, a mask
 * passes through.
 *
 * @throws RectifierError for an unknown key (with the nearest known one), a value out of its range, a parameter that
 *   cannot be learned, and, when it is built, an axis that is not there or whose size would have to be known
 * @example
 * model.add(rx.layers.smoothRelu({k: 2, learnable: true, kRegularizer: 'l2'}));
 * model.add(rx.layers.prelu({alpha: 0.1, alphaConstraint: rx.constraints.clamp({minValue: 0})}));
 */
export type LayerFactory<TF extends TfLike, P extends Specs> = (config?: LayerConfig<TF, P>) => LayerOf<TF>;

type SettingsOf<D> = D extends AxisDescription<string, infer P> ? P : never;
/** Settings by their values. */
export type AxisSettings<P extends Settings> = Partial<SettingValues<P>>;

/** An op over an axis. Where it may take the axis away, the rank of the result is the caller's to say, as with tf.sum. */
export type AxisOp<TF extends TfLike, P extends Settings> = P extends {keepDims: unknown}
  ? <R extends TensorOf<TF> = TensorOf<TF>>(x: TensorOf<TF> | ArrayLike, settings?: AxisSettings<P>) => R
  : <T extends TensorOf<TF>>(x: T | ArrayLike, settings?: AxisSettings<P>) => T;

/** Axes are counted with the batch as 0, which cannot be among them. */
export type AxisLayerFactory<TF extends TfLike, P extends Settings> = (
  config?: StockConfig<TF> & AxisSettings<P>,
) => LayerOf<TF>;

/** `rx.layers.maxoutDense`: the kernel has the shape [pieces, input size, units], the bias [pieces, units]. */
export type MaxoutDenseConfig<TF extends TfLike> = StockConfig<TF> & {
  /** Size of the last axis of the output. */
  units: number;
  /** Linear maps, the largest of which is each unit. 4 unless given. */
  pieces?: number;
  useBias?: boolean;
} & {[K in 'kernel' | 'bias' as `${K}Initializer`]?: InitializerOf<TF>} & {
  [K in 'kernel' | 'bias' as `${K}Regularizer`]?: RegularizerOf<TF>;
} & {
  /** Holds after every assignment: optimizer step, setWeights, load. */
  [K in 'kernel' | 'bias' as `${K}Constraint`]?: ConstraintOf<TF>;
};

/** `rx.layers.alphaDropout`: dropout that keeps mean 0 and variance 1 after selu; in training only. */
export type AlphaDropoutConfig<TF extends TfLike> = StockConfig<TF> & {
  /** Probability of being dropped, 0 <= rate < 1. */
  rate: number;
  /** Shape of what is drawn, batch included: 1 where it is the same along an axis, null for the size of the input. */
  noiseShape?: readonly (number | null)[] | null;
  /** Makes the sequence of masks the same in every run, on every backend. */
  seed?: number | null;
};

/**
 * `rx.layers.filterBank`: dualSlopeRelu with its parameters, one value an element of the last axis unless `sharedAxes` says
 * otherwise, then a fixed orthonormal transform of the last axis. With slopes 1 it is invertible: the same with
 * `inverse: true` undoes it.
 */
export type FilterBankConfig<TF extends TfLike> = LayerConfig<TF, Params<Catalogue['dualSlopeRelu']>> & {
  /** 'walshHadamard' (natural order, the length a power of two) unless given, or 'dct' (DCT-II, any length). */
  transform?: 'walshHadamard' | 'dct';
  /** For walshHadamard: pads with zeros to the next power of two, which is then the length of the output. */
  pad?: boolean;
  inverse?: boolean;
};

/** Initializer, regularizer and constraint of weights. */
type WeightConfig<TF extends TfLike, K extends string> = {[P in K as `${P}Initializer`]?: InitializerOf<TF>} & {
  [P in K as `${P}Regularizer`]?: RegularizerOf<TF>;
} & {
  /** Holds after every assignment: optimizer step, setWeights, load. */
  [P in K as `${P}Constraint`]?: ConstraintOf<TF>;
};

/** `rx.layers.metaAconC`, of images [batch, height, width, channels]; `kernel` and `bias` are those of both convolutions. */
export type MetaAconCConfig<TF extends TfLike> = StockConfig<TF> & {
  /** r: between the convolutions there are max(r, channels / r) numbers. 16 unless given. */
  reduction?: number;
} & WeightConfig<TF, 'kernel' | 'bias' | 'p1' | 'p2'>;

/** `rx.layers.dyRelu`, of images [batch, height, width, channels]; `kernel` and `bias` are those of both dense layers. */
export type DyReluConfig<TF extends TfLike> = StockConfig<TF> & {
  /** The paper's type: 'b' (unless given), lines for each channel, or 'a', the same ones for all channels of an image. */
  type?: 'a' | 'b';
  /** The number of lines; 2 unless given. */
  pieces?: number;
  /** The first dense layer has channels / reduction units, at least 1. 8 unless given. */
  reduction?: number;
  /** How far slopes get from where they begin, which is 1 for the first line and 0 for the others. 1 unless given. */
  lambdaA?: number;
  /** How far offsets get from 0. 0.5 unless given. */
  lambdaB?: number;
} & WeightConfig<TF, 'kernel' | 'bias'>;

/** `rx.layers.frelu`, of images [batch, height, width, channels]. */
export type FReluConfig<TF extends TfLike> = StockConfig<TF> & {
  /** Height and width of the neighbourhood, odd; 3 unless given. */
  kernelSize?: number;
  /** Normalises it by the batch in training, else by moving averages, which are saved. True unless given. */
  batchNormalization?: boolean;
  /** What remains of the moving averages in a step; 0.99 unless given. */
  momentum?: number;
  /** Added to the variance; 0.001 unless given. */
  epsilon?: number;
} & WeightConfig<TF, 'depthwise' | 'gamma' | 'beta'>;

interface CompositeLayers<TF extends TfLike> {
  readonly alphaDropout: (config: AlphaDropoutConfig<TF>) => LayerOf<TF>;
  readonly filterBank: (config?: FilterBankConfig<TF>) => LayerOf<TF>;
  readonly metaAconC: (config?: MetaAconCConfig<TF>) => LayerOf<TF>;
  readonly dyRelu: (config?: DyReluConfig<TF>) => LayerOf<TF>;
  readonly frelu: (config?: FReluConfig<TF>) => LayerOf<TF>;
}

/** Hinges: a list of numbers, one a hinge, or a tensor (or nested array) of shape [hinges, ...what broadcasts to x]. */
export interface AplParameters<TF extends TfLike> {
  /** Minus the slopes. */
  readonly a: TensorOf<TF> | ArrayLike;
  /** The places. */
  readonly b: TensorOf<TF> | ArrayLike;
}
/**
 * max(0, x) + sum of a max(0, b - x) over the hinges, of the shape of `x`; gradients in `x`, `a` and `b`.
 *
 * @throws RectifierError if `a` and `b` have not the same number of hinges, or do not broadcast to `x`
 * @example
 * rx.apl([-2, -1, 1], {a: [0.5], b: [0]}).print(); // [1, 0.5, 1]
 */
export type AplOp<TF extends TfLike> = <T extends TensorOf<TF>>(x: T | ArrayLike, params: AplParameters<TF>) => T;

/** `rx.layers.apl`: learned hinges are weights `a` and `b` of shape [hinges, ...parameter shape]. */
export type AplConfig<TF extends TfLike> = StockConfig<TF> & {
  /** How many. 1 unless given, or as many as `a` or `b` has numbers. */
  hinges?: number;
  /** A number a hinge: where it is learned its initial value, for which else there is the initializer. */
  a?: readonly number[] | null;
  b?: readonly number[] | null;
  /** Both (true, the default), none, or those listed; the others have to be given as numbers. */
  learnable?: boolean | readonly ('a' | 'b')[];
  /** As in the other layers: all axes but the last, unless given. */
  sharedAxes?: number | readonly number[] | null;
} & {
  /** Uniform in +-0.5/hinges for `a`, normal with deviation 0.5 for `b`, unless given. */
  [K in 'a' | 'b' as `${K}Initializer`]?: InitializerOf<TF>;
} & {[K in 'a' | 'b' as `${K}Regularizer`]?: RegularizerOf<TF>} & {
  /** Holds after every assignment: optimizer step, setWeights, load. */
  [K in 'a' | 'b' as `${K}Constraint`]?: ConstraintOf<TF>;
};

/** Functions over an axis that keep the shape. */
type AxisActivations = {
  [K in keyof AxisCatalogue as AxisCatalogue[K] extends {activationName?: undefined} ? never : K]: AxisCatalogue[K];
};
type ActivationParameters<K> = K extends keyof Catalogue
  ? ParameterValues<Params<Catalogue[K]>>
  : K extends keyof AxisActivations
    ? AxisSettings<SettingsOf<AxisActivations[K]>>
    : K extends 'apl'
      ? {readonly a: readonly number[]; readonly b: readonly number[]}
      : never;

/** What `rx.constraints.clamp` takes: at least one of both bounds. */
export interface ClampConfig {
  /** Smallest value, or null for none. */
  readonly minValue?: number | null;
  /** Largest value, or null for none. */
  readonly maxValue?: number | null;
}

interface AnyFunctionInfo {
  readonly name: string;
  readonly className: string;
  readonly summary: string;
  readonly formula: string;
  readonly reference: string;
}
/** A function of each element. */
export interface PointwiseInfo extends AnyFunctionInfo {
  readonly kind: 'pointwise';
  readonly activationName: string;
  readonly params: Specs;
}
/** A function over an axis, or several. */
export interface AxisInfo extends AnyFunctionInfo {
  readonly kind: 'axis';
  /** Null where it changes the shape: then there is no activation. */
  readonly activationName: string | null;
  readonly params: Settings;
}
/** A layer that is no function by itself. */
export interface LayerInfo extends AnyFunctionInfo {
  readonly kind: 'layer';
  readonly params: LayerSettings;
}
/** A function of each element, with parameters that are lists: one value a hinge. */
export interface HingedInfo extends AnyFunctionInfo {
  readonly kind: 'hinged';
  readonly activationName: string;
  readonly params: Readonly<Record<string, HingeSpec>>;
}
/** A value for each of any number of hinges. */
export interface HingeSpec {
  readonly hinges: true;
  readonly learned: true;
  readonly description: string;
}
/** An entry of `rx.functions`. */
export type FunctionInfo = PointwiseInfo | AxisInfo | HingedInfo | LayerInfo;

type Params<D> = D extends Definition<string, infer P> ? P : never;

/** What `rx.define` takes: the same as the catalogue's own definitions, of which the texts may be left out. */
export type FunctionDefinition<N extends string, P extends Specs> = Pick<
  Definition<N, P>,
  'name' | 'className' | 'fn' | 'derivatives' | 'check'
> &
  Partial<Pick<Definition<N, P>, 'params' | 'summary' | 'formula' | 'reference'>>;

/** What `rx.define` gives: an op, with its layer and its activation. */
export interface DefinedFunction<TF extends TfLike, P extends Specs> extends Op<TF, P> {
  /** As those of `rx.layers`. */
  readonly layer: LayerFactory<TF, P>;
  /** As `rx.activation`, of this function. */
  readonly activation: (params?: ParameterValues<P>) => ActivationIdentifier<TF>;
}

type Loader<TF extends TfLike> = TF extends {
  readonly loadLayersModel: infer F extends (...args: never[]) => unknown;
}
  ? F
  : never;
/** What `tf.loadLayersModel` takes: a URL, or an IOHandler. */
export type ModelSource<TF extends TfLike> = Parameters<Loader<TF>>[0];
/** Those of `tf.loadLayersModel`, and those of reading Keras's models. */
export type LoadOptions<TF extends TfLike> = NonNullable<Parameters<Loader<TF>>[1]> & KerasOptions;

declare const host: unique symbol;

/** What there is whatever the parts: of `rectifiers(tf)`, and of `rectifiers(tf, parts)` from `tfjs-rectifiers/custom`. */
export interface Installed<TF extends TfLike> {
  /** @internal For types only: from it `training(rx)` knows the tf. */
  readonly [host]?: TF;
  /** The version of the package. */
  readonly version: string;
  /**
   * Every function by its name, with its parameters, summary, formula (TeX) and source: what docs and tests iterate over.
   *
   * @example
   * const {params, formula} = rx.functions.get('elu');
   * console.log(params.alpha.default, formula);
   */
  readonly functions: ReadonlyMap<string, FunctionInfo>;
  readonly constraints: {
    /**
     * Keeps every element of a weight within [minValue, maxValue]. On a parameter of a layer of this package it holds
     * after every assignment; tf.js itself applies constraints in setWeights only.
     *
     * @throws RectifierError if neither bound is given, one is not finite, or minValue is greater than maxValue
     * @example
     * rx.layers.prelu({alphaConstraint: rx.constraints.clamp({minValue: 0, maxValue: 1})});
     */
    readonly clamp: (config: ClampConfig) => ConstraintInstance<TF>;
  };
}

/**
 * What `rectifiers(tf)` returns. Each entry of `functions` is an op `rx.<name>` and a layer `rx.layers.<name>` (of kind
 * 'layer' only this); its page in the reference has formula, parameters, derivative, limits, plot, example and source.
 */
export type Rectifiers<TF extends TfLike> = Installed<TF> & {
  readonly [K in keyof Catalogue]: Op<TF, Params<Catalogue[K]>>;
} & {
  readonly [K in keyof AxisCatalogue]: AxisOp<TF, SettingsOf<AxisCatalogue[K]>>;
} & {
  /** The adaptive piecewise linear unit, max(0, x) + sum of a max(0, b - x) over hinges. Gradients in x, a and b. */
  readonly apl: AplOp<TF>;
  /** Layer factories: serializable `tf.layers` subclasses, every parameter fixed or learnable. */
  readonly layers: {readonly [K in keyof Catalogue]: LayerFactory<TF, Params<Catalogue[K]>>} & {
    readonly [K in keyof AxisCatalogue]: AxisLayerFactory<TF, SettingsOf<AxisCatalogue[K]>>;
  } & {
    /** The largest of several dense layers, unit by unit: [..., n] to [..., units]. */
    readonly maxoutDense: (config: MaxoutDenseConfig<TF>) => LayerOf<TF>;
    /** The adaptive piecewise linear unit, its hinges learned unless they are given. */
    readonly apl: (config?: AplConfig<TF>) => LayerOf<TF>;
  } & CompositeLayers<TF>;
  /**
   * An activation for any stock layer, with its parameters, which survive saving, loading and cloning.
   *
   * @throws RectifierError for an unknown name or parameter, for a value out of range, for a parameter that is a tensor
   *   (what is learned needs the layer), and for functions that change the shape or hold weights, which are layers only
   * @example
   * tf.layers.dense({units: 8, activation: rx.activation('smoothRelu', {k: 2})});
   */
  readonly activation: <K extends ActivationName>(
    name: K,
    params?: ActivationParameters<K>,
  ) => ActivationIdentifier<TF>;
  /**
   * A model that Keras 2 or Keras 3 wrote (and the tensorflowjs converter brought to model.json), with Keras's numbers;
   * or one that tf.js saved, as it is. Nothing is dropped in silence: what would change the numbers is an error.
   *
   * @throws RectifierError for a setting, a layer or an activation that neither tf.js nor this package has; it says how
   *   to provide it by `customObjects`
   * @example
   * const model = await rx.loadLayersModel('https://example.org/model/model.json', {
   *   customObjects: {'my_pkg>smooth_relu2': rx.activation('smoothRelu', {k: 2})},
   * });
   */
  readonly loadLayersModel: (source: ModelSource<TF>, options?: LoadOptions<TF>) => ReturnType<Loader<TF>>;
  readonly io: {
    /** The same as an IOHandler: `tf.loadLayersModel(rx.io.keras(source))`. */
    readonly keras: (source: ModelSource<TF>, options?: LoadOptions<TF>) => Exclude<ModelSource<TF>, string>;
  };
  /**
   * A function of your own: differentiable to any order in x and in every parameter, one kernel on every backend, with
   * a serializable layer and an activation for stock layers. Whoever loads a model with it defines it first, under the
   * same names. Defining it again replaces it.
   *
   * `fn` is called once, with expressions for x and the parameters. Its vocabulary is tf.js's chained ops: add, sub,
   * mul, div, neg, reciprocal, abs, square, squaredDifference, sqrt, rsqrt, pow (whole numbers), exp, expm1, log, log1p,
   * softplus, logSigmoid, sigmoid, tanh, sin, cos, erf, maximum, minimum, clipByValue, relu, relu6, leakyRelu, prelu,
   * elu, selu, step, greater, greaterEqual, less, lessEqual, and `a.where(condition, b)`; besides hypot, erfc,
   * normalCdf, normalPdf, logisticBell (the derivative of sigmoid), logisticEntropy, precise (for sums of terms that cancel: twice
   * the digits on GPUs) and `withDerivatives({x: ...})`.
   *
   * @throws RectifierError for a method that has no primitive, a name that is taken or would not survive saving, a
   *   parameter that is never used or whose default is out of its range, and an fn that returns something else
   * @example
   * const gaussianBump = rx.define({
   *   name: 'gaussianBump',
   *   className: 'GaussianBump',
   *   params: {width: {default: 1, min: 1e-3}},
   *   fn: (x, {width}) => x.div(width).square().neg().exp().mul(x),
   * });
   * gaussianBump([1], {width: 2}).print(); // [0.7788008]
   * model.add(gaussianBump.layer({learnable: true}));
   * model.add(tf.layers.dense({units: 8, activation: gaussianBump.activation({width: 3})}));
   */
  readonly define: <const N extends string, const P extends Specs = Readonly<Record<never, never>>>(
    definition: FunctionDefinition<N, P>,
  ) => DefinedFunction<TF, P>;
};

declare const part: unique symbol;

/** Something to list in `rectifiers(tf, parts)` of `tfjs-rectifiers/custom`, by the name of what it brings. */
export interface Part<N extends string = string> {
  readonly name: N;
  /** @internal Nothing else is one. */
  readonly [part]: true;
}

/** Names of what has an activation form. */
type ActivationName = keyof Catalogue | keyof AxisActivations | 'apl';

/** What `rectifiers(tf, parts)` of `tfjs-rectifiers/custom` returns: of `Rectifiers` what the parts of the names `N` bring. */
export type CustomRectifiers<TF extends TfLike, N extends string> = Installed<TF> &
  Pick<Rectifiers<TF>, Extract<N, keyof Rectifiers<TF>> | ('keras' extends N ? 'io' | 'loadLayersModel' : never)> & {
    /** Layer factories of the parts. */
    readonly layers: Pick<Rectifiers<TF>['layers'], Extract<N, keyof Rectifiers<TF>['layers']>>;
    /** As `Rectifiers.activation`, of the parts' functions. */
    readonly activation: <K extends Extract<N, ActivationName>>(
      name: K,
      params?: ActivationParameters<K>,
    ) => ActivationIdentifier<TF>;
  };

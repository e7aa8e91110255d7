/** The public types of what looks into models and changes their activations. */

import type {ActivationIdentifier, LayerOf, TensorOf, TfLike} from '../../types';

/** A model of tf.js's layers: sequential or functional. */
export type ModelOf<TF extends TfLike> = TF extends {readonly LayersModel: abstract new (...args: never[]) => infer M}
  ? M
  : never;
type CallbackOf<TF extends TfLike> = TF extends {readonly Callback: abstract new (...args: never[]) => infer C}
  ? C
  : never;
/** A tensor for each input or output of a model: alone, as a list, or by name. */
export type TensorsOf<TF extends TfLike> =
  TensorOf<TF> | readonly TensorOf<TF>[] | Readonly<Record<string, TensorOf<TF>>>;
type LossOf<TF extends TfLike> = (yTrue: TensorOf<TF>, yPred: TensorOf<TF>) => TensorOf<TF>;

/** A trainable weight. Magnitudes are means of absolute values. */
export interface WeightInspection {
  readonly name: string;
  readonly shape: readonly number[];
  readonly magnitude: number;
  /** Of its gradient; null where it takes no part in the loss. */
  readonly gradient: number | null;
}

/** A layer's row. What does not apply is null: numbers of activations where there is none, of gradients without y. */
export interface LayerInspection {
  /** With the names of the models around it: `encoder/dense_1`. */
  readonly name: string;
  readonly className: string;
  /** By its name in `rx.functions`, or tf.js's; null for none. */
  readonly activation: string | null;
  /** Channels of what the activation gets, or else of the output. */
  readonly units: number;
  /** Share of units whose activation is flat at every example and place: a rectifier's that never fire. */
  readonly dead: number | null;
  /** Share of what the activation gets that lies where it is flat: where |f'(z)| is at most 0.001. */
  readonly saturation: number | null;
  /** Share of outputs that are exactly 0. */
  readonly sparsity: number | null;
  /** Of all outputs. */
  readonly mean: number | null;
  readonly variance: number | null;
  /** Mean magnitude of the gradient of the loss in the layer's input. */
  readonly inputGradient: number | null;
  readonly weights: readonly WeightInspection[];
}

/** Plain data, which JSON keeps (NaN and infinities become null there), that can print itself. */
export interface Inspection {
  readonly examples: number;
  /** As fit has it, penalties of regularizers included; null without y. */
  readonly loss: number | null;
  readonly layers: readonly LayerInspection[];
  /** What is wrong and what helps, a sentence each. */
  readonly advice: readonly string[];
  /** A table, and the advice below it. */
  toString(): string;
  /** The same to the console. */
  print(): void;
}

/** What `inspect` takes besides the data. */
export interface InspectOptions<TF extends TfLike> {
  /** Instead of the compiled one: a function such as tf.losses.meanSquaredError, or a list with one an output. */
  readonly loss?: LossOf<TF> | readonly LossOf<TF>[];
}

/** What a monitor saw, and when. */
export interface MonitorEntry {
  readonly epoch: number;
  /** Batches of this epoch that were trained on before; null at its end. */
  readonly batch: number | null;
  readonly inspection: Inspection;
}

/** What `callbacks.monitor` takes. */
export interface MonitorConfig<TF extends TfLike> extends InspectOptions<TF> {
  /** The examples that are looked at each time. They stay yours to dispose. */
  readonly x: TensorsOf<TF>;
  /** With it gradients are looked at too. */
  readonly y?: TensorsOf<TF>;
  /** 'epoch' (unless given), or after so many batches. */
  readonly every?: 'epoch' | number;
  /** Prints each table. */
  readonly print?: boolean;
  /** Called each time. */
  readonly onInspection?: (entry: MonitorEntry) => unknown;
}

/** A callback for fit that holds what it saw. */
export type Monitor<TF extends TfLike> = CallbackOf<TF> & {readonly history: readonly MonitorEntry[]};

/** The linear map that a piecewise linear model is at each example. */
export interface LinearRegion<TF extends TfLike> {
  /** [batch, outputs, inputs], inputs and outputs flattened. */
  readonly matrix: TensorOf<TF>;
  /** [batch, outputs] */
  readonly offset: TensorOf<TF>;
}

/** Where an activation is. */
export interface ActivationPlace<TF extends TfLike> {
  readonly layer: LayerOf<TF>;
  /** The layer's, with the names of the models around it. */
  readonly name: string;
  readonly activation: string;
}

/** What `replaceActivations` exchanges, and for what. */
export interface ReplaceOptions<TF extends TfLike> {
  /** A name as in `rx.functions` or tf.js's own, several, or a function that is true where it is to be exchanged. */
  readonly from: string | readonly string[] | ((place: ActivationPlace<TF>) => boolean);
  /**
   * A name; what rx.activation or rx.define gives; or a function that makes a new layer, such as
   * `config => rx.layers.prelu(config)`, called with `config` and a name for each place.
   */
  readonly to:
    | string
    | ActivationIdentifier<TF>
    | {
        /** As what `rx.define` returns has it. */
        readonly layer: (config?: never) => LayerOf<TF>;
        /** As what `rx.define` returns has it. */
        readonly activation: (params?: never) => unknown;
      }
    | ((config: never) => LayerOf<TF>);
  /** Its parameters, and whatever else its layer takes. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** False where the activation is to stay. */
  readonly filter?: (place: ActivationPlace<TF>) => boolean;
}

/** Of `callbacks`. */
export interface InspectingCallbacks<TF extends TfLike> {
  /**
   * Inspects the model while it is trained, each epoch or every so many batches. `history` has what it saw, as data; it
   * begins anew with each fit.
   *
   * @example
   * const monitor = callbacks.monitor({x: xs.slice(0, 256), y: ys.slice(0, 256), every: 100, print: true});
   * await model.fit(xs, ys, {epochs: 5, callbacks: [monitor]});
   * monitor.history.map(({inspection}) => inspection.layers[0].dead);
   */
  readonly monitor: (config: MonitorConfig<TF>) => Monitor<TF>;
}

/** Of what `training(rx)` returns. */
export interface Inspecting<TF extends TfLike> {
  /**
   * What the layers of a model do with data, a row each: units that never fire, sparsity, saturation, mean and variance of
   * the outputs, and with y the gradients of the loss in weights and inputs; and advice where something is wrong. One
   * forward pass and with y one backward, of all of x at once and as in prediction: dropout is off, and batch normalisation
   * has its moving averages. Nothing of the model changes, but for the states of stateful recurrent layers.
   *
   * An activation is flat where its slope is at most 0.001: relu below 0, sigmoid beyond 7, tanh beyond 4. Cells of
   * recurrent layers are not looked into; their outputs are.
   *
   * @param x a tensor, for several inputs a list, or tensors by their names: [examples, ...]
   * @param y targets, as for fit
   * @throws RectifierError for a shape that does not fit, y without a loss, and what has no gradient on this backend
   * @example
   * const report = await inspect(model, x, y);
   * report.print();
   * report.layers[0].dead; // 0.63
   * report.advice[0]; // '63 % of the units of dense_2 never fire on this data: a lower rate, He initialisation, or ...'
   */
  readonly inspect: (
    model: ModelOf<TF>,
    x: TensorsOf<TF>,
    y?: TensorsOf<TF> | null,
    options?: InspectOptions<TF>,
  ) => Promise<Inspection>;
  /**
   * The linear map that a piecewise linear model is around each example: A x' + b is what the model predicts for each x'
   * in the same region, to float accuracy; at a boundary, the map of one of the sides. For layers as in prediction, and for
   * all rectifiers of straight lines, `maxout`, pooling, batch normalisation, merging by sum, mean, maximum or minimum. Of functions
   * that rx.define made, nothing is known: they are an error.
   *
   * It takes the time of a forward and a backward pass over batch * outputs examples, 256 of them at once, or the batch if
   * that is more; the matrix has batch * outputs * inputs numbers.
   *
   * @param model with one input and one output
   * @param x [batch, ...]
   * @throws RectifierError for a layer that is not piecewise linear, by its name
   * @example
   * const {matrix, offset} = linearRegion(model, x); // x of [1, 4], model with 3 outputs
   * matrix.shape; // [1, 3, 4]
   * tf.dispose({matrix, offset});
   */
  readonly linearRegion: (model: ModelOf<TF>, x: TensorOf<TF>) => LinearRegion<TF>;
  /**
   * A copy of a model with activations exchanged: those of activation layers, and those inside dense, convolutional and
   * other layers. Where the new one learns, that layer becomes linear and a layer `<name>_<activation>` follows it. All
   * other weights are copied, names stay, shared layers stay shared. The model itself is left as it is. The copy is not
   * compiled: its weights are others.
   *
   * @throws RectifierError where nothing is exchanged, where a learned activation would be inside a recurrent cell, and
   *   where the new one changes the shape
   * @example
   * // The predictions start out the same; then the slopes learn too.
   * const cured = replaceActivations(model, {from: 'relu', to: 'prelu', config: {alpha: 0}});
   * const smooth = replaceActivations(model, {from: 'relu', to: 'smoothRelu', config: {k: 100}});
   */
  readonly replaceActivations: <M extends ModelOf<TF>>(model: M, options: ReplaceOptions<TF>) => M;
}

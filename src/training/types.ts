/** The public types of the training companions. They follow the tf that is given, as those of the main entry do. */

import type {TfLike} from '../types';
import type {Inspecting, InspectingCallbacks, ModelOf} from './inspect/types';

/** What `training(rx)` returns. */
export interface Training<TF extends TfLike> extends Inspecting<TF> {
  /** Callbacks for `model.fit` and `model.fitDataset`, by Keras's names. */
  readonly callbacks: Callbacks<TF> & InspectingCallbacks<TF>;
  /** Learning rates as functions of the step, for `callbacks.learningRateScheduler`. */
  readonly schedules: Schedules;
  readonly clipGradients: ClipGradients<TF>;
  /**
   * Lets convolutional nets and embeddings train on the wasm backend, which in tf.js 4.22 has no kernels for the gradients
   * of conv2d's filter, of depthwiseConv2d's filter and input, and of gather. Registers Conv2DBackpropFilter,
   * DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput and UnsortedSegmentSum for it, where tf.js has
   * none of its own. Before or after the backend has started, and as often as you like.
   *
   * Any stride, dilation and padding; data as [batch, height, width, channels] ('NHWC', 'channelsLast'), which is all that
   * the wasm backend convolves: the gradient throws a RectifierError otherwise. Dilated convolutions have no gradient in
   * tf.js on any backend.
   *
   * @returns the names of the kernels that this call has registered
   * @example
   * training(rx).enableWasmTraining();
   * await tf.setBackend('wasm');
   * await model.fit(x, y);
   */
  readonly enableWasmTraining: () => readonly string[];
}

/** The optimizers of this tf. */
export type OptimizerOf<TF> = TF extends {Optimizer: abstract new (...args: never[]) => infer O} ? O : object;
/** What `fit` of this tf takes in its list of callbacks. */
export type CallbackOf<TF> = TF extends {Callback: abstract new (...args: never[]) => infer C} ? C : object;

/**
 * An optimizer that clips gradients and passes them on to another one. It is one of tf.js's own: for `model.compile`,
 * for `optimizer.minimize`, and for `model.save(..., {includeOptimizer: true})`. Whoever loads such a model calls
 * `training(rectifiers(tf))` first, which registers its class (`RectifierClippedOptimizer`).
 *
 * | here                  | Keras             | what becomes of the gradients g                                    |
 * | --------------------- | ----------------- | ------------------------------------------------------------------ |
 * | `globalNorm: c`       | `global_clipnorm` | g c / max(n, c), with n = sqrt(sum of all g^2), of all gradients   |
 * | `norm: c`             | `clipnorm`        | the same for each variable by itself                               |
 * | `value: c`            | `clipvalue`       | min(max(g, -c), c), each number by itself, so another direction    |
 *
 * Gradients within the limit are passed on unchanged, bit by bit. A norm is computed by squares in float32, so it is
 * infinite from 1.8e19 on.
 *
 * @param optimizer one of `tf.train`, or the name of one as `model.compile` takes it; it belongs to the result then
 * @param options one of `globalNorm`, `norm` and `value`, above 0, and `onNaN`
 * @throws RectifierError if there is no such optimizer, or not exactly one limit; and, in a step, as `onNaN` asks
 * @example
 * const optimizer = clipGradients(tf.train.adam(0.001), {globalNorm: 1, onNaN: 'skip'});
 * model.compile({optimizer, loss: 'meanSquaredError'});
 * await model.fit(x, y);
 * await optimizer.gradientNorm(); // of the last step, before it was clipped
 */
export type ClipGradients<TF extends TfLike> = (
  optimizer: OptimizerOf<TF> | 'adagrad' | 'adadelta' | 'adam' | 'adamax' | 'rmsprop' | 'sgd',
  options: ClipOptions,
) => ClippedOptimizer<TF>;

/** What `clipGradients` clips, and what it does about NaN. */
export type ClipOptions = ({globalNorm: number} | {norm: number} | {value: number}) & {
  /**
   * What to do where gradients have NaN, or (but for `value`) an infinite norm. `'ignore'`, the default: pass it on, as
   * Keras does, and read nothing. `'error'`: a RectifierError that names the variables. `'skip'`: leave weights and
   * optimizer as they are, and count. The latter two read one number in each step: nothing on cpu, wasm and tfjs-node,
   * but a GPU is waited for; on webgpu tf.js reads it by way of a canvas, for which a software GPU is no match.
   */
  onNaN?: 'ignore' | 'error' | 'skip';
};

/** What `clipGradients` returns: an optimizer of this tf, and this. */
export type ClippedOptimizer<TF extends TfLike> = OptimizerOf<TF> & {
  /** The one that takes the steps. `dispose()` disposes it too. */
  readonly optimizer: OptimizerOf<TF>;
  /** Its rate. */
  learningRate: number;
  /** Steps that were not taken, by `onNaN: 'skip'`. */
  readonly skippedSteps: number;
  /**
   * The norm of all gradients together in the last step, before they were clipped; null before the first one. It stays
   * on the device until it is asked for.
   */
  gradientNorm(): Promise<number | null>;
  /** The same at once. Not for webgpu, see `onNaN`. */
  gradientNormSync(): number | null;
};

/** A learning rate as a function of the step, counted from 0. Pure; `JSON.stringify` writes it, `schedules.deserialize` reads that. */
export interface Schedule {
  (step: number): number;
  /** Keras's name of it. */
  readonly className: string;
  /** Keras's config of it. */
  getConfig(): Record<string, unknown>;
  /** What `JSON.stringify` writes. */
  toJSON(): SerializedSchedule;
}
/** A schedule as data. */
export interface SerializedSchedule {
  readonly className: string;
  readonly config: Record<string, unknown>;
}

/** Linearly up to the rate before anything else, which then counts from the end of the warm-up. */
export interface WarmUp {
  /** 0 unless given. */
  warmupSteps?: number;
  /**
   * As in Keras's CosineDecay: the rate goes from initialLearningRate up to this, and decays from there. Left out, it goes
   * from near 0 up to initialLearningRate: (step + 1) / (warmupSteps + 1) of it.
   */
  warmupTarget?: number | null;
}
interface Decay extends WarmUp {
  initialLearningRate: number;
  /** Above 0; counted in steps, or in epochs if the scheduler goes by epoch. */
  decaySteps: number;
}
interface Staircase {
  /** True: p is rounded down, so that the rate goes down by steps. False unless given. */
  staircase?: boolean;
}

/**
 * Keras's formulas and names. In them r is initialLearningRate, s the step, p = s / decaySteps.
 *
 * @example
 * const schedule = schedules.cosine({initialLearningRate: 0.01, decaySteps: 1000, warmupSteps: 100});
 * schedule(0); // 0.01 / 101
 * schedule(600); // 0.005
 * await model.fit(x, y, {callbacks: [callbacks.learningRateScheduler(schedule)]});
 * schedules.deserialize(JSON.parse(JSON.stringify(schedule)))(600); // 0.005
 */
export interface Schedules {
  /** r decayRate^floor(p). */
  step(config: Decay & {decayRate: number}): Schedule;
  /** Keras's ExponentialDecay: r decayRate^p. */
  exponential(config: Decay & Staircase & {decayRate: number}): Schedule;
  /** Keras's InverseTimeDecay: r / (1 + decayRate p). */
  inverseTime(config: Decay & Staircase & {decayRate: number}): Schedule;
  /**
   * Keras's PolynomialDecay: (r - e) (1 - min(p, 1))^power + e, e being endLearningRate (0.0001 unless given) and power 1
   * unless given. With `cycle` decaySteps is doubled, tripled ... when it is reached.
   */
  polynomial(config: Decay & {endLearningRate?: number; power?: number; cycle?: boolean}): Schedule;
  /** Keras's CosineDecay: r ((1 - alpha) (1 + cos(pi min(p, 1))) / 2 + alpha); alpha is 0 unless given. */
  cosine(config: Decay & {alpha?: number}): Schedule;
  /**
   * Keras's CosineDecayRestarts: the same again and again, each time tMul (2 unless given, at least 1) times as long, and
   * mMul (1 unless given) times as high.
   */
  cosineRestarts(
    config: WarmUp & {
      initialLearningRate: number;
      firstDecaySteps: number;
      tMul?: number;
      mMul?: number;
      alpha?: number;
    },
  ): Schedule;
  /** Keras's PiecewiseConstantDecay: values[0] up to and with step boundaries[0], and so on; values has one more. */
  piecewise(config: {boundaries: readonly number[]; values: readonly number[]; warmupSteps?: number}): Schedule;
  /**
   * From `{className, config}`, or Keras's `{class_name, config}` with keys such as initial_learning_rate.
   *
   * @throws RectifierError if there is no such class
   */
  deserialize(serialized: SerializedSchedule | Readonly<Record<string, unknown>>): Schedule;
}

/** What is monitored, and which way it should go. */
interface Monitoring {
  /**
   * What the logs call it: 'loss', 'val_loss' (the default), 'acc', 'val_acc' ...; Keras's 'val_accuracy' is found too. It is
   * an error before anything is trained if there will be no such thing.
   */
  monitor?: string;
  /** 'auto', the default: up for accuracies, AUC, precision, recall, F1 and R2, down for all else. */
  mode?: 'auto' | 'min' | 'max';
}

export interface TerminateOnNaNOptions {
  /** 1, unless 0 is given: say so. */
  verbose?: 0 | 1;
}

export interface ReduceLROnPlateauOptions extends Monitoring {
  /** What the rate is multiplied by, below 1. 0.1 unless given. */
  factor?: number;
  /** Epochs without getting better. 10 unless given. */
  patience?: number;
  verbose?: 0 | 1;
  /** What counts as better. 0.0001 unless given. */
  minDelta?: number;
  /** Epochs to wait after the rate was lowered. 0 unless given. */
  cooldown?: number;
  /** Below which the rate does not go. 0 unless given. */
  minLr?: number;
}

export interface EarlyStoppingOptions extends Monitoring {
  /** What counts as better. 0 unless given. */
  minDelta?: number;
  /** Epochs without getting better. 0 unless given. */
  patience?: number;
  verbose?: 0 | 1;
  /** Epochs that are not better than this are without getting better. */
  baseline?: number | null;
  /** At the end, however it came, go back to the weights of the best epoch. False unless given. */
  restoreBestWeights?: boolean;
  /** Epochs before this one are not looked at. 0 unless given. */
  startFromEpoch?: number;
}

/** An IOHandler, as far as it is used. One that can load too gets the earlier checkpoint back if a save fails. */
export interface CheckpointHandler {
  readonly save?: unknown;
  readonly load?: unknown;
}
/**
 * A URL of tf.js, in which {epoch} (from 1), {batch} and what is in the logs is filled in: 'indexeddb://model-{epoch:02d}-{val_loss:.4f}'.
 * Or an IOHandler; or a function that returns one of them.
 */
export type CheckpointTarget =
  | string
  | CheckpointHandler
  | ((place: {
      readonly epoch: number;
      readonly batch: number | null;
      readonly logs: Readonly<Record<string, number>>;
    }) => string | CheckpointHandler);

export interface ModelCheckpointOptions<M> extends Monitoring {
  verbose?: 0 | 1;
  /** Save only what is better than all that was saved before, in earlier trainings with this callback too. False unless given. */
  saveBestOnly?: boolean;
  /** 'epoch', the default, or after so many batches; then what is monitored (the 'loss') is that of the last batch. */
  saveFreq?: 'epoch' | number;
  /** With saveBestOnly: what the first one has to be better than. */
  initialValueThreshold?: number | null;
  /** As for `model.save`: true to go on training from it. False unless given. */
  includeOptimizer?: boolean;
  /** What to save. tf.js tells callbacks only of the functional model inside a tf.sequential, which is saved as such; give the sequential one here to have it back as it is. */
  model?: M;
}

export interface LearningRateSchedulerOptions {
  /** Unless given: 'step' for one of schedules, as Keras's optimizers have them; 'epoch' for a function of your own. */
  by?: 'step' | 'epoch';
  verbose?: 0 | 1;
}

/** Where text goes, as process.stdout. */
export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
export interface ProgressBarOptions {
  /** 1: a bar, 2: a line an epoch, 0: nothing. 'auto', the default: 1 on a terminal, else 0. */
  verbose?: 'auto' | 0 | 1 | 2;
  /** process.stdout unless given; in a page there is none, and nothing is shown. */
  output?: ProgressOutput;
}

/** The path of a file (Node 20.16 or newer), something with write(text) such as a stream, or a function that takes the text. */
export type LogTarget = string | {write(text: string): unknown} | ((text: string) => unknown);
export interface JsonLoggerOptions {
  /** False, the default: each training begins anew. True: behind what is there. */
  append?: boolean;
}
export interface CsvLoggerOptions extends JsonLoggerOptions {
  /** ',' unless given. */
  separator?: string;
}

/**
 * Callbacks by Keras's names and arguments, for `fit` and `fitDataset`. They go together with each other and with
 * tf.js's own in a list, in any order; plain objects of functions do not, which tf.js takes only among themselves: write
 * `new tf.CustomCallback({onEpochEnd})`. One can be used for several trainings, one after the other. Between two calls
 * they hold no tensor and no open file, so an exception in fit leaves nothing behind. As without callbacks, tf.js lets a
 * page breathe every 125 ms.
 *
 * What is wrong with an option is a RectifierError when the callback is made, or else before anything is trained.
 *
 * @example
 * const stopping = callbacks.earlyStopping({monitor: 'val_loss', patience: 3, restoreBestWeights: true});
 * await model.fit(x, y, {
 *   epochs: 50,
 *   validationSplit: 0.2,
 *   callbacks: [callbacks.terminateOnNaN(), callbacks.reduceLROnPlateau({patience: 2, factor: 0.5}), stopping],
 * });
 * console.log(stopping.bestEpoch, stopping.best);
 */
export interface Callbacks<TF extends TfLike> {
  /**
   * Keras's TerminateOnNaN: stops when the loss of a batch is NaN or infinite. It reads the loss of each batch.
   * `stoppedEpoch` and `stoppedBatch`, from 0, are -1 if it did not.
   *
   * @example
   * await model.fit(x, y, {callbacks: [callbacks.terminateOnNaN()]});
   */
  terminateOnNaN(
    options?: TerminateOnNaNOptions,
  ): CallbackOf<TF> & {readonly stoppedEpoch: number; readonly stoppedBatch: number};
  /**
   * Keras's ReduceLROnPlateau: multiplies the rate of the optimizer by `factor` after `patience` epochs without getting
   * better. The rate is in the history as `learningRate`.
   *
   * @example
   * await model.fit(x, y, {validationSplit: 0.2, callbacks: [callbacks.reduceLROnPlateau({factor: 0.5, patience: 2})]});
   */
  reduceLROnPlateau(options?: ReduceLROnPlateauOptions): CallbackOf<TF>;
  /**
   * Keras's EarlyStopping. The best weights are kept as numbers, not as tensors, and with restoreBestWeights they are put
   * back whenever training ends, but for an exception. Epochs count from 0; -1 stands for none.
   *
   * @example
   * const stopping = callbacks.earlyStopping({monitor: 'loss', patience: 3, restoreBestWeights: true});
   * await model.fit(x, y, {epochs: 50, callbacks: [stopping]});
   */
  earlyStopping(
    options?: EarlyStoppingOptions,
  ): CallbackOf<TF> & {readonly best: number; readonly bestEpoch: number; readonly stoppedEpoch: number};
  /**
   * Keras's ModelCheckpoint. A save that fails is a warning and one of `errors`; training goes on, the earlier checkpoint
   * is put back where the store lost it (IndexedDB, localStorage), and is not taken for better than it is.
   *
   * @example
   * const checkpoint = callbacks.modelCheckpoint('indexeddb://best', {monitor: 'loss', saveBestOnly: true});
   * await model.fit(x, y, {epochs: 20, callbacks: [checkpoint]});
   * if (checkpoint.errors.length) console.error(checkpoint.errors.at(-1));
   */
  modelCheckpoint(
    filepath: CheckpointTarget,
    options?: ModelCheckpointOptions<ModelOf<TF>>,
  ): CallbackOf<TF> & {readonly best: number; readonly errors: readonly Error[]};
  /**
   * Keras's LearningRateScheduler, for any optimizer that has a learningRate. By step, it goes by the optimizer's own count
   * (`optimizer.iterations`), which goes on in the next fit, and after saving with includeOptimizer and loading.
   *
   * @param schedule one of `schedules`, or a function of the step or epoch (from 0) and the present rate
   * @example
   * const decay = schedules.exponential({initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.9});
   * await model.fit(x, y, {callbacks: [callbacks.learningRateScheduler(decay)]});
   * await model.fit(x, y, {callbacks: [callbacks.learningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * 0.9))]});
   */
  learningRateScheduler(
    schedule: Schedule | ((index: number, rate: number) => number),
    options?: LearningRateSchedulerOptions,
  ): CallbackOf<TF>;
  /**
   * A progress bar for Node without tfjs-node (which brings its own); nothing where the output is no terminal.
   *
   * @example
   * await model.fit(x, y, {verbose: 0, callbacks: [callbacks.progressBar({output: process.stderr})]});
   */
  progressBar(options?: ProgressBarOptions): CallbackOf<TF>;
  /**
   * Keras's CSVLogger: the history as comma-separated values, a line an epoch (from 0), as soon as it is over. What cannot
   * be written in the middle of a training is a warning and one of `errors`.
   *
   * @example
   * await model.fit(x, y, {callbacks: [callbacks.csvLogger('training.csv')]});
   */
  csvLogger(target: LogTarget, options?: CsvLoggerOptions): CallbackOf<TF> & {readonly errors: readonly Error[]};
  /**
   * The same as JSON, an object a line: {"epoch":0,"loss":0.5}. NaN and infinities are strings, since JSON has none.
   *
   * @example
   * await model.fit(x, y, {callbacks: [callbacks.jsonLogger(line => console.log(line))]});
   */
  jsonLogger(target: LogTarget, options?: JsonLoggerOptions): CallbackOf<TF> & {readonly errors: readonly Error[]};
}

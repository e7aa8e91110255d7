/** `clipGradients`: an optimizer around another one, which clips what it passes on. */

import type {Tensor, Tf} from '../tf';
import {fail, host} from './host';
import {readOptions} from './options';
import {getRate, setRate} from './rate';
import type {ClipOptions} from './types';

type Optimizer = InstanceType<Tf['Optimizer']>;
type Scalar = ReturnType<Tf['scalar']>;
type Gradients = Parameters<Optimizer['applyGradients']>[0];
interface Named {
  readonly name: string;
  readonly tensor: Tensor | null | undefined;
}

type Kind = 'globalNorm' | 'norm' | 'value';
const LIMIT = {above: 0, default: null};
const LIMITS = {globalNorm: LIMIT, norm: LIMIT, value: LIMIT};
const KINDS = Object.keys(LIMITS) as Kind[];
const SETTINGS = {...LIMITS, onNaN: {choices: ['ignore', 'error', 'skip'], default: 'ignore'}};
const WHERE = 'clipGradients';
/** By which saved models name it. */
const CLASS_NAME = 'RectifierClippedOptimizer';

interface Settings {
  readonly kind: Kind;
  readonly limit: number;
  readonly onNaN: 'ignore' | 'error' | 'skip';
}

/** A class, and how one is made of its config. */
type Entry = readonly [cls: new () => Optimizer, fromConfig: (cls: unknown, config: object) => Optimizer];
interface Saved {
  readonly optimizer: {readonly className: string; readonly config: object};
  readonly customObjects?: Readonly<Record<string, Entry>>;
}

/** `clipGradients` of this tf, whose class is registered so that models that were saved with it load. */
export function createClipGradients(tf: Tf) {
  const {classNameMap} = tf.serialization.SerializationMap.getMap();
  /** Of which the public part is described in `types.ts`, `ClippedOptimizer`. */
  class Clipped extends tf.Optimizer {
    static readonly className = CLASS_NAME;
    readonly optimizer: Optimizer;
    skippedSteps = 0;
    readonly #settings: Settings;
    #norm: Tensor | null = null;

    constructor(optimizer: Optimizer, settings: Settings) {
      super();
      this.optimizer = optimizer;
      this.#settings = settings;
    }

    get learningRate(): number {
      return getRate(this.optimizer);
    }
    set learningRate(rate: number) {
      setRate(this.optimizer, rate);
    }
    override get iterations(): number {
      return this.optimizer.iterations;
    }

    /** As tf.js's own, but nothing stays behind if a gradient is not finite. */
    override minimize(...given: Parameters<Optimizer['minimize']>): ReturnType<Optimizer['minimize']> {
      return tf.tidy(() => super.minimize(...given) as Scalar);
    }

    override applyGradients(given: Gradients): void {
      const {kind, limit} = this.#settings;
      // Optimizers number their slots by the place of a gradient, so those that are missing keep theirs.
      const named: Named[] = Array.isArray(given)
        ? given
        : Object.entries(given).map(([name, tensor]) => ({name, tensor}));
      tf.tidy(() => {
        const squares = named.map(({tensor}) => tensor && tf.sum(tf.square(tensor)));
        const present = squares.filter(square => !!square);
        if (present.length) {
          this.#norm?.dispose();
          this.#norm = tf.keep(tf.sqrt(tf.addN(present)));
          if (!this.#isFine(named, squares)) return;
        }
        const all = this.#norm!;
        // Exactly 1 up to the limit.
        const scale = (norm: Tensor) => tf.div(limit, tf.maximum(norm, limit));
        const clip = {
          // The variable comes first: with NaN second, the wasm backend's maximum is the number, and so is its clipByValue.
          value: (gradient: Tensor) => tf.minimum(tf.maximum(gradient, -limit), limit),
          norm: (gradient: Tensor, square: Tensor) => tf.mul(gradient, scale(tf.sqrt(square))),
          // Where the norm is infinite, all becomes NaN, as in Keras: there is no telling how long the gradient is.
          globalNorm: (gradient: Tensor) => tf.mul(gradient, tf.add(scale(all), tf.sub(all, all))),
        }[kind];
        const clipped = named.map(({name, tensor}, i) => ({name, tensor: tensor && clip(tensor, squares[i]!)}));
        this.optimizer.applyGradients(clipped as Gradients);
      });
    }

    async gradientNorm(): Promise<number | null> {
      if (!this.#norm) return null;
      // The next step disposes ours, perhaps before it has been read.
      const norm = tf.keep(tf.clone(this.#norm));
      try {
        return (await norm.data())[0]!;
      } finally {
        norm.dispose();
      }
    }
    gradientNormSync(): number | null {
      return this.#norm && this.#norm.dataSync()[0]!;
    }

    override getWeights() {
      return this.optimizer.getWeights();
    }
    override setWeights(...weights: Parameters<Optimizer['setWeights']>) {
      return this.optimizer.setWeights(...weights);
    }
    override getConfig() {
      const {kind, limit, onNaN} = this.#settings;
      const optimizer = {className: this.optimizer.getClassName(), config: this.optimizer.getConfig()};
      return {optimizer, [kind]: limit, onNaN};
    }
    static override fromConfig(_cls: unknown, saved: object): never {
      const {optimizer, customObjects, ...options} = saved as Saved;
      const {className, config} = optimizer;
      const entry =
        customObjects?.[className] ??
        (classNameMap[className] as unknown as Entry | undefined) ??
        host.refuse(WHERE, 'optimizer', className, 'registered by tf.serialization.registerClass');
      return new Clipped(entry[1](entry[0], config), readLimit(options)) as never;
    }
    /** Of the wrapped optimizer too: nobody else may hold it. */
    override dispose(): void {
      this.#norm?.dispose();
      this.#norm = null;
      this.optimizer.dispose();
    }

    /** Whether the step may be taken. Reads the norm only where it is asked to. */
    #isFine(named: readonly Named[], squares: readonly (Tensor | null | undefined)[]): boolean {
      const {kind, onNaN} = this.#settings;
      if (onNaN === 'ignore') return true;
      // What is infinite can be clipped to a value, but has no direction.
      const isBad = (value: number) => !(value < Infinity || (kind === 'value' && value === Infinity));
      const norm = this.gradientNormSync()!;
      if (!isBad(norm)) return true;
      if (onNaN === 'skip') {
        this.skippedSteps++;
        return false;
      }
      const guilty = named.filter((_, i) => squares[i] && isBad(squares[i].dataSync()[0]!)).map(({name}) => name);
      return fail(
        WHERE,
        `the norm of the gradients is ${norm} in step ${this.iterations + 1}, by those of ${guilty.join(', ') || 'all'}. ` +
          "The step was not taken: look for NaN in the data and its weights, lower the rate, or give onNaN: 'skip'.",
      );
    }
  }

  if (!classNameMap[CLASS_NAME]) tf.serialization.registerClass(Clipped as never);

  return (given: unknown, options: ClipOptions) => new Clipped(resolve(tf, given), readLimit(options));
}

/** The names that `model.compile` takes, and what it calls tf.train's functions of these names with. */
const BY_NAME: Readonly<Record<string, readonly number[]>> = {
  adagrad: [0.01],
  adadelta: [1, 0.95],
  adam: [0.001],
  adamax: [0.002],
  rmsprop: [0.001],
  sgd: [0.01],
};

function resolve(tf: Tf, given: unknown): Optimizer {
  const name = String(given).toLowerCase();
  const train = tf.train as unknown as Record<string, (...settings: readonly number[]) => Optimizer>;
  if (typeof given === 'string' && Object.hasOwn(BY_NAME, name)) return train[name]!(...BY_NAME[name]!);
  if (typeof (given as Partial<Optimizer> | null)?.applyGradients === 'function') return given as Optimizer;
  return host.refuse(WHERE, 'optimizer', given, 'one such as tf.train.adam(), or a name', Object.keys(BY_NAME));
}

function readLimit(given: unknown): Settings {
  const options = readOptions<Record<Kind, number | null> & Pick<Settings, 'onNaN'>>(WHERE, SETTINGS, given);
  const [kind, ...more] = KINDS.filter(each => options[each] !== null);
  if (kind && !more.length) return {kind, limit: options[kind]!, onNaN: options.onNaN};
  return host.refuse(WHERE, 'options', given, 'a single limit, such as {globalNorm: 1}', KINDS);
}

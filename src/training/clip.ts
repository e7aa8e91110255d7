/** `clipGradients`: an optimizer around another one, which clips what it passes on. */

import {RectifierError, show, suggestion} from '../errors';
import type {Tensor, Tf} from '../tf';
import {number, oneOf, readOptions, refuseArgument} from './options';
import {getRate, setRate} from './rate';
import type {ClipOptions} from './types';

type Optimizer = InstanceType<Tf['Optimizer']>;
type Gradients = Parameters<Optimizer['applyGradients']>[0];
interface Named {
  readonly name: string;
  readonly tensor: Tensor | null | undefined;
}

type Kind = 'globalNorm' | 'norm' | 'value';
const KINDS: readonly Kind[] = ['globalNorm', 'norm', 'value'];
const LIMIT = number({above: 0}, null);
const SETTINGS = {globalNorm: LIMIT, norm: LIMIT, value: LIMIT, onNaN: oneOf(['ignore', 'error', 'skip'])};
const WHERE = 'clipGradients';
/** By which saved models name it. */
const CLASS_NAME = 'RectifierClippedOptimizer';

interface Settings {
  readonly kind: Kind;
  readonly limit: number;
  readonly onNaN: 'ignore' | 'error' | 'skip';
}

/** `clipGradients` of this tf, whose class is registered so that models that were saved with it load. */
export function createClipGradients(tf: Tf) {
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
    override minimize(
      ...[f, returnCost, variables]: Parameters<Optimizer['minimize']>
    ): ReturnType<Optimizer['minimize']> {
      const {value, grads} = this.computeGradients(f, variables);
      let cost: typeof value | null = null;
      try {
        this.applyGradients(
          (variables ? variables.map(({name}) => ({name, tensor: grads[name]})) : grads) as Gradients,
        );
        if (returnCost) cost = value;
        return cost;
      } finally {
        tf.dispose([grads]);
        if (!cost) value.dispose();
      }
    }

    override applyGradients(given: Gradients): void {
      // Optimizers number their slots by the place of a gradient, so those that are missing keep theirs.
      const named: Named[] = Array.isArray(given)
        ? given
        : Object.entries(given).map(([name, tensor]) => ({name, tensor}));
      tf.tidy(() => {
        const {norm, norms} = this.#measure(named);
        if (norm) {
          this.#norm?.dispose();
          this.#norm = tf.keep(norm);
          if (!this.#isFine(norm, named, norms)) return;
        }
        const clipped = named.map(({name, tensor}, i) => ({
          name,
          tensor: tensor && norm ? this.#clip(tensor, norms[i]!, norm) : tensor,
        }));
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
    static override fromConfig(_cls: unknown, config: Record<string, unknown>): never {
      const {optimizer, customObjects, ...options} = config;
      return new Clipped(rebuild(optimizer, customObjects), readLimit(options)) as never;
    }
    /** Of the wrapped optimizer too: nobody else may hold it. */
    override dispose(): void {
      this.#norm?.dispose();
      this.#norm = null;
      this.optimizer.dispose();
    }

    /** The norm of each gradient, and that of all of them; null where there are none. */
    #measure(named: readonly Named[]): {norm: Tensor | null; norms: (Tensor | null)[]} {
      const squares = named.map(({tensor}) => (tensor ? tf.sum(tf.square(tensor)) : null));
      const present = squares.filter(square => square !== null);
      if (!present.length) return {norm: null, norms: squares};
      const norm = tf.sqrt(tf.addN(present));
      // For clipping only those of single gradients are needed, and for naming which of them is at fault.
      return {norm, norms: this.#settings.kind === 'norm' ? squares.map(each => each && tf.sqrt(each)) : squares};
    }

    #clip(gradient: Tensor, own: Tensor, all: Tensor): Tensor {
      const {kind, limit} = this.#settings;
      // The variable comes first: with NaN second, the wasm backend's maximum is the number, and so is its clipByValue.
      if (kind === 'value') return tf.minimum(tf.maximum(gradient, -limit), limit);
      // Exactly 1 up to the limit.
      const scale = (norm: Tensor) => tf.div(limit, tf.maximum(norm, limit));
      if (kind === 'norm') return tf.mul(gradient, scale(own));
      // Where the norm is infinite, all becomes NaN, as in Keras: there is no telling how long the gradient is.
      return tf.mul(gradient, tf.add(scale(all), tf.sub(all, all)));
    }

    /** Whether the step may be taken. Reads the norm only where it is asked to. */
    #isFine(norm: Tensor, named: readonly Named[], norms: readonly (Tensor | null)[]): boolean {
      const {kind, onNaN} = this.#settings;
      if (onNaN === 'ignore') return true;
      // What is infinite can be clipped to a value, but has no direction.
      const isBad = (value: number) => Number.isNaN(value) || (kind !== 'value' && !Number.isFinite(value));
      const length = norm.dataSync()[0]!;
      if (!isBad(length)) return true;
      if (onNaN === 'skip') {
        this.skippedSteps++;
        return false;
      }
      const guilty = named.filter((_, i) => norms[i] && isBad(norms[i].dataSync()[0]!)).map(({name}) => name);
      throw new RectifierError(
        `${WHERE}: the norm of the gradients is ${length} in step ${this.iterations + 1}` +
          `${guilty.length ? `, by those of ${guilty.join(', ')}` : ''}. The step was not taken. Look for NaN in the ` +
          "data and for logarithms or roots of 0, lower the learning rate or the limit; or onNaN: 'skip'.",
      );
    }
  }

  const rebuild = (serialized: unknown, customObjects: unknown): Optimizer => {
    const {className, config} = serialized as {className: string; config: object};
    type Entry = [new () => Optimizer, (cls: unknown, config: object) => Optimizer];
    const own = (customObjects ?? {}) as Record<string, Entry>;
    const entry = own[className] ?? (map()[className] as unknown as Entry | undefined);
    if (entry) return entry[1](entry[0], config);
    throw new RectifierError(
      `${WHERE}: the saved optimizer ${className} is not known here. Register its class by ` +
        'tf.serialization.registerClass before the model is loaded.',
    );
  };
  const map = () => tf.serialization.SerializationMap.getMap().classNameMap;
  if (!map()[CLASS_NAME]) tf.serialization.registerClass(Clipped as never);

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
  if (typeof given === 'string') {
    const name = given.toLowerCase();
    const train = tf.train as unknown as Record<string, (...settings: readonly number[]) => Optimizer>;
    if (Object.hasOwn(BY_NAME, name)) return train[name]!(...BY_NAME[name]!);
    throw new RectifierError(
      `${WHERE}: no optimizer is called ${show(given)}.${suggestion(given, Object.keys(BY_NAME))}`,
    );
  }
  const candidate = given as Partial<Optimizer> | null | undefined;
  if (typeof candidate?.applyGradients === 'function') return candidate as Optimizer;
  return refuseArgument(
    WHERE,
    given,
    `an optimizer such as tf.train.adam(), or a name: ${Object.keys(BY_NAME).join(', ')}`,
  );
}

function readLimit(given: unknown): Settings {
  const options = readOptions<Record<Kind, number | null> & Pick<Settings, 'onNaN'>>(WHERE, SETTINGS, given);
  const kinds = KINDS.filter(kind => options[kind] !== null);
  if (kinds.length !== 1) {
    throw new RectifierError(
      `${WHERE}: give one of ${KINDS.join(', ')}, such as {globalNorm: 1}; received ${kinds.join(' and ') || 'none'}.`,
    );
  }
  return {kind: kinds[0]!, limit: options[kinds[0]!]!, onNaN: options.onNaN};
}

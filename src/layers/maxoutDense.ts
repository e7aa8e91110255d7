/** `rx.layers.maxoutDense`: for each unit the largest of several linear maps of the input, as Keras 1's MaxoutDense. */

import {RectifierError} from '../errors';
import {definitionOf} from '../ops/axis/definition';
import {maxout} from '../ops/axis/maxout';
import {compute, programOf, reshaped, swapped} from '../ops/axis/parts';
import {settingsOf} from '../settings';
import type {Shape, Tensor, Tf} from '../tf';
import {copyPlain, parseParts, PARTS, STOCK_KEYS, type Learned} from './config';
import {keepProjected, singleShape} from './pointwise';

type LayerVariable = ReturnType<InstanceType<Tf['layers']['Layer']>['addWeight']>;
type Config = Readonly<Record<string, unknown>>;

const where = 'rx.layers.maxoutDense';

/** As `rx.functions` has it. */
export const maxoutDense = {
  kind: 'layer',
  name: 'maxoutDense',
  className: 'MaxoutDense',
  summary: 'A dense layer whose units are each the largest of several linear maps: it learns convex activations.',
  formula: '\\max_{1 \\le k \\le K} (W_k x + b_k)',
  reference: 'Goodfellow et al. 2013, arXiv:1302.4389; Keras 1 MaxoutDense',
  params: {
    units: {count: true, default: null, description: 'Size of the last axis of the output. It has to be given.'},
    pieces: {count: true, default: 4, description: 'K, the number of linear maps.'},
    useBias: {default: true, description: 'Whether the maps have a bias.'},
  },
} as const;

const INITIALIZERS = {kernel: 'glorotUniform', bias: 'zeros'} as const;
const NO_RANGE = {minValue: null, maxValue: null, margin: 0};

const BIASED = programOf('maxoutDenseBias', ['x', 'bias'], ({x, bias}) => x!.add(bias!));

export function createMaxoutDense(tf: Tf) {
  return class MaxoutDense extends tf.layers.Layer {
    static readonly className = 'MaxoutDense';
    // `declare`d: an initialised field would wipe what the base constructor has set.
    declare supportsMasking: boolean;
    readonly #settings: {units: number; pieces: number; useBias: boolean};
    readonly #learned: Learned[] = [];
    readonly #saved: Record<string, unknown>;
    readonly #weights: LayerVariable[] = [];

    constructor(config: Config = {}) {
      super(config as never);
      const parts = Object.keys(INITIALIZERS).flatMap(name => PARTS.map(part => name + part));
      const own = Object.entries(config).filter(([key]) => !STOCK_KEYS.includes(key) && !parts.includes(key));
      this.#settings = settingsOf(maxoutDense.params, Object.fromEntries(own), where, parts) as never;
      const {units, useBias} = this.#settings;
      if (units === null) {
        throw new RectifierError(`${where}: units must be given: the size of the last axis of the output, from 1.`);
      }
      this.#saved = {...this.#settings};
      for (const [name, initializer] of Object.entries(INITIALIZERS)) {
        const own = {[`${name}Initializer`]: initializer, ...defined(config)};
        const parsed = parseParts(tf, name, own, where);
        for (const part of PARTS) this.#saved[name + part] = parsed.saved[part];
        if (name === 'kernel' || useBias) this.#learned.push({name, ...parsed, range: NO_RANGE});
      }
      this.supportsMasking = true;
    }

    override build(inputShape: Shape | Shape[]): void {
      const size = this.#inputSize(inputShape);
      const {units, pieces} = this.#settings;
      for (const learned of this.#learned) {
        const {name, initializer, regularizer} = learned;
        const shape = name === 'kernel' ? [pieces, size, units] : [pieces, units];
        const weight = this.addWeight(name, shape, 'float32', initializer, regularizer, true);
        keepProjected(tf, weight, learned);
        this.#weights.push(weight);
      }
      this.inputSpec = [new tf.InputSpec({minNDim: 2, axes: {[-1]: size}})];
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[], kwargs: Config): Tensor {
      return tf.tidy(() => {
        this.invokeCallHook(inputs, kwargs as never);
        const [x] = [inputs].flat() as [Tensor];
        const [kernel, bias] = this.#weights.map(weight => weight.read()) as [Tensor, Tensor | undefined];
        const {units, pieces} = this.#settings;
        const shape = [...x.shape.slice(0, -1), units];
        if (!x.size) return reshaped(tf, x, shape);
        const size = x.shape.at(-1)!;
        const rows = x.size / size;
        // All maps as one product: a row has the units of the first piece, then those of the second ...
        const matrix = reshaped(tf, swapped(tf, kernel), [size, pieces * units]);
        let maps: Tensor = tf.matMul(reshaped(tf, x, [rows, size]) as never, matrix as never);
        if (bias) maps = compute(tf, BIASED, [maps, reshaped(tf, bias, [pieces * units])], maps.shape)[0]!;
        const y = definitionOf(maxout).compute(tf, maps, [1], {pieces, units, axis: 1, grouping: 'strided'});
        return reshaped(tf, y, shape);
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      return [...singleShape(inputShape, where).slice(0, -1), this.#settings.units];
    }

    override getConfig() {
      // The caller may change what it gets, so it gets its own copy.
      return {...super.getConfig(), ...(copyPlain(this.#saved) as object)} as ReturnType<
        InstanceType<Tf['layers']['Layer']>['getConfig']
      >;
    }

    #inputSize(inputShape: Shape | Shape[]): number {
      const shape = singleShape(inputShape, where);
      const size = shape.at(-1);
      if (shape.length < 2 || typeof size !== 'number') {
        throw new RectifierError(
          `${where}: the input has shape [${shape.map(each => each ?? 'null')}], and its weights need an axis of known ` +
            'size behind the batch. Give the model an inputShape that ends with a number.',
        );
      }
      return size;
    }
  };
}

/** What is null or undefined counts as left out. */
const defined = (config: Config): Config =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined && value !== null));

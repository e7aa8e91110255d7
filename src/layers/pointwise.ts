/** The layer class of a pointwise function: a serializable subclass of this tf's own Layer. */

import {labelsOf, noiseOf, type Definition} from '../activations/definition';
import {RectifierError} from '../errors';
import type {PointwiseOp} from '../ops/pointwise';
import {withOwnNames} from '../parameters';
import type {Shape, Tensor, Tf} from '../tf';
import {copyPlain, parameterShape, project, readConfig, type Learned, type PointwiseConfig} from './config';

type LayerVariable = ReturnType<InstanceType<Tf['layers']['Layer']>['addWeight']>;
type Config = Readonly<Record<string, unknown>>;

const GOLDEN_RATIO = 1.6180339887498949;

export function createLayerClass(tf: Tf, definition: Definition, op: PointwiseOp, besides: readonly string[] = []) {
  const {layer: where} = labelsOf(definition);
  const noise = noiseOf(definition);

  return class PointwiseLayer extends tf.layers.Layer {
    static readonly className = definition.className;
    // `declare`d: an initialised field would wipe what the base constructor has set.
    declare supportsMasking: boolean;
    readonly #config: PointwiseConfig;
    readonly #weights = new Map<string, LayerVariable>();
    #draws = 0;

    constructor(config: Config = {}) {
      super(config as never);
      this.#config = readConfig(tf, definition, config, besides);
      this.supportsMasking = true;
    }

    /** As tf.js's own, and understands other frameworks' words for the parameters. */
    static override fromConfig<T>(cls: new (config: never) => T, config: object): T {
      return new cls(withOwnNames(definition, config as Config) as never);
    }

    override build(inputShape: Shape | Shape[]): void {
      const shape = singleShape(inputShape, where);
      if (this.#config.learned.length) {
        const {shape: weightShape, pinned} = parameterShape(shape, this.#config.sharedAxes, where);
        for (const learned of this.#config.learned) {
          const {name, initializer, regularizer} = learned;
          const weight = this.addWeight(name, weightShape, 'float32', initializer, regularizer, true);
          keepProjected(tf, weight, learned);
          this.#weights.set(name, weight);
        }
        // Only axes that have values of their own: a shared one may change its size from call to call.
        this.inputSpec = [new tf.InputSpec({ndim: shape.length, axes: pinned})];
      }
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[], kwargs: Config): Tensor {
      return tf.tidy(() => {
        this.invokeCallHook(inputs, kwargs as never);
        const x = Array.isArray(inputs) ? inputs[0]! : inputs;
        const params: Record<string, unknown> = {...this.#config.values};
        for (const [name, weight] of this.#weights) params[name] = weight.read();
        if (noise !== undefined && kwargs?.['training'] === true) {
          params['training'] = true;
          // Every call draws anew, with a seed in the same order each time. What is added is no rational number, so that
          // it leads to no other seed; to a huge seed it would add nothing.
          const seed = params[noise];
          if (typeof seed === 'number') params[noise] = (seed % 2 ** 40) + GOLDEN_RATIO * this.#draws++;
        }
        return op(x, params);
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      return singleShape(inputShape, where);
    }

    override getConfig() {
      // The caller may change what it gets, so it gets its own copy.
      return {...super.getConfig(), ...(copyPlain(this.#config.saved) as object)} as ReturnType<
        InstanceType<Tf['layers']['Layer']>['getConfig']
      >;
    }
  };
}

export function singleShape(shape: Shape | Shape[], where: string): Shape {
  if (!Array.isArray(shape[0])) return shape as Shape;
  if (shape.length === 1) return shape[0];
  throw new RectifierError(`${where} takes one input, but is applied to ${shape.length}: apply it to each.`);
}

/**
 * Constraints hold after every assignment: optimizer steps assign to the variable itself, past the constraint that
 * addWeight knows, so tf.js's fit never applies it (tensorflow/tfjs#3345). Hence an own `assign` on the variable of
 * our layer, which projects first. The initial value is projected too.
 */
export function keepProjected(tf: Tf, weight: LayerVariable, learned: Learned): void {
  const {constraint, range} = learned;
  if (!constraint && range.minValue === null && range.maxValue === null && !range.margin) return;
  const variable = weight.read() as ReturnType<Tf['variable']>;
  const assign = variable.assign;
  variable.assign = value => {
    tf.tidy(() => assign.call(variable, project(tf, learned, value) as typeof value));
  };
  tf.tidy(() => variable.assign(tf.clone(variable)));
}

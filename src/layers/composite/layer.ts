/** The layer class of a composite: a serializable subclass of this tf's own Layer. */

import {checkKeys, RectifierError} from '../../errors';
import {readSettings} from '../../settings';
import type {Shape, Tensor, Tf} from '../../tf';
import {copyPlain, PARTS, parseParts, STOCK_KEYS, type Learned} from '../config';
import {keepProjected, singleShape} from '../pointwise';
import type {Composite, LayerVariable, SettingValues} from './definition';

type Config = Readonly<Record<string, unknown>>;

export function createCompositeClass(tf: Tf, definition: Composite) {
  const {name, className, parts = {}, weights: weightsFor} = definition;
  const where = `rx.layers.${name}`;
  const compute = definition.create(tf);
  const known = [...Object.keys(definition.params), ...Object.keys(parts).flatMap(part => PARTS.map(p => part + p))];

  return class CompositeLayer extends tf.layers.Layer {
    static readonly className = className;
    // `declare`d: an initialised field would wipe what the base constructor has set.
    declare supportsMasking: boolean;
    readonly #values: SettingValues;
    readonly #parts: Readonly<Record<string, Omit<Learned, 'name'>>>;
    readonly #saved: Config;
    readonly #weights = new Map<string, LayerVariable>();
    #draws = 0;

    constructor(config: Config = {}) {
      super(config as never);
      checkKeys(where, config, [...known, ...STOCK_KEYS], known);
      this.#values = readSettings(definition.params, config, where) as SettingValues;
      const wrong = definition.check?.(this.#values);
      if (wrong) throw new RectifierError(`${where}: ${wrong}.`);
      const saved: Record<string, unknown> = {...this.#values};
      this.#parts = Object.fromEntries(
        Object.entries(parts).map(([part, usual]) => {
          const key = `${part}Initializer`;
          const parsed = parseParts(tf, part, {...config, [key]: config[key] ?? usual}, where);
          for (const each of PARTS) saved[part + each] = parsed.saved[each];
          return [part, {...parsed, range: {minValue: null, maxValue: null, margin: 0}}];
        }),
      );
      this.#saved = saved;
      this.supportsMasking = true;
    }

    override build(inputShape: Shape | Shape[]): void {
      const shape = singleShape(inputShape, where);
      if (weightsFor) {
        const channels = channelsOf(shape, where);
        for (const {name: weightName, shape: weightShape, part} of weightsFor(channels, this.#values)) {
          const learned = typeof part === 'string' ? this.#parts[part]! : null;
          const {initializer, trainable} = learned
            ? {initializer: learned.initializer, trainable: true}
            : {
                ...(part as {trainable: boolean}),
                initializer: tf.initializers[(part as {initializer: 'zeros'}).initializer](),
              };
          const weight = this.addWeight(
            weightName,
            [...weightShape],
            'float32',
            initializer,
            learned?.regularizer,
            trainable,
          );
          if (learned) keepProjected(tf, weight, {name: weightName, ...learned});
          this.#weights.set(weightName, weight);
        }
        this.inputSpec = [new tf.InputSpec({ndim: 4, axes: {3: channels}})];
      }
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[], kwargs: Config): Tensor {
      return tf.tidy(() => {
        this.invokeCallHook(inputs, kwargs as never);
        const [x] = [inputs].flat() as [Tensor];
        const training = kwargs?.['training'] === true;
        return compute(x.dtype === 'float32' ? x : tf.cast(x, 'float32'), {
          values: this.#values,
          weight: weightName => this.#weights.get(weightName)!,
          training,
          trainable: this.trainable,
          draw: training ? this.#draws++ : 0,
          where,
        });
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      return singleShape(inputShape, where);
    }

    override getConfig() {
      // The caller may change what it gets, so it gets its own copy.
      return {...super.getConfig(), ...(copyPlain(this.#saved) as object)} as ReturnType<
        InstanceType<Tf['layers']['Layer']>['getConfig']
      >;
    }
  };
}

/** The channels of images. */
function channelsOf(shape: Shape, where: string): number {
  const got = `its input has shape [${shape.map(size => size ?? 'null')}]`;
  const channels = shape[3];
  if (shape.length !== 4) {
    throw new RectifierError(
      `${where} takes images, [batch, height, width, channels], but ${got}. Reshape it, or use a layer for any rank.`,
    );
  }
  if (channels === null || channels === undefined) {
    throw new RectifierError(
      `${where} has weights by channels, but ${got}: give the model an inputShape whose last size is known.`,
    );
  }
  return channels;
}

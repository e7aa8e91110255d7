/** The layer class of a function over an axis, and its activation class where it keeps the shape. */

import {RectifierError, show} from '../errors';
import type {AxisDefinition, SettingValue} from '../ops/axis/definition';
import {axesOf, shapeOf, type AxisOp, type Values} from '../ops/axis/op';
import {broadcastsTo} from '../kernels/shapes';
import {toSnake} from '../parameters';
import {settingsOf} from '../settings';
import type {Shape, Tensor, Tf} from '../tf';
import type {ActivationConfig} from './activation';
import {copyPlain, STOCK_KEYS} from './config';
import {singleShape} from './pointwise';

type Config = Readonly<Record<string, unknown>>;

export function createAxisLayerClass(tf: Tf, definition: AxisDefinition, op: AxisOp) {
  const where = `rx.layers.${definition.name}`;
  const {masked} = definition;

  return class AxisLayer extends tf.layers.Layer {
    static readonly className = definition.className;
    // `declare`d: an initialised field would wipe what the base constructor has set.
    declare supportsMasking: boolean;
    readonly #values: Values;

    constructor(config: Config = {}) {
      super(config as never);
      this.#values = readSettings(definition, config, where, STOCK_KEYS);
      this.supportsMasking = true;
    }

    /** As tf.js's own, and understands settings in snake case. */
    static override fromConfig<T>(cls: new (config: never) => T, config: object): T {
      return new cls(inCamelCase(definition, config as Config) as never);
    }

    override build(inputShape: Shape | Shape[]): void {
      this.computeOutputShape(inputShape);
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[], kwargs: Config): Tensor {
      return tf.tidy(() => {
        this.invokeCallHook(inputs, kwargs as never);
        const [x, second] = [inputs].flat() as [Tensor, Tensor | undefined];
        // In a model `inputs` is a list, and kwargs.mask may be that of any layer before: tf.js leaves it there.
        const mask = second ?? (Array.isArray(inputs) ? undefined : (kwargs?.['mask'] as Tensor | undefined));
        if (!masked || !mask) return op(x, this.#values);
        if (!broadcastsTo(mask.shape, x.shape)) {
          throw new RectifierError(
            `${where}: the mask of shape [${mask.shape}] does not broadcast to the input of shape [${x.shape}]. ` +
              'Each of its axes, aligned at the end, must be 1 or that of the input.',
          );
        }
        return op(masked(tf, x, tf.cast(mask, 'float32')), this.#values);
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      const shapes = inputShape as Shape[];
      const shape = masked && shapes.length === 2 && Array.isArray(shapes[0]) ? shapes[0] : singleShape(shapes, where);
      return shapeOf(definition, shape, this.#axes(shape), this.#values, where);
    }

    /** A mask goes on unless what it is of does not: axes that change their size, or go. */
    override computeMask(inputs: Tensor | Tensor[], mask?: Tensor | Tensor[]): Tensor {
      const [x] = [inputs].flat() as [Tensor];
      const [first] = [mask].flat() as [Tensor];
      const stays = definition.activationName || (first && this.#axes(x.shape).every(axis => axis >= first.rank));
      return (stays ? first : null) as Tensor;
    }

    override getConfig() {
      // The caller may change what it gets, so it gets its own copy.
      return {...super.getConfig(), ...(copyPlain(this.#values) as object)} as ReturnType<
        InstanceType<Tf['layers']['Layer']>['getConfig']
      >;
    }

    #axes(shape: Shape): number[] {
      const axes = axesOf(this.#values, shape, where);
      if (axes.includes(0)) throw batchError(where, this.#values['axis']);
      return axes;
    }
  };
}

/** `{className, config}` with every setting in it, checked. */
export function axisActivationConfig(definition: AxisDefinition, params: Config): ActivationConfig {
  const {name, activationName: className} = definition;
  const where = `rx.activation('${name}')`;
  if (!className) {
    throw new RectifierError(
      `${where}: ${name} changes the shape, which an activation cannot. Give the stock layer no activation and put ` +
        `rx.layers.${name}() behind it.`,
    );
  }
  return {className, config: readSettings(definition, params, where) as never};
}

export function createAxisActivationClass(definition: AxisDefinition, op: AxisOp, Base: new () => object) {
  const className = definition.activationName!;
  let bare: string | undefined;
  /** What the bare name means; made when asked for. */
  const bareConfig = () => (bare ??= JSON.stringify(axisActivationConfig(definition, {}).config));

  return class AxisActivation extends Base {
    static readonly className: string = className;
    readonly #values: Values;

    constructor(config: Config = {}) {
      super();
      const {customObjects: _written, ...given} = inCamelCase(definition, config);
      this.#values = axisActivationConfig(definition, given).config as never;
    }

    static fromConfig(cls: new (config: object) => object, config: object) {
      return new cls(config);
    }

    apply(x: Tensor): Tensor {
      return op(x, this.#values);
    }

    getConfig() {
      return copyPlain(this.#values) as object;
    }

    /** tf.js saves nothing of an activation but this; an object with its config is saved and loaded as well. */
    getClassName(): string | object {
      const config = this.getConfig();
      return JSON.stringify(config) === bareConfig() ? className : {className, config};
    }
  };
}

function readSettings(
  definition: AxisDefinition,
  config: Config,
  where: string,
  besides: readonly string[] = [],
): Record<string, SettingValue> {
  const own = Object.entries(config).filter(([key]) => !besides.includes(key));
  const values = settingsOf(definition.params, Object.fromEntries(own), where) as Record<string, SettingValue>;
  if ([values['axis']].flat().includes(0)) throw batchError(where, values['axis']);
  return values;
}

const batchError = (where: string, axis: unknown) =>
  new RectifierError(
    `${where}: axis ${show(axis)} has the batch in it, of which a layer keeps each example apart. Axis 1 is the first ` +
      'after the batch, and -1 the last.',
  );

/** A saved config, whose keys may be in snake case where tf.js has not read it. */
function inCamelCase({params}: AxisDefinition, config: Config): Record<string, unknown> {
  const names = new Map(Object.keys(params).map(name => [toSnake(name), name]));
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [names.get(key) ?? key, value]));
}

/** Activations for stock layers: classes whose parameters survive saving, loading and cloning. */

import {isLearnable, labelsOf, type Definition, type Value} from '../activations/definition';
import {RectifierError} from '../errors';
import type {PointwiseOp} from '../ops/pointwise';
import {checkNames, valuesOf, withOwnNames} from '../parameters';
import type {Tensor, Tf} from '../tf';

/** What stock layers take, and what saved models hold. */
export interface ActivationConfig {
  readonly className: string;
  readonly config: Record<string, Value>;
}

/** tf.js's Activation base class: not exported, but an instance of it can be had from a layer. */
export function activationBase(tf: Tf): new () => object {
  const layer = tf.layers.activation({activation: 'linear', name: 'rectifier_parts'});
  return Object.getPrototypeOf((layer as unknown as {activation: object}).activation.constructor) as new () => object;
}

export const activationName = (definition: Definition): string => definition.activationName ?? definition.name;

const learnedNames = (definition: Definition): string[] =>
  Object.keys(definition.params).filter(name => {
    const spec = definition.params[name]!;
    return isLearnable(spec) && spec.learned;
  });

/** `{className, config}` with every parameter in it, checked. */
export function activationConfig(definition: Definition, params: Readonly<Record<string, unknown>>): ActivationConfig {
  const {activation: where, layer} = labelsOf(definition);
  if (Object.hasOwn(params, 'learnable')) {
    throw new RectifierError(
      `${where}: an activation has no weights, so it cannot learn. ` +
        `Give the stock layer no activation and put ${layer}({learnable: true}) behind it.`,
    );
  }
  checkNames(definition, params, where);
  return {className: activationName(definition), config: valuesOf(definition, params, where)};
}

export function createActivationClass(definition: Definition, op: PointwiseOp, Base: new () => object) {
  const className = activationName(definition);
  const {activation, layer} = labelsOf(definition);
  let bare: Readonly<Record<string, Value | undefined>> | undefined;
  /** What the bare name means: no more than what model files mean by it. Made when asked for: most are never saved. */
  const bareValues = () => (bare ??= {...valuesOf(definition, {}, className), ...definition.bareString});

  return class PointwiseActivation extends Base {
    static readonly className: string = className;
    readonly #config: Record<string, Value>;

    constructor(config: Readonly<Record<string, unknown>> = {}) {
      super();
      const {customObjects: _written, ...given} = withOwnNames(definition, config);
      const learned = learnedNames(definition);
      if (learned.length && !Object.keys(given).length) {
        const example = `{${learned.map(name => `${name}: ${definition.params[name]!.default}`).join(', ')}}`;
        const fixing = definition.defined ? `${activation}(${example})` : `${activation.slice(0, -1)}, ${example})`;
        throw new RectifierError(
          `'${className}' learns ${learned.join(', ')}, which an activation string cannot. Use the layer ` +
            `${layer}() behind the stock layer, or fix it: ${fixing}.`,
        );
      }
      this.#config = activationConfig(definition, {...definition.bareString, ...given}).config;
    }

    static fromConfig(cls: new (config: object) => object, config: object) {
      return new cls(config);
    }

    apply(x: Tensor): Tensor {
      return op(x, this.#config);
    }

    getConfig() {
      return {...this.#config};
    }

    /** tf.js saves nothing of an activation but this; an object with its config is saved and loaded as well. */
    getClassName(): string | ActivationConfig {
      const isBare =
        !learnedNames(definition).length &&
        Object.entries(bareValues()).every(([name, value]) => value === this.#config[name]);
      return isBare ? className : {className, config: this.getConfig()};
    }
  };
}

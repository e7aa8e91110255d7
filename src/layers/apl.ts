/** The layer and the activation of `rx.apl`: hinges that are learned, or fixed as lists of numbers. */

import {checkKeys, RectifierError, refuse, show, suggestion} from '../errors';
import {apl, checkNumbers, type AplOp} from '../ops/apl';
import type {Shape, Tensor, Tf} from '../tf';
import type {ActivationConfig} from './activation';
import {
  copyPlain,
  parameterShape,
  parseParts,
  PARTS,
  readSharedAxes,
  STOCK_KEYS,
  type Initializer,
  type Learned,
} from './config';
import {keepProjected, singleShape} from './pointwise';

type LayerVariable = ReturnType<InstanceType<Tf['layers']['Layer']>['addWeight']>;
type Config = Readonly<Record<string, unknown>>;
type Name = 'a' | 'b';

const NAMES: readonly Name[] = ['a', 'b'];
const OWN = ['hinges', ...NAMES, ...NAMES.flatMap(name => PARTS.map(part => name + part)), 'learnable', 'sharedAxes'];
const layer = 'rx.layers.apl';
const activation = "rx.activation('apl')";

export function createAplLayerClass(tf: Tf, op: AplOp) {
  return class AdaptivePiecewiseLinear extends tf.layers.Layer {
    static readonly className = apl.className;
    // `declare`d: an initialised field would wipe what the base constructor has set.
    declare supportsMasking: boolean;
    readonly #config: AplConfig;
    readonly #weights = new Map<string, LayerVariable>();

    constructor(config: Config = {}) {
      super(config as never);
      this.#config = readConfig(tf, config);
      this.supportsMasking = true;
    }

    override build(inputShape: Shape | Shape[]): void {
      const given = singleShape(inputShape, layer);
      const {learned: all, hinges, sharedAxes} = this.#config;
      if (all.length) {
        const {shape, pinned} = parameterShape(given, sharedAxes, layer);
        for (const learned of all) {
          const {name, initializer, regularizer} = learned;
          const weight = this.addWeight(name, [hinges, ...shape], 'float32', initializer, regularizer, true);
          keepProjected(tf, weight, learned);
          this.#weights.set(name, weight);
        }
        this.inputSpec = [new tf.InputSpec({ndim: given.length, axes: pinned})];
      }
      this.built = true;
    }

    override call(inputs: Tensor | Tensor[], kwargs: Config): Tensor {
      return tf.tidy(() => {
        this.invokeCallHook(inputs, kwargs as never);
        const [x] = [inputs].flat() as [Tensor];
        return op(
          x,
          Object.fromEntries(NAMES.map(name => [name, this.#weights.get(name)?.read() ?? this.#config[name]])),
        );
      });
    }

    override computeOutputShape(inputShape: Shape | Shape[]): Shape {
      return singleShape(inputShape, layer);
    }

    override getConfig() {
      // The caller may change what it gets, so it gets its own copy.
      return {...super.getConfig(), ...(copyPlain(this.#config.saved) as object)} as ReturnType<
        InstanceType<Tf['layers']['Layer']>['getConfig']
      >;
    }
  };
}

interface AplConfig {
  readonly hinges: number;
  readonly a: readonly number[] | null;
  readonly b: readonly number[] | null;
  readonly learned: readonly Learned[];
  readonly sharedAxes: readonly number[] | null;
  /** Our part of getConfig(): plain data. */
  readonly saved: Config;
}

function readConfig(tf: Tf, config: Config): AplConfig {
  checkKeys(layer, config, [...OWN, ...STOCK_KEYS], OWN);
  const [a, b] = NAMES.map(name => readList(name, config[name], layer));
  const hinges = readCount(config['hinges'], a, b);
  const learnable = readLearnable(config['learnable']);
  const sharedAxes = readSharedAxes(config['sharedAxes'], layer);
  const saved: Record<string, unknown> = {hinges, a, b, learnable, sharedAxes};
  const learned: Learned[] = [];
  for (const [i, name] of NAMES.entries()) {
    const list = [a, b][i]!;
    const given = PARTS.filter(part => config[name + part] !== undefined && config[name + part] !== null);
    if (!learnable.includes(name)) {
      if (!list) {
        throw new RectifierError(
          `${layer}: ${name} is neither learned nor given. Give a number a hinge, ${name}: [${Array(hinges).fill(0.2)}], or learn it.`,
        );
      }
      if (given.length) {
        throw new RectifierError(
          `${layer}: ${name}${given[0]} is given, but ${name} is fixed, so it would have no effect. ` +
            `Learn it with learnable: ['${name}'], or leave ${name}${given[0]} out.`,
        );
      }
      continue;
    }
    const parts = parseParts(tf, name, config, layer);
    for (const part of given) saved[name + part] = parts.saved[part];
    const initializer = given.includes('Initializer') ? parts.initializer : initializerOf(tf, name, hinges, list);
    const {regularizer, constraint} = parts;
    learned.push({name, initializer, regularizer, constraint, range: {minValue: null, maxValue: null, margin: 0}});
  }
  return {hinges, a: a!, b: b!, learned, sharedAxes, saved};
}

/** A list of numbers, or null where nothing is given. */
function readList(name: Name, given: unknown, where: string): number[] | null {
  if (given === undefined || given === null) return null;
  const list = ArrayBuffer.isView(given) ? Array.from(given as Float32Array) : given;
  if (!Array.isArray(list) || !list.length || !list.every(each => typeof each === 'number')) {
    refuse(where, name, given, 'a list of numbers, one a hinge, such as [0.2]');
  }
  return [...checkNumbers(name, list as number[], where)];
}

function readCount(
  given: unknown,
  a: readonly number[] | null | undefined,
  b: readonly number[] | null | undefined,
): number {
  const count = given ?? a?.length ?? b?.length ?? 1;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) {
    refuse(layer, 'hinges', given, 'a whole number from 1');
  }
  for (const [name, list] of [['a', a] as const, ['b', b] as const]) {
    if (list && list.length !== count) {
      throw new RectifierError(
        `${layer}: ${name} has ${list.length} numbers for ${count} hinges; it must have one a hinge.`,
      );
    }
  }
  return count;
}

function readLearnable(given: unknown): readonly Name[] {
  if (given === undefined || given === null || given === true) return NAMES;
  if (given === false) return [];
  if (!Array.isArray(given)) {
    refuse(layer, 'learnable', given, 'true, false or a list of names');
  }
  const wrong = given.find(name => !NAMES.includes(name as Name)) as unknown;
  if (wrong !== undefined) {
    throw new RectifierError(`${layer}: learnable names ${show(wrong)}.${suggestion(String(wrong), NAMES)}`);
  }
  return NAMES.filter(name => given.includes(name));
}

/** Unless numbers are given: small slopes, at places around 0. */
function initializerOf(tf: Tf, name: Name, hinges: number, list: readonly number[] | null | undefined): Initializer {
  if (!list) {
    return name === 'a'
      ? tf.initializers.randomUniform({minval: -0.5 / hinges, maxval: 0.5 / hinges})
      : tf.initializers.randomNormal({mean: 0, stddev: 0.5});
  }
  const apply = (shape: number[]) =>
    tf.tidy(() => tf.mul(tf.tensor([...list], [hinges, ...shape.slice(1).fill(1)]), tf.ones(shape)));
  // All that addWeight asks of an initializer.
  return {apply} as unknown as Initializer;
}

/** `{className, config}`, checked: lists of numbers, since an activation has no weights. */
export function aplActivationConfig(params: Config): ActivationConfig {
  if (Object.hasOwn(params, 'learnable') || Object.hasOwn(params, 'hinges')) {
    throw new RectifierError(
      `${activation}: an activation has no weights, so it cannot learn. Give the stock layer no activation and put ` +
        `${layer}({hinges: 2}) behind it; or fix the hinges: ${example}.`,
    );
  }
  checkKeys(activation, params, NAMES, NAMES, 'parameter');
  const [a, b] = NAMES.map(name => {
    const list = readList(name, params[name], activation);
    if (list) return list;
    throw new RectifierError(`${activation}: ${name} is missing. Give a number a hinge: ${example}.`);
  });
  if (a!.length !== b!.length) {
    throw new RectifierError(
      `${activation}: a has ${a!.length} hinges and b has ${b!.length}; each hinge needs one of both.`,
    );
  }
  return {className: apl.activationName, config: {a, b} as never};
}

const example = "rx.activation('apl', {a: [0.2], b: [0]})";

export function createAplActivationClass(op: AplOp, Base: new () => object) {
  return class AplActivation extends Base {
    static readonly className: string = apl.activationName;
    readonly #config: ActivationConfig['config'];

    constructor(config: Config = {}) {
      super();
      const {customObjects: _written, ...given} = config;
      if (!Object.keys(given).length) {
        throw new RectifierError(
          `'${apl.activationName}' learns a, b, which an activation string cannot. Use the layer ${layer}() behind the ` +
            `stock layer, or fix it: ${example}.`,
        );
      }
      this.#config = aplActivationConfig(given).config;
    }

    static fromConfig(cls: new (config: object) => object, config: object) {
      return new cls(config);
    }

    apply(x: Tensor): Tensor {
      return op(x, this.#config);
    }

    getConfig() {
      return copyPlain(this.#config) as object;
    }

    /** tf.js saves nothing of an activation but this; an object with its config is saved and loaded as well. */
    getClassName(): object {
      return {className: apl.activationName, config: this.getConfig()};
    }
  };
}

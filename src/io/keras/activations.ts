/** Activations by the names, functions and layers that Keras writes, as this tf.js loads them. */

import {RectifierError, show} from '../../errors';
import {needed, type Context} from './context';
import {findActivation, howToProvide, type Found} from './custom';
import {NAME as KERAS_SPARSEMAX} from './sparsemax';
import {isSerialized, own, toCamel, type Json, type JsonObject} from './json';

/** Keras's names for what tf.js has with the same formula. */
export const STOCK_ACTIVATIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'linear relu relu6 elu selu sigmoid softplus softsign tanh softmax gelu mish swish'
      .split(' ')
      .map(name => [name, name]),
  ),
  silu: 'swish',
  log_softmax: 'logSoftmax',
};

/** Keras's names for functions of ours. Its `hard_sigmoid` is among them from version 3 on, before that it is tf.js's. */
export const OUR_ACTIVATIONS: Readonly<Record<string, string>> = {
  leaky_relu: 'leakyRelu',
  hard_silu: 'hardSwish',
  hard_swish: 'hardSwish',
  ...Object.fromEntries(
    (
      'celu exponential hard_shrink hard_sigmoid hard_tanh log_sigmoid soft_shrink sparse_plus sparse_sigmoid ' +
      'squareplus tanh_shrink'
    )
      .split(' ')
      .map(name => [name, toCamel(name)]),
  ),
};

/** Keras's layers that are activations: the function of ours, and their settings by our names with Keras's defaults. */
interface ActivationLayer {
  readonly name: string;
  readonly settings: Readonly<Record<string, readonly [keys: readonly string[], fallback: Json]>>;
}
export const ACTIVATION_LAYERS: Readonly<Record<string, ActivationLayer>> = {
  ReLU: {
    name: 'relu',
    settings: {maxValue: [['max_value'], null], negativeSlope: [['negative_slope'], 0], threshold: [['threshold'], 0]},
  },
  LeakyReLU: {name: 'leakyRelu', settings: {negativeSlope: [['negative_slope', 'alpha'], 0.3]}},
  ELU: {name: 'elu', settings: {alpha: [['alpha'], 1]}},
  ThresholdedReLU: {name: 'thresholdedRelu', settings: {theta: [['theta'], 1]}},
  Softmax: {name: 'softmax', settings: {axis: [['axis'], -1]}},
};

/** Keras's functions that have arguments, where tf.js has none, or other ones. */
const FUNCTIONS: Readonly<Record<string, ActivationLayer>> = {
  relu: {
    name: 'relu',
    settings: {...ACTIVATION_LAYERS['ReLU']!.settings, negativeSlope: [['negative_slope', 'alpha'], 0]},
  },
  leaky_relu: {name: 'leakyRelu', settings: {negativeSlope: [['negative_slope', 'alpha'], 0.2]}},
  elu: ACTIVATION_LAYERS['ELU']!,
  gelu: {name: 'gelu', settings: {approximate: [['approximate'], false]}},
  softmax: ACTIVATION_LAYERS['Softmax']!,
  threshold: {name: 'threshold', settings: {threshold: [['threshold'], 0], value: [['default_value', 'value'], 0]}},
};

/** The settings of such a layer; null counts as left out. */
export const settingsOf = (className: string, config: JsonObject): Record<string, Json> =>
  settingsBy(ACTIVATION_LAYERS[className]!, config);

const settingsBy = ({settings}: ActivationLayer, config: JsonObject): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, [keys, fallback]]) => [
      name,
      keys.map(key => own(config, key)).find(value => value !== undefined && value !== null) ?? fallback,
    ]),
  );

/** Whether tf.js's own function by the layer's name gives its numbers. */
export function isStock(className: string, settings: Readonly<Record<string, Json>>): boolean {
  const {negativeSlope, threshold, alpha, axis} = settings;
  if (className === 'ReLU') return !negativeSlope && !threshold;
  if (className === 'ELU') return alpha === 1;
  return className === 'Softmax' && axis === -1;
}

/** An activation, or what has to be a layer of its own behind one without: glu halves the axis. */
export interface Activation {
  readonly value: Json;
  readonly layerBehind?: {readonly class_name: string; readonly config: JsonObject};
}

/** @param where `layer 'dense_1': activation`, which messages begin with */
export function readActivation(context: Context, given: Json, where: string): Activation {
  if (given === null) return {value: 'linear'};
  if (typeof given === 'string') return byName(context, given, where);
  if (isFunction(given)) return byName(context, given['config'], where);
  if (isSerialized(given)) return byLayer(context, given.class_name, given.config, where);
  throw new RectifierError(`${where} is ${show(given)}, which is no activation.`);
}

interface FunctionJson extends JsonObject {
  readonly config: string;
}
const isFunction = (value: Json): value is FunctionJson =>
  typeof value === 'object' && value !== null && 'config' in value && typeof value['config'] === 'string';

function byName(context: Context, name: string, where: string): Activation {
  const {classNameMap, functions, keras, customObjects} = context;
  // What the caller provides comes first, also under a name that Keras has.
  if (own(customObjects, name) === undefined) {
    const stock = name === 'hard_sigmoid' && keras === 2 ? 'hardSigmoid' : own(STOCK_ACTIVATIONS, name);
    if (stock && own(classNameMap, stock)) return {value: stock};
    // Early versions of tf.js 4 have no gelu; 4.10 is one of them.
    const ours = own(OUR_ACTIVATIONS, name) ?? (stock && functions.has(stock) ? stock : undefined);
    if (ours) return {value: activationNameOf(context, ours)};
    // Another function than the paper's, which ours is.
    if (name === 'sparsemax') return {value: KERAS_SPARSEMAX};
    if (name === 'glu')
      return {value: 'linear', layerBehind: {class_name: needed(context, 'glu').className, config: {}}};
  }
  const found = findActivation(context, name);
  if (!found) {
    throw new RectifierError(`${where} is '${name}', which is unknown here. ${howToProvide(name, 'activation')}`);
  }
  return {value: asJson(found)};
}

/** A layer as activation; or an activation with parameters, as this package saves them. */
function byLayer(context: Context, className: string, config: JsonObject, where: string): Activation {
  if (className === 'Activation') return readActivation(context, config['activation'] ?? null, where);
  if (own(ACTIVATION_LAYERS, className)) {
    const settings = settingsOf(className, config);
    checkKeys(context, className, config, where);
    if (isStock(className, settings)) {
      const {maxValue = null} = settings;
      if (maxValue === null || maxValue === 6) return {value: maxValue === 6 ? 'relu6' : className.toLowerCase()};
    }
    const name = activationNameOf(context, ACTIVATION_LAYERS[className]!.name);
    return {value: {class_name: name, config: settings}};
  }
  const given = Object.keys(config).length > 0 && own(context.customObjects, className) === undefined;
  if (given && className === 'glu') {
    return {value: 'linear', layerBehind: {class_name: needed(context, 'glu').className, config}};
  }
  // What these do without being told.
  if (given && ['log_softmax', 'sparsemax'].includes(className) && JSON.stringify(config) === '{"axis":-1}') {
    return byName(context, className, where);
  }
  if (given && own(FUNCTIONS, className)) return byFunction(context, className, config, where);
  const found = findActivation(context, className);
  if (found && given && !found.config && TAKE_NOTHING.includes(found.className)) {
    context.report(`${where} is '${className}' with ${show(config)}, which tf.js does not heed.`);
    return {value: found.className};
  }
  if (found) return {value: {class_name: found.className, config: found.config ?? config}};
  const short = className.slice(className.lastIndexOf('>') + 1);
  for (const info of context.functions.values()) {
    if (info.kind === 'layer' || info.className !== short || !info.activationName) continue;
    const params = Object.entries(config).filter(([key]) => Object.hasOwn(info.params, toCamel(key)));
    return {value: {class_name: info.activationName, config: Object.fromEntries(params)}};
  }
  throw new RectifierError(
    `${where} is a layer of class '${className}', which is no activation here. ${howToProvide(className, 'activation')}`,
  );
}

/** tf.js's own functions, which ignore what is given to them. */
const TAKE_NOTHING = [...Object.values(STOCK_ACTIVATIONS), 'hardSigmoid', KERAS_SPARSEMAX];

/** A function of Keras's with arguments, as a config. */
function byFunction(context: Context, name: string, config: JsonObject, where: string): Activation {
  const known = FUNCTIONS[name]!;
  reportUnknown(context, known, config, `${where} is '${name}'`);
  const settings = settingsBy(known, config);
  if (name === 'gelu') settings['approximate'] = settings['approximate'] === true ? 'tanh' : 'none';
  const defaults = settingsBy(known, {});
  if (name !== 'gelu' && JSON.stringify(settings) === JSON.stringify(defaults)) return byName(context, name, where);
  if (settings['approximate'] === 'none') return byName(context, name, where);
  return {value: {class_name: activationNameOf(context, known.name), config: settings}};
}

const LAYER_KEYS = ['name', 'trainable', 'dtype', 'batch_input_shape', 'batch_shape'];

const checkKeys = (context: Context, className: string, config: JsonObject, where: string): void =>
  reportUnknown(context, ACTIVATION_LAYERS[className]!, config, `${where} is a ${className} layer`);

function reportUnknown(context: Context, {settings}: ActivationLayer, config: JsonObject, what: string): void {
  const known = Object.values(settings).flatMap(([keys]) => keys);
  for (const [key, value] of Object.entries(config)) {
    if (value === null || known.includes(key) || LAYER_KEYS.includes(key)) continue;
    context.report(`${what} with ${key} = ${show(value)}, which is not understood.`);
  }
}

/** What stock layers take for a function of ours. */
function activationNameOf(context: Context, name: string): string {
  const info = needed(context, name);
  return info.kind === 'layer' ? info.className : info.activationName!;
}

const asJson = ({className, config}: Found): Json => (config ? {class_name: className, config} : className);

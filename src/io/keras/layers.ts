/** One layer of Keras, as this tf.js loads it with Keras's numbers. */

import {RectifierError, show} from '../../errors';
import {ACTIVATION_LAYERS, isStock, readActivation, settingsOf} from './activations';
import {needed, type Context} from './context';
import {findLayer, howToProvide} from './custom';
import {operation} from './operations';
import {
  isObject,
  isSerialized,
  layerJson,
  own,
  type Json,
  type JsonObject,
  type LayerJson,
  type Serialized,
} from './json';

const CONV = 'filters kernel_size strides padding data_format activation use_bias';
const RNN = 'return_sequences return_state go_backwards stateful unroll';
const CELL = 'units activation use_bias dropout recurrent_dropout';
const POOL = 'pool_size strides padding';

/** What tf.js's own layers do as Keras does, by class: the settings that they heed. */
const STOCK_LAYERS: Readonly<Record<string, string>> = {
  InputLayer: 'sparse',
  Dense: 'units activation use_bias',
  Activation: 'activation',
  Flatten: 'data_format',
  RepeatVector: 'n',
  Reshape: 'target_shape',
  Permute: 'dims',
  Masking: 'mask_value',
  Embedding: 'input_dim output_dim mask_zero input_length',
  Dropout: 'rate noise_shape',
  SpatialDropout1D: 'rate',
  SpatialDropout2D: 'rate data_format',
  SpatialDropout3D: 'rate data_format',
  GaussianNoise: 'stddev',
  GaussianDropout: 'rate',
  Add: '',
  Multiply: '',
  Average: '',
  Maximum: '',
  Minimum: '',
  Concatenate: 'axis',
  Dot: 'axes normalize',
  BatchNormalization: 'axis momentum epsilon center scale',
  LayerNormalization: 'axis epsilon center scale',
  Conv1D: `${CONV} dilation_rate`,
  Conv2D: `${CONV} dilation_rate`,
  Conv3D: `${CONV} dilation_rate`,
  Conv2DTranspose: CONV,
  Conv3DTranspose: CONV,
  SeparableConv2D: `${CONV} dilation_rate depth_multiplier`,
  DepthwiseConv2D: `${CONV} depth_multiplier`,
  Cropping2D: 'cropping data_format',
  ZeroPadding2D: 'padding data_format',
  UpSampling2D: 'size data_format',
  MaxPooling1D: POOL,
  AveragePooling1D: POOL,
  MaxPooling2D: `${POOL} data_format`,
  AveragePooling2D: `${POOL} data_format`,
  MaxPooling3D: `${POOL} data_format`,
  AveragePooling3D: `${POOL} data_format`,
  GlobalAveragePooling1D: 'keepdims',
  GlobalMaxPooling1D: 'keepdims',
  GlobalAveragePooling2D: 'data_format keepdims',
  GlobalMaxPooling2D: 'data_format keepdims',
  SimpleRNNCell: CELL,
  GRUCell: `${CELL} recurrent_activation reset_after`,
  LSTMCell: `${CELL} recurrent_activation unit_forget_bias`,
  SimpleRNN: `${RNN} ${CELL}`,
  GRU: `${RNN} ${CELL} recurrent_activation reset_after`,
  LSTM: `${RNN} ${CELL} recurrent_activation unit_forget_bias`,
  ConvLSTM2D: `${RNN} ${CONV} dilation_rate recurrent_activation unit_forget_bias dropout recurrent_dropout`,
  RNN: `${RNN} cell`,
  StackedRNNCells: 'cells',
  TimeDistributed: 'layer',
  Bidirectional: 'layer backward_layer merge_mode',
  Rescaling: 'scale offset',
  CategoryEncoding: 'num_tokens output_mode',
  PReLU: 'shared_axes',
  AlphaDropout: 'rate noise_shape',
};

/** Settings that tf.js does not heed, with the value that changes nothing. Null changes nothing in any. */
const NEUTRAL: Readonly<Record<string, Json>> = {
  groups: 1,
  rms_scaling: false,
  renorm: false,
  time_major: false,
  zero_output_for_mask: false,
  sparse: false,
  ragged: false,
  interpolation: 'nearest',
  data_format: 'channels_last',
};
/** Settings that change no numbers, or only those of training which are random anyway. */
const HARMLESS = [
  ...['name', 'trainable', 'dtype', 'batch_shape', 'batch_input_shape', 'seed', 'implementation', 'synchronized'],
  ...['renorm_clipping', 'renorm_momentum', 'optional', 'fused', 'autocast', 'build_input_shape', 'shared_object_id'],
];

/** A layer that was read: one, or two where an activation had to become a layer. */
export interface ReadLayer {
  readonly layer: Serialized;
  readonly behind?: Serialized;
}

/** @param given with its config as Keras wrote it */
export function readLayer(context: Context, given: LayerJson): ReadLayer {
  const {class_name: className, config, name} = given;
  const label = `The layer '${name}' (${className})`;
  const custom = own(context.customObjects, className) !== undefined;
  if (!custom && own(ACTIVATION_LAYERS, className)) return {layer: readActivationLayer(context, given, label)};
  if (!custom && className === 'Identity') {
    return {layer: {class_name: 'Activation', config: {...basics(context, given, label), activation: 'linear'}}};
  }
  const called = custom ? null : operation(given);
  if (called !== null) {
    const {value, layerBehind} = readActivation(context, called, `The operation '${name}' (${className})`);
    const layer = {class_name: 'Activation', config: {name, activation: value}};
    const behind = layerBehind && {...layerBehind, config: {...layerBehind.config, name: `${name}_layer`}};
    return {layer, ...(behind && {behind})};
  }
  const heeded = custom ? undefined : own(STOCK_LAYERS, className);
  if (heeded === undefined) return {layer: readCustomLayer(context, given, label)};

  checkSettings(context, config, heeded.split(' '), label);
  const result: Record<string, Json> = basics(context, given, label);
  let behind: Serialized | undefined;
  for (const [key, value] of Object.entries(config)) {
    if (HARMLESS.includes(key) || key in result) continue;
    if (key.endsWith('activation')) {
      const {value: activation, layerBehind} = readActivation(context, value, `The layer '${name}': its ${key}`);
      if (layerBehind) {
        if (key !== 'activation' || ENDS_IN_ACTIVATION.every(each => each !== className)) {
          throw new RectifierError(
            `${label}: its ${key} ${show(value)} changes the shape, which ${className} cannot do inside.`,
          );
        }
        behind = {
          ...layerBehind,
          config: {...layerBehind.config, name: `${name}_${layerBehind.class_name.toLowerCase()}`},
        };
      }
      result[key] = activation;
    } else if (/_(initializer|regularizer|constraint)$/.test(key)) {
      result[key] = readPart(context, key, value, label);
    } else if (heeded.split(' ').includes(key)) {
      result[key] = value;
    }
  }
  return special(context, {...given, class_name: className, config: result}, config, label, behind);
}

/** Those whose activation comes last, so that it may be a layer of its own. */
const ENDS_IN_ACTIVATION = [
  ...['Dense', 'Activation', 'Conv1D', 'Conv2D', 'Conv3D', 'Conv2DTranspose', 'Conv3DTranspose', 'SeparableConv2D'],
  'DepthwiseConv2D',
];

/** What is not a matter of single settings. */
function special(
  context: Context,
  {class_name, config, name}: LayerJson,
  given: JsonObject,
  label: string,
  behind: Serialized | undefined,
): ReadLayer {
  const as = (className: string, changed: JsonObject = {}): ReadLayer => ({
    layer: {class_name: className, config: {...config, ...changed}},
    ...(behind && {behind}),
  });
  const inner = (value: Json, what: string): ReadLayer => readLayer(context, layerJson(value, `${label}: its ${what}`));
  const alone = (value: Json, what: string): Serialized => {
    const read = inner(value, what);
    if (read.behind) throw new RectifierError(`${label}: the activation of its ${what} changes the shape.`);
    return read.layer;
  };
  switch (class_name) {
    case 'PReLU': {
      // tf.js's own takes alpha's place from the shape of its first input, and does not know negative axes.
      const axes = given['shared_axes'] ?? null;
      const shared = Array.isArray(axes) ? axes.length > 0 : axes !== null;
      return shared ? as(needed(context, 'prelu').className) : as('PReLU', {shared_axes: null});
    }
    case 'AlphaDropout':
      // tf.js's own has a sign wrong: what it makes of mean 0 has another mean.
      return as(needed(context, 'alphaDropout').className);
    case 'Conv1D':
      if (given['padding'] === 'causal') {
        throw new RectifierError(
          `${label}: its padding is 'causal', which tf.js cannot do. Pad before it and give 'valid', or provide it: ` +
            `{customObjects: {Conv1D: a layer class}}.`,
        );
      }
      return as(class_name);
    case 'SpatialDropout2D':
    case 'SpatialDropout3D': {
      // tf.js has that of 1D alone: whole channels fall out where the mask has one value for all places.
      const {rate = 0.5, data_format: format = null, ...rest} = config;
      const places = class_name === 'SpatialDropout2D' ? [1, 1] : [1, 1, 1];
      const shape = format === 'channels_first' ? [null, null, ...places] : [null, ...places, null];
      return {layer: {class_name: 'Dropout', config: {...rest, rate, noise_shape: shape}}};
    }
    case 'GlobalAveragePooling1D':
    case 'GlobalMaxPooling1D':
    case 'GlobalAveragePooling2D':
    case 'GlobalMaxPooling2D': {
      const {keepdims = false, ...rest} = config;
      const layer = {class_name, config: rest};
      if (keepdims !== true) return {layer};
      const places = class_name.endsWith('1D') ? [1] : [1, 1];
      const shape = config['data_format'] === 'channels_first' ? [-1, ...places] : [...places, -1];
      return {layer, behind: {class_name: 'Reshape', config: {name: `${name}_reshape`, target_shape: shape}}};
    }
    case 'BatchNormalization': {
      const axis = given['axis'] ?? -1;
      if (Array.isArray(axis) && axis.length > 1) {
        context.report(`${label}: axis = ${show(axis)}, but tf.js normalizes one axis.`);
      }
      const [one = -1] = [axis].flat() as number[];
      // Which axis is the last one is known only when it is built.
      return as(one === -1 ? class_name : `Rectifier${class_name}`, {axis: one});
    }
    case 'SeparableConv2D': {
      // tf.js refuses what Keras 2 has here from its base class, without any use for it.
      const used = Object.entries(config).filter(([key]) => !key.startsWith('kernel_') || key === 'kernel_size');
      const own = (given['depth_multiplier'] ?? 1) === 1 ? class_name : `Rectifier${class_name}`;
      return {layer: {class_name: own, config: Object.fromEntries(used)}, ...(behind && {behind})};
    }
    case 'GRU':
    case 'GRUCell':
      return as(given['reset_after'] === true ? `Rectifier${class_name}` : class_name);
    case 'RNN':
      return as(class_name, {cell: alone(config['cell'] ?? null, 'cell')});
    case 'StackedRNNCells': {
      const cells = Array.isArray(config['cells']) ? config['cells'] : [];
      return as(class_name, {cells: cells.map(cell => alone(cell, 'cell'))});
    }
    case 'TimeDistributed': {
      const {layer, behind: innerBehind} = inner(config['layer'] ?? null, 'layer');
      const renamed = innerBehind && {
        ...innerBehind,
        config: {...innerBehind.config, name: `${name}_${innerBehind.class_name.toLowerCase()}`},
      };
      return {layer: {class_name, config: {...config, layer}}, ...(renamed && {behind: renamed})};
    }
    case 'Bidirectional': {
      const {backward_layer: backward = null, ...rest} = config;
      const layer = alone(rest['layer'] ?? null, 'layer');
      if (backward !== null && comparable(backward) !== comparable(rest['layer']!)) {
        context.report(`${label}: its backward_layer differs from its layer, while tf.js makes one from the other.`);
      }
      // tf.js puts `forward_` before the name.
      const own = {...layer, config: {...layer.config, name: withoutDirection(String(layer.config['name']))}};
      return {layer: {class_name, config: {...rest, layer: own}}};
    }
    default:
      return as(class_name);
  }
}

export const withoutDirection = (name: string): string => name.replace(/^(forward|backward)_/, '');

/** A layer's settings, without what differs between the directions anyway; keys in any order. */
function comparable(layer: Json): string {
  const {class_name, config} = (isSerialized(layer) ? layer : {class_name: '', config: {}}) as Serialized;
  const same = Object.entries(config).filter(([key]) => !['name', 'go_backwards', 'dtype'].includes(key));
  return JSON.stringify([class_name, Object.fromEntries(same)], (key, value: unknown) => {
    if (key === 'shared_object_id' || key === 'seed') return undefined;
    return isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  });
}

function readActivationLayer(context: Context, given: LayerJson, label: string): Serialized {
  const {class_name: className, config} = given;
  const {name, settings: known} = ACTIVATION_LAYERS[className]!;
  checkSettings(
    context,
    config,
    Object.values(known).flatMap(([keys]) => keys),
    label,
  );
  const settings = settingsOf(className, config);
  const axis = settings['axis'];
  if (Array.isArray(axis) && axis.length === 1) settings['axis'] = axis[0]!;
  const start = basics(context, given, label);
  if (isStock(className, settings)) {
    const {negativeSlope: _none, threshold: _neither, ...stock} = settings;
    return {class_name: className, config: {...start, ...stock}};
  }
  if (className === 'LeakyReLU') return {class_name: className, config: {...start, alpha: settings['negativeSlope']!}};
  return {class_name: needed(context, name).className, config: {...start, ...settings}};
}

/** A layer of the user's, or one of ours; its own class knows what to make of its config. */
function readCustomLayer(context: Context, given: LayerJson, label: string): Serialized {
  const {class_name: className, config} = given;
  const found = findLayer(context, className);
  if (!found) {
    throw new RectifierError(
      `${label}: tf.js has no layer that gives the numbers of '${className}'. ${howToProvide(className, 'layer')}`,
    );
  }
  if (TFJS_DIFFERS.includes(found.className)) {
    context.report(`${label}: tf.js has a layer of that name, which computes other numbers than Keras's.`);
  }
  const rest = Object.entries(config).map(([key, value]): [string, Json] => {
    if (!/(^|_)activation$/.test(key)) return [key, value];
    try {
      return [key, readActivation(context, value, label).value];
    } catch {
      // It may mean something else in a layer of the user's.
      return [key, value];
    }
  });
  return {class_name: found.className, config: {...Object.fromEntries(rest), ...basics(context, given, label)}};
}

/** They interpolate between other points than Keras's, or change the shape of what they are called on. */
const TFJS_DIFFERS = ['Resizing', 'RandomWidth', 'RandomHeight', 'CenterCrop'];

function checkSettings(context: Context, config: JsonObject, heeded: readonly string[], label: string): void {
  for (const [key, value] of Object.entries(config)) {
    if (value === null || heeded.includes(key) || HARMLESS.includes(key)) continue;
    if (/_(initializer|regularizer|constraint)$/.test(key) && key !== 'activity_regularizer') continue;
    if (key === 'zero_output_for_mask' && !context.masks) continue;
    if (value === own(NEUTRAL, key) || (key === 'dilation_rate' && [value].flat().every(rate => rate === 1))) continue;
    context.report(
      `${label}: ${key} = ${show(value)} ${
        key in NEUTRAL || key === 'dilation_rate' ? 'is something that tf.js cannot do' : 'is not understood'
      }, so the model would give other numbers than in Keras.`,
    );
  }
}

/** What every layer has. */
function basics(context: Context, {name, config}: LayerJson, label: string): Record<string, Json> {
  const result: Record<string, Json> = {name};
  if (typeof config['trainable'] === 'boolean') result['trainable'] = config['trainable'];
  const shape = config['batch_input_shape'] ?? config['batch_shape'];
  if (shape !== undefined && shape !== null) result['batch_input_shape'] = shape;
  const dtype = readDtype(context, config['dtype'] ?? null, label);
  if (dtype) result['dtype'] = dtype;
  return result;
}

/** Integers, as far as tf.js tells them apart. */
const INTEGERS = /^u?int\d+$/;

function readDtype(context: Context, dtype: Json, label: string): string | null {
  const name = isObject(dtype) && isObject(dtype['config']) ? dtype['config']['name'] : dtype;
  if (name === null || name === undefined) return null;
  if (typeof name !== 'string') throw new RectifierError(`${label}: dtype is ${show(dtype)}.`);
  // Mixed precision keeps float32 weights and computes in less than float32.
  if (name === 'float32' || name.startsWith('mixed_')) return 'float32';
  if (['bool', 'string', 'complex64'].includes(name)) return name;
  if (INTEGERS.test(name)) return 'int32';
  context.report(`${label}: dtype = ${show(name)}, but tf.js computes in float32.`);
  return 'float32';
}

/** tf.js's names, where they are not Keras's. */
const PARTS: Readonly<Record<string, string>> = {
  LecunNormal: 'LeCunNormal',
  LecunUniform: 'LeCunUniform',
  lecun_normal: 'LeCunNormal',
  lecun_uniform: 'LeCunUniform',
  OrthogonalInitializer: 'Orthogonal',
  IdentityInitializer: 'Identity',
  L1: 'L1L2',
  L2: 'L1L2',
  l1: 'L1L2',
  l2: 'L1L2',
};

/** An initializer, regularizer or constraint. */
function readPart(context: Context, key: string, value: Json, label: string): Json {
  if (value === null) return null;
  const className = isSerialized(value) ? value.class_name : value;
  if (typeof className !== 'string') throw new RectifierError(`${label}: ${key} is ${show(value)}.`);
  const name = own(PARTS, className) ?? className;
  const given = isSerialized(value) ? value.config : {};
  // A seed that Keras 3 generates is an object, which no generator of tf.js's takes.
  const config: Record<string, Json> = Object.fromEntries(Object.entries(given).filter(([, each]) => !isObject(each)));
  if (name === 'L1L2') {
    const strength = isSerialized(value) ? 0 : 0.01;
    const {l1 = /1/.test(className) ? strength : 0, l2 = /2/.test(className) ? strength : 0} = config;
    return {class_name: name, config: {l1, l2}};
  }
  if (config['distribution'] === 'untruncated_normal') config['distribution'] = 'normal';
  const registered = own(
    context.classNameMap,
    name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  if (registered) return isSerialized(value) || name !== className ? {class_name: name, config} : name;
  const custom = findPart(context, className);
  if (custom) return {class_name: custom, config};
  // All weights are loaded, so where they would have begun is of no consequence.
  if (key.endsWith('initializer')) return {class_name: 'Zeros', config: {}};
  context.report(`${label}: ${key} = ${show(value)} is not known to tf.js, and would be missing in training.`);
  return null;
}

const findPart = ({customObjects}: Context, name: string): string | null => {
  const given = own(customObjects, name);
  return typeof given === 'string' ? given : null;
};

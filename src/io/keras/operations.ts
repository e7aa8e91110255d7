/** Activations that were called as functions on a tensor of a functional model: Keras writes an operation for each. */

import {OUR_ACTIVATIONS, STOCK_ACTIVATIONS} from './activations';
import {isObject, listOf, own, type Json, type JsonObject, type LayerJson} from './json';

const pascal = (name: string): string => name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Keras 3's classes (`LeakyRelu`), and the names of their functions. */
const CLASSES: Readonly<Record<string, string>> = {
  Exp: 'exponential',
  ...Object.fromEntries(
    [...Object.keys(STOCK_ACTIVATIONS), ...Object.keys(OUR_ACTIVATIONS), 'sparsemax', 'glu', 'threshold'].map(name => [
      pascal(name),
      name,
    ]),
  ),
};

/** Functions of TensorFlow that Keras 2 wraps in a TFOpLambda, as Keras 3's classes. */
const LAMBDAS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'relu relu6 elu selu gelu softsign silu swish leaky_relu log_softmax softmax sigmoid softplus tanh'
      .split(' ')
      .flatMap(name => [
        [`nn.${name}`, pascal(name)],
        [`math.${name}`, pascal(name)],
      ]),
  ),
  'math.exp': 'Exp',
  '__operators__.add': 'Add',
  'math.add': 'Add',
  'math.multiply': 'Multiply',
  'math.maximum': 'Maximum',
  'math.minimum': 'Minimum',
};

/** An operation as an activation: its function, with arguments if it has any. Null for what is a layer. */
export function operation({class_name: className, config}: LayerJson): Json {
  const name = own(CLASSES, className);
  // A layer may be called the same; every layer says whether it is trainable.
  if (!name || 'trainable' in config) return null;
  const {name: _name, ...given} = config;
  return Object.keys(given).length ? {class_name: name, config: given} : name;
}

/** A TFOpLambda as Keras 3 would have written it; what is not known stays as it is. */
export function withoutLambda(layer: LayerJson): LayerJson {
  const className = layer.class_name === 'TFOpLambda' && own(LAMBDAS, String(layer.config['function']));
  const [node, ...others] = listOf(layer['inbound_nodes']);
  if (!className || others.length || !Array.isArray(node) || typeof node[0] !== 'string') return layer;
  const [input, index, tensor, kwargs = {}] = node as [string, number, number, JsonObject?];
  const {name: _name, ...given} = isObject(kwargs) ? kwargs : {};
  const tensors = Object.values(given).filter(value => Array.isArray(value) && typeof value[0] === 'string');
  const rest = Object.fromEntries(Object.entries(given).filter(([, value]) => !tensors.includes(value)));
  return {
    ...layer,
    class_name: className,
    config: {name: layer.name, ...rest},
    inbound_nodes: [[[input, index, tensor], ...tensors]],
  };
}

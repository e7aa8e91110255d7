/**
 * Masks, as Keras hands them on and as tf.js does: where a layer would compute with another mask than in Keras, that is
 * reported. tf.js's executor gives a layer whose own inputs have no mask the one that was used last, anywhere.
 */

import type {Context} from './context';
import {isObject, isSerialized, listOf, type Json, type JsonObject, type LayerJson} from './json';

/** Where a mask comes from; null for none. */
type Mask = string | null;
interface Masks {
  readonly keras: Mask;
  readonly tfjs: Mask;
}
const NONE: Masks = {keras: null, tfjs: null};
/** Of several masks, or by a layer of which nothing is known: equal to no other. */
const MIXED = 'mixed';

/** One call of a layer or of a nested model: what it is called on, and what its result is known by. */
export interface Call {
  readonly layer: LayerJson;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whether it is a model in which something computes with masks. */
  readonly nested: boolean;
  /** The mask that it is given by name, as Keras 3 writes it. */
  readonly mask?: Mask;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** They hand on the mask of their input in both. */
const PASS = words(
  'Dense Activation Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise GaussianDropout AlphaDropout ' +
    'ReLU PReLU BatchNormalization LayerNormalization TimeDistributed Identity',
);
/** They do so in Keras alone. */
const PASS_IN_KERAS = words('LeakyReLU ELU ThresholdedReLU Softmax');
const MERGE = words('Add Multiply Average Maximum Minimum Subtract Concatenate');
const RECURRENT = words('RNN SimpleRNN GRU LSTM ConvLSTM2D Bidirectional');
/** They compute with the mask in Keras, and without it in tf.js. */
const HEEDED_IN_KERAS = words('GlobalAveragePooling1D Softmax');

/** Whether anything within makes or uses masks. */
export const usesMasks = (model: Json): boolean =>
  /"mask_zero":true|"class_name":"(Masking|RNN|SimpleRNN|GRU|LSTM|ConvLSTM2D|Bidirectional|GlobalAveragePooling1D|Softmax)"/.test(
    JSON.stringify(model),
  );

export function checkMasks(context: Context, calls: readonly Call[]): void {
  if (!context.masks) return;
  const known = new Map<string, Masks>();
  const before = new Map<string, ReadonlySet<string>>();
  const ordered = inOrder(calls);
  for (const call of ordered) {
    const given = call.inputs.map(input => known.get(input) ?? NONE);
    known.set(call.output, result(context, call, given));
    before.set(call.output, new Set(call.inputs.flatMap(input => [input, ...(before.get(input) ?? [])])));
  }
  for (const call of ordered) {
    const [first = NONE] = call.inputs.map(input => known.get(input) ?? NONE);
    /** What tf.js may have used last, when it comes here. */
    const stale = ordered
      .filter(other => other !== call && !before.get(other.output)!.has(call.output))
      .flatMap(other => known.get(other.inputs[0] ?? '')?.tfjs ?? []);
    checkCall(context, call, first, new Set(stale));
  }
}

function checkCall(context: Context, call: Call, given: Masks, stale: ReadonlySet<Mask>): void {
  const {layer, nested, mask: keras = given.keras} = call;
  const label = `The layer '${layer.name}' (${layer.class_name})`;
  if (HEEDED_IN_KERAS.has(layer.class_name) && keras) {
    context.report(`${label} is called on masked steps, which Keras leaves out and tf.js does not.`);
  }
  if (!RECURRENT.has(layer.class_name) && !nested) return;
  const used = given.tfjs ? [given.tfjs] : [...stale];
  const same = used.every(mask => mask === keras && mask !== MIXED) && (used.length > 0 || !keras);
  if (same && !(nested && keras)) {
    if (keras && sequences(layer) && layer.class_name === 'Bidirectional') {
      context.report(`${label}: where a step is masked, Keras gives zeros and tf.js the step before.`);
    }
    return;
  }
  context.report(
    keras
      ? `${label} is called on masked steps, and tf.js would not hand it the mask that Keras does.`
      : `${label} is called on steps without a mask, and tf.js may hand it the mask of another layer.`,
  );
}

function result(context: Context, {layer, nested, inputs}: Call, given: readonly Masks[]): Masks {
  const {class_name: className, config} = layer;
  const [first = NONE] = given;
  const one = (keras: Mask, tfjs = keras): Masks => ({keras, tfjs});
  if (className === 'Embedding') return one(config['mask_zero'] === true ? originOf(0, inputs[0]!) : null);
  if (className === 'Masking') return one(originOf(config['mask_value'] ?? 0, inputs[0]!));
  if (PASS.has(className)) return first;
  if (PASS_IN_KERAS.has(className)) return one(first.keras, null);
  if (MERGE.has(className)) {
    const all = given.map(each => each.keras);
    const some = new Set(all.filter(mask => mask !== null));
    // Keras 2 leaves out the inputs without a mask; Keras 3 then makes none.
    if (!some.size || (context.keras === 3 && all.includes(null))) return one(null, some.size ? MIXED : null);
    const keras = some.size === 1 ? [...some][0]! : MIXED;
    const same = className === 'Concatenate' && [-1, undefined].includes(config['axis'] as number | undefined);
    return one(keras, same && !all.includes(null) ? keras : MIXED);
  }
  if (RECURRENT.has(className)) return sequences(layer) ? first : NONE;
  // A nested model, or a layer of the user's, of which it is not known; others end it.
  const unknown = first.keras !== null && (nested || className.includes('>'));
  return unknown ? one(MIXED, null) : NONE;
}

const originOf = (value: Json, input: string): string => `${JSON.stringify(value)} of ${input}`;

/** Whether a recurrent layer gives all steps, so that a mask goes on. */
function sequences({config}: {config: JsonObject}): boolean {
  const inner = config['layer'] ?? null;
  return config['return_sequences'] === true || (isSerialized(inner) && sequences(inner));
}

/** Each call behind those whose results it takes. */
function inOrder(calls: readonly Call[]): Call[] {
  const makers = new Map(calls.map(call => [call.output, call]));
  const ordered = new Set<Call>();
  const visit = (call: Call): void => {
    if (ordered.has(call)) return;
    for (const input of call.inputs) {
      const maker = makers.get(input);
      if (maker && maker !== call) visit(maker);
    }
    ordered.add(call);
  };
  calls.forEach(visit);
  return [...ordered];
}

/** The mask that such operations make, of one layer's input: `not_equal(x, 0)`, or of that `any`. */
export function maskOf(layers: readonly LayerJson[], tensor: string): Mask {
  const layer = layers.find(({name}) => tensor === `${name}/0/0`);
  const [node = null] = listOf(layer?.['inbound_nodes']);
  const [input = null, value = null] = isObject(node) ? listOf(node['args']) : [];
  if (layer?.class_name === 'NotEqual' && typeof value === 'number') return originOf(value, tensorName(input));
  const ofOne = layer?.class_name === 'Any' && layer.config['axis'] === -1;
  return ofOne ? maskOf(layers, tensorName(input)) : MIXED;
}

const tensorName = (tensor: Json): string =>
  isObject(tensor) && isObject(tensor['config']) ? [tensor['config']['keras_history']].flat().join('/') : '';

/** Of each call, the mask that it is given by name; undefined where it is given none. */
export const masksOf = (layers: readonly LayerJson[], nodes: Json): (Mask | undefined)[] =>
  listOf(nodes).map(node => {
    const mask = isObject(node) && isObject(node['kwargs']) ? (node['kwargs']['mask'] ?? null) : null;
    return mask === null ? undefined : maskOf(layers, tensorName(mask));
  });

/** Keras 3 writes how it made a mask into a functional model: operations that nothing but masks are made with. */
export function maskOperations(layers: readonly LayerJson[], ends: Json): ReadonlySet<string> {
  const candidates = new Set(layers.filter(layer => OPERATIONS.has(layer.class_name)).map(layer => layer.name));
  /** Layers that take something of it otherwise than as a mask. */
  const usersOf = (name: string) =>
    layers.filter(layer => mentions(withoutMasks(layer['inbound_nodes'] ?? null), name)).map(layer => layer.name);
  for (let changed = true; changed;) {
    changed = false;
    for (const name of candidates) {
      if (mentions(ends, name) || usersOf(name).some(user => !candidates.has(user))) {
        candidates.delete(name);
        changed = true;
      }
    }
  }
  return candidates;
}
const OPERATIONS = words('NotEqual Any LogicalAnd LogicalOr All');

/** Whether a tensor of that layer is somewhere in it. */
function mentions(value: Json, name: string): boolean {
  if (Array.isArray(value)) {
    return value[0] === name && typeof value[1] === 'number' ? true : value.some(each => mentions(each as Json, name));
  }
  return isObject(value) && Object.values(value).some(each => mentions(each, name));
}

/** Calls without the masks that are given by name. */
const withoutMasks = (nodes: Json): Json =>
  Array.isArray(nodes)
    ? nodes.map((node: Json) => {
        if (!isObject(node) || !isObject(node['kwargs'])) return node;
        const {mask: _mask, ...kwargs} = node['kwargs'];
        return {...node, kwargs};
      })
    : nodes;

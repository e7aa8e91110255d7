/** Which tensors a layer is called on, in the forms in which Keras writes it; and whether tf.js can build it. */

import {RectifierError, show} from '../../errors';
import type {Context} from './context';
import {isNumber, isObject, type Json, type JsonObject, type LayerJson} from './json';

/** A layer's output: its name, which call of it, which of its outputs. */
export type Reference = readonly [layer: string, node: number, tensor: number];
/** One call of a layer. */
export type Node = readonly Reference[];

export const isReference = (value: Json): value is readonly Json[] & Reference =>
  Array.isArray(value) && typeof value[0] === 'string' && isNumber(value[1]) && isNumber(value[2]);

/** Whether calls are written as Keras 3 does, which counts those of a nested model from 0 where tf.js has 1. */
export const isKeras3Node = (node: Json): node is JsonObject => isObject(node) && 'args' in node;

/** `inbound_nodes`, as Keras 2 and Keras 3 have it. */
export function readNodes(
  context: Context,
  {name, class_name}: LayerJson,
  given: Json,
  masks: ReadonlySet<string> = new Set(),
): Node[] {
  const where = `The layer '${name}' (${class_name})`;
  if (given === null) return [];
  if (!Array.isArray(given)) throw new RectifierError(`${where}: inbound_nodes is ${show(given)}; it must be a list.`);
  const nodes = given as readonly Json[];
  // One call with a list that is missing around it: as it stands, tf.js would look for the first letter for ever.
  if (nodes.length && nodes.every(isReference)) {
    if (nodes.length > 1 && !MERGES.includes(class_name)) {
      throw new RectifierError(
        `${where}: inbound_nodes is flattened, so that one call on ${nodes.length} tensors and as many calls look alike.`,
      );
    }
    return [nodes.map(each => readReference(context, each, where))];
  }
  return nodes.map(node =>
    isKeras3Node(node) ? readCall(context, withoutMask(node, masks), where) : readList(context, node, where),
  );
}

/** Without a mask that Keras made by itself, as tf.js does too. */
function withoutMask(node: JsonObject, masks: ReadonlySet<string>): JsonObject {
  const {mask = null, ...kwargs} = isObject(node['kwargs']) ? node['kwargs'] : {};
  const given = [mask].flat() as Json[];
  const own = given.every(each => each === null || (isTensor(each) && masks.has(historyOf(each)[0])));
  return own && mask !== null ? {...node, kwargs} : node;
}

const MERGES = ['Add', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot'];

/** Keras 2: `[["dense", 0, 0, {}], ...]`. */
function readList(context: Context, node: Json, where: string): Node {
  const references = flatten(node, isReference);
  if (!references.every(isReference)) throw new RectifierError(`${where}: ${show(node)} is no call of a layer.`);
  return references.map(each => readReference(context, each, where));
}

function readReference(context: Context, reference: Reference & readonly Json[], where: string): Reference {
  const [layer, node, tensor, kwargs = null] = reference as unknown as [string, number, number, Json?];
  if (isObject(kwargs)) checkArguments(context, kwargs, where);
  return [layer, node, tensor];
}

/** Keras 3: `{"args": [...], "kwargs": {...}}`. */
function readCall(context: Context, {args = [], kwargs = {}}: JsonObject, where: string): Node {
  const {initial_state: initialState = null, ...rest} = isObject(kwargs) ? kwargs : {};
  checkArguments(context, rest, where);
  const values = flatten([args, initialState], isTensor).filter(value => value !== null);
  const other = values.find(value => !isTensor(value));
  if (other !== undefined) {
    throw new RectifierError(`${where} is called on ${show(other)}, which is no tensor, so tf.js cannot call it.`);
  }
  return values.map(value => {
    const history = historyOf(value);
    if (!isReference(history)) throw new RectifierError(`${where}: ${show(value)} has no keras_history.`);
    const [layer, node, tensor] = history as unknown as Reference;
    return [layer, node, tensor];
  });
}

const historyOf = (tensor: Json) =>
  (((tensor as JsonObject)['config'] as JsonObject)['keras_history'] ?? [null]) as readonly Json[] as Reference;

const isTensor = (value: Json): boolean =>
  isObject(value) && value['class_name'] === '__keras_tensor__' && isObject(value['config']);

/** Nested lists and dictionaries as one list. Keras takes dictionaries in the order of their keys. */
function flatten(value: Json, isLeaf: (value: Json) => boolean): Json[] {
  if (isLeaf(value)) return [value];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(each => flatten(each, isLeaf));
  if (!isObject(value) || 'class_name' in value) return [value];
  return Object.keys(value)
    .sort()
    .flatMap(key => flatten(value[key]!, isLeaf));
}

/** tf.js does not heed what a layer was called with besides tensors. */
function checkArguments(context: Context, kwargs: JsonObject, where: string): void {
  for (const [key, value] of Object.entries(kwargs)) {
    // `training: false` is what predict does anyway.
    if (value === null || (key === 'training' && value === false)) continue;
    context.report(`${where} is called with ${key} = ${show(value)}, which tf.js does not heed.`);
  }
}

/** `input_layers` and `output_layers`: a reference, a list or a dictionary of them. */
export function readEnds(given: Json, where: string): Reference[] {
  const references = flatten(given, isReference);
  if (!references.length || !references.every(isReference)) {
    throw new RectifierError(`${where} is ${show(given)}; it must name layers: [['dense', 0, 0]].`);
  }
  return references.map(([layer, node, tensor]) => [layer, node, tensor]);
}

/** What the check needs to know of a layer. */
export interface Vertex {
  readonly name: string;
  /** Calls that it has from the beginning: an input and a nested model have one. */
  readonly calls: number;
  readonly nodes: readonly Node[];
}

/** Throws where tf.js would wait for ever for a tensor that nothing makes. */
export function checkGraph(vertices: readonly Vertex[], ends: readonly Reference[], where: string): void {
  const calls = new Map(vertices.map(({name, calls}) => [name, calls]));
  if (calls.size < vertices.length) throw new RectifierError(`${where} has two layers of one name.`);
  /** Calls that wait for that one. */
  const waiting = new Map<string, [name: string, node: Node][]>();
  const ready: [name: string, node: Node][] = [];
  const enqueue = (name: string, node: Node): void => {
    const missing = node.find(([layer, index]) => !(index < (calls.get(layer) ?? -1)));
    if (!missing) ready.push([name, node]);
    else {
      const key = JSON.stringify([missing[0], missing[1]]);
      waiting.set(key, [...(waiting.get(key) ?? []), [name, node]]);
    }
  };
  for (const {name, nodes} of vertices) for (const node of nodes) if (node.length) enqueue(name, node);
  for (let next = ready.pop(); next; next = ready.pop()) {
    const [name] = next;
    const made = calls.get(name)!;
    calls.set(name, made + 1);
    const key = JSON.stringify([name, made]);
    const woken = waiting.get(key) ?? [];
    waiting.delete(key);
    for (const [each, node] of woken) enqueue(each, node);
  }
  const [stuck] = waiting.values();
  const missing = stuck?.[0]?.[1].find(([layer, index]) => !(index < (calls.get(layer) ?? -1)));
  const wanted = missing ?? ends.find(([layer, index]) => !(index < (calls.get(layer) ?? -1)));
  if (wanted) {
    throw new RectifierError(
      `${where}: ${stuck ? `the layer '${stuck[0]![0]}'` : 'its output'} needs call ${wanted[1]} of the layer ` +
        `'${wanted[0]}', which ${calls.has(wanted[0]) ? 'is never made' : 'does not exist'}.`,
    );
  }
}

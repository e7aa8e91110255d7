/** Sequential and functional models, nested ones too: every layer as tf.js loads it, and how the calls connect them. */

import {RectifierError, show} from '../../errors';
import type {Context} from './context';
import {
  checkGraph,
  isKeras3Node,
  isReference,
  readEnds,
  readNodes,
  type Node,
  type Reference,
  type Vertex,
} from './graph';
import {
  isObject,
  isSerialized,
  kerasSnake,
  layerJson,
  type Json,
  type JsonObject,
  type LayerJson,
  type Serialized,
} from './json';
import {readLayer} from './layers';
import {withoutLambda} from './operations';
import {checkMasks, maskOperations, masksOf, usesMasks, type Call} from './masks';

/** Where weights go: a layer, or a model with layers. */
export interface Place {
  /** What Keras calls it, and what it is called here: names of layers in nested models need not differ in Keras. */
  readonly kerasName: string;
  readonly name: string;
  /** Its name in the paths of a .keras file. */
  readonly key: string;
  /** As Keras wrote it. */
  readonly given: LayerJson;
  /** As tf.js gets it; null for a model. */
  readonly layer: Serialized | null;
  readonly inside: readonly Place[];
}

const FUNCTIONAL = ['Functional', 'Model'];
const isModel = (className: string): boolean => className === 'Sequential' || FUNCTIONAL.includes(className);

/** The model, and its place; `names` are those that are taken by layers outside of it. */
export function readModel(context: Context, given: Json): {model: Serialized; place: Place} {
  // The oldest Sequential models have a list of layers as their config.
  const old = given as {class_name?: Json; config?: Json} | null;
  const json = Array.isArray(old?.config) ? {...old, config: {layers: old.config}} : given;
  if (!isSerialized(json) || !isModel(json.class_name)) {
    throw new RectifierError(
      `The topology is ${show(isSerialized(json) ? json.class_name : json)}, which is no Sequential or functional ` +
        'model. Of a subclassed model Keras does not write the layers: build it as a functional one.',
    );
  }
  const {model, place} = read(context, layerJson(withName(json), 'The topology'), 'model', new Set(), true);
  return {model, place};
}

const withName = ({config, ...rest}: Serialized): Serialized => ({
  ...rest,
  config: {...config, name: typeof config['name'] === 'string' && config['name'] ? config['name'] : 'model'},
});

function read(context: Context, given: LayerJson, key: string, names: Set<string>, top: boolean) {
  const {class_name: className, config, name} = given;
  const where = `The model '${name}'`;
  if (!Array.isArray(config['layers'])) {
    throw new RectifierError(`${where}: layers is ${show(config['layers'])}; it must be a list.`);
  }
  const all = (config['layers'] as readonly Json[]).map(each => withoutLambda(layerJson(each, where)));
  const masks = maskOperations(all, config['output_layers'] ?? null);
  const layers = all.filter(layer => !masks.has(layer.name));
  const keys = keysOf(layers);
  if (top) for (const layer of layers) names.add(layer.name);
  const members = layers.map((layer, index): Member => {
    if (isModel(layer.class_name)) {
      const nested = read(context, layer, keys[index]!, names, false);
      return {...nested, given: layer, name: layer.name, last: layer.name, json: [nested.model]};
    }
    const renamed = top ? layer.name : unused(names, layer.name, name);
    names.add(renamed);
    const {layer: own, behind} = readLayer(context, {...layer, name: renamed});
    const place = {kerasName: layer.name, name: renamed, key: keys[index]!, given: layer, layer: own, inside: []};
    return {
      place,
      given: layer,
      name: renamed,
      last: behind ? String(behind.config['name']) : renamed,
      json: behind ? [own, behind] : [own],
    };
  });
  const place: Place = {kerasName: name, name, key, given, layer: null, inside: members.map(each => each.place)};
  const rest =
    className === 'Sequential'
      ? sequential(context, config, members)
      : functional(context, config, members, all, masks, where);
  return {model: {class_name: className, config: {name, ...rest}}, place};
}

interface Member {
  readonly place: Place;
  readonly given: LayerJson;
  /** Its name here, and that of the layer whose output counts. */
  readonly name: string;
  readonly last: string;
  /** One or two layers. */
  readonly json: readonly Serialized[];
}

/** `dense`, `dense_1` ...: layers of one class counted in their order, whatever their names. */
function keysOf(layers: readonly LayerJson[]): string[] {
  const counts = new Map<string, number>();
  return layers.map(({class_name}) => {
    const key = kerasSnake(class_name.slice(class_name.lastIndexOf('>') + 1));
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count ? `${key}_${count}` : key;
  });
}

/** tf.js finds weights by the names of layers alone, so these must differ throughout. */
function unused(names: ReadonlySet<string>, name: string, model: string): string {
  let result = name;
  for (let i = 0; names.has(result); i++) result = `${model}_${name}${i ? `_${i}` : ''}`;
  return result;
}

function sequential(
  context: Context,
  {build_input_shape: shape = null}: JsonObject,
  members: readonly Member[],
): JsonObject {
  const calls = members.map(({given}, i) => ({
    layer: given,
    inputs: i ? [String(i - 1)] : [],
    output: String(i),
    nested: isModel(given.class_name) && usesMasks(given),
  }));
  checkMasks(context, calls);
  const layers = members.flatMap(({json}) => json);
  const [first] = layers;
  if (shape !== null && first && !isModel(first.class_name) && !('batch_input_shape' in first.config)) {
    layers[0] = {...first, config: {...first.config, batch_input_shape: shape}};
  }
  return {layers};
}

function functional(
  context: Context,
  config: JsonObject,
  members: readonly Member[],
  all: readonly LayerJson[],
  masks: ReadonlySet<string>,
  where: string,
): JsonObject {
  const byName = new Map(members.map(member => [member.given.name, member]));
  if (byName.size < members.length) throw new RectifierError(`${where} has two layers of one name.`);
  const nodesOf = (member: Member) => member.given['inbound_nodes'] ?? null;
  // A nested model has a call of its own before all others, which Keras 3 does not count.
  const offset = members.some(member => [nodesOf(member)].flat().some(node => isKeras3Node(node as Json))) ? 1 : 0;
  const here = ([layer, node, tensor]: Reference): Reference => {
    const member = byName.get(layer);
    return member
      ? [member.last, node + (isModel(member.given.class_name) ? offset : 0), tensor]
      : [layer, node, tensor];
  };
  const forMasks: Call[] = [];
  const connected = members.map(member => {
    const {given} = member;
    const called = readNodes(context, given, nodesOf(member), masks);
    const nested = isModel(given.class_name);
    const named = masksOf(all, nodesOf(member));
    for (const [i, node] of called.entries()) {
      forMasks.push({
        layer: given,
        inputs: node.map(reference => reference.join('/')),
        // Only the first result carries a mask.
        output: [given.name, i + (nested ? 1 - offset : 0), 0].join('/'),
        nested: nested && usesMasks(given),
        ...(named[i] !== undefined && {mask: named[i]}),
      });
    }
    const nodes = called.map(node => node.map(here));
    const [own, behind] = member.json as [Serialized, Serialized?];
    const calls = nodes.map((_, index): Node => [[member.name, index, 0]]);
    const vertices: Vertex[] = [{name: member.name, calls: callsAtFirst(own), nodes}];
    if (behind) vertices.push({name: member.last, calls: 0, nodes: calls});
    return {json: [own, ...(behind ? [behind] : [])], vertices};
  });
  checkMasks(context, forMasks);
  const inputs = readEnds(config['input_layers'] ?? null, `${where}: input_layers`).map(here);
  const outputs = readEnds(config['output_layers'] ?? null, `${where}: output_layers`).map(here);
  const vertices = connected.flatMap(each => each.vertices);
  checkGraph(vertices, [...inputs, ...outputs], where);
  const layers = connected.flatMap(({json, vertices}) =>
    json.map((layer, index) => ({
      ...layer,
      name: vertices[index]!.name,
      inbound_nodes: vertices[index]!.nodes.map(node => node.map(reference => [...reference, {}])),
    })),
  );
  return {layers, input_layers: inputs, output_layers: outputs};
}

const callsAtFirst = ({class_name}: Serialized): number => (class_name === 'InputLayer' || isModel(class_name) ? 1 : 0);

/** Of a model that tf.js saved, and that is left as it is: whether tf.js can build it. */
export function checkModel(given: Json): void {
  if (!isSerialized(given) || !FUNCTIONAL.includes(given.class_name)) {
    const layers = isSerialized(given) && given.class_name === 'Sequential' ? given.config['layers'] : null;
    if (Array.isArray(layers)) layers.forEach(layer => checkModel(layer as Json));
    return;
  }
  const where = `The model '${String(given.config['name'])}'`;
  const {layers} = given.config;
  if (!Array.isArray(layers)) throw new RectifierError(`${where}: layers is ${show(layers)}; it must be a list.`);
  const vertices = (layers as readonly Json[]).map((each): Vertex => {
    checkModel(each);
    const layer = layerJson(each, where);
    // tf.js finds layers by this name alone, and waits for ever for one that has it only in its config.
    if (!isObject(each) || each['name'] !== layer.name) {
      throw new RectifierError(`${where}: the layer '${layer.name}' has no name beside its config.`);
    }
    const nodes = layer['inbound_nodes'] ?? null;
    const isNode = (node: unknown) =>
      Array.isArray(node) && node.every(each => Array.isArray(each) && typeof each[0] === 'string');
    if (!Array.isArray(nodes) || !nodes.every(isNode)) {
      throw new RectifierError(
        `${where}: inbound_nodes of the layer '${layer.name}' is ${show(nodes)}, from which tf.js cannot build it.`,
      );
    }
    return {name: layer.name, calls: callsAtFirst(layer), nodes: nodes as unknown as Node[]};
  });
  checkGraph(
    vertices,
    [...endsOf(given.config, 'input_layers', where), ...endsOf(given.config, 'output_layers', where)],
    where,
  );
}

/** What tf.js itself writes for them, and all that it reads: of anything else its errors have no message. */
function endsOf(config: JsonObject, key: string, where: string): readonly Reference[] {
  const ends = config[key] ?? null;
  if (!Array.isArray(ends) || !ends.length || !ends.every(isReference)) {
    throw new RectifierError(`${where}: ${key} is ${show(ends)}; it must be a list of layers: [['dense', 0, 0]].`);
  }
  return ends;
}

/** Weights by their paths: which weight of which layer each one is, by the name that tf.js gives it. */

import {RectifierError, show} from '../../errors';
import {weightBytes, type WeightSpec} from '../weights';
import type {Context} from './context';
import {weightNames} from './custom';
import {kerasSnake, own, type Json, type JsonObject, type Serialized} from './json';
import {withoutDirection} from './layers';
import type {Place} from './model';

const KERNELS = 'kernel bias';
const CELL = 'kernel recurrent_kernel bias';

/** The weights of tf.js's layers, in Keras's order, which tf.js has too. */
const WEIGHTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'Dense Conv1D Conv2D Conv3D Conv2DTranspose Conv3DTranspose'.split(' ').map(name => [name, KERNELS]),
  ),
  ...Object.fromEntries(
    'SimpleRNN GRU LSTM ConvLSTM2D SimpleRNNCell GRUCell LSTMCell RectifierGRU RectifierGRUCell'
      .split(' ')
      .map(name => [name, CELL]),
  ),
  DepthwiseConv2D: 'depthwise_kernel bias',
  SeparableConv2D: 'depthwise_kernel pointwise_kernel bias',
  RectifierSeparableConv2D: 'depthwise_kernel pointwise_kernel bias',
  BatchNormalization: 'gamma beta moving_mean moving_variance',
  RectifierBatchNormalization: 'gamma beta moving_mean moving_variance',
  LayerNormalization: 'gamma beta',
  Embedding: 'embeddings',
  PReLU: 'alpha',
  RectifierPReLU: 'alpha',
};
/** Weights that a layer has only where its config says so. */
const OPTIONAL: Readonly<Record<string, string>> = {bias: 'use_bias', gamma: 'scale', beta: 'center'};

/** In a .keras file of a compiled model, beside its layers: not a part of it, and of no use to tf.js's optimizers. */
const OF_TRAINING = ['optimizer', 'metrics', 'loss', '_loss_tracker', '_compile_metrics'];

/** Renamed; null in the place of what is no weight: the state of a random generator, of an optimizer, of a metric. */
export function renameWeights(
  context: Context,
  specs: readonly WeightSpec[],
  model: Place,
  strict: boolean,
): (WeightSpec | null)[] {
  const taken = new Map<string, string>();
  return specs.map(spec => {
    if (spec.group === 'optimizer') return spec;
    if (typeof spec.name !== 'string') throw new RectifierError(`A weight has the name ${show(spec.name)}.`);
    const tokens = spec.name.replace(/:\d+$/, '').split(/[/\\]/);
    if (tokens.some(token => token.startsWith('seed_generator'))) return null;
    const named = inModel(context, model, tokens);
    // Some versions of Keras 3 write no layer: it is the one that has such a weight.
    const found = [...new Set(!named.length && tokens.length === 1 ? anywhere(context, model, tokens) : named)];
    if (!found.length && OF_TRAINING.includes(tokens[0]!)) return null;
    if (found.length > 1) {
      throw new RectifierError(`The weight ${show(spec.name)} may be ${found.map(show).join(' or ')}.`);
    }
    if (!found.length) {
      if (!strict) return spec;
      throw new RectifierError(`The weight ${show(spec.name)} belongs to no layer of the model.`);
    }
    const [name] = found as [string];
    if (taken.has(name)) {
      throw new RectifierError(`The weights ${show(taken.get(name))} and ${show(spec.name)} are both '${name}'.`);
    }
    taken.set(name, spec.name);
    return {...spec, name};
  });
}

/** What holds the layers in the paths of a .keras file. */
const HOLDERS = ['layers', '_layer_checkpoint_dependencies', 'layer_checkpoint_dependencies'];

function inModel(context: Context, model: Place, tokens: readonly string[]): string[] {
  const [first = '', second, ...rest] = tokens;
  if (HOLDERS.includes(first)) {
    const places = model.inside.filter(place => place.key === second);
    const names = places.flatMap(place => inPlace(context, place, rest));
    // Else it may be the name of a layer.
    if (names.length) return names;
  }
  const names = model.inside.flatMap(place => {
    // Keras 2 takes slashes in names.
    const own = place.kerasName.split('/');
    return own.every((part, i) => part === tokens[i]) ? inPlace(context, place, tokens.slice(own.length)) : [];
  });
  // Sequential models of Keras 3 put their own name before, functional ones do not.
  if (first === model.kerasName) names.push(...inModel(context, model, tokens.slice(1)));
  if (names.length) return names;
  return model.inside.filter(place => !place.layer).flatMap(place => inModel(context, place, tokens));
}

/** In those layers of which the weights are known: another may have one of any name. */
const anywhere = (context: Context, model: Place, tokens: readonly string[]): string[] =>
  model.inside.flatMap(place => {
    if (!place.layer) return anywhere(context, place, tokens);
    return own(WEIGHTS, place.layer.class_name) ? inPlace(context, place, tokens) : [];
  });

function inPlace(context: Context, place: Place, tokens: readonly string[]): string[] {
  if (!place.layer) return inModel(context, place, tokens);
  const name = inLayer(context, place.layer, tokens, place.given);
  return name === null ? [] : [`${place.name}/${name}`];
}

/** The name within the layer, or null. */
function inLayer(
  context: Context,
  layer: Serialized,
  tokens: readonly string[],
  given: JsonObject & Partial<Serialized>,
): string | null {
  const {class_name: className, config} = layer;
  const [first = '', ...rest] = tokens;
  const inner = (key: string): Serialized => config[key] as Serialized;
  const givenInner = (key: string) => (given.config?.[key] ?? {}) as JsonObject;
  const within = (key: string, own: string) => {
    const part = inner(key);
    return inLayer(context, part, first === own || first === part.config['name'] ? rest : tokens, givenInner(key));
  };
  switch (className) {
    case 'TimeDistributed':
      return within('layer', 'layer');
    case 'RNN':
      return within('cell', 'cell');
    case 'Bidirectional': {
      // A layer for the way back that is given apart keeps its own name.
      const back = (given.config?.['backward_layer'] as Partial<Serialized> | null | undefined)?.config?.['name'];
      const direction = first === back ? 'backward' : /^(forward|backward)_/.exec(first)?.[1];
      const name = direction ? inLayer(context, inner('layer'), rest, givenInner('layer')) : null;
      return name === null ? null : `${direction}_${withoutDirection(String(inner('layer').config['name']))}/${name}`;
    }
    case 'StackedRNNCells': {
      if (first === 'cells') return inCells(context, layer, rest, true);
      return inCells(context, layer, tokens, false);
    }
  }
  const names = WEIGHTS[className]?.split(' ').filter(name => config[OPTIONAL[name]!] !== false);
  // The cell has a name of its own in Keras: lstm/lstm_cell/kernel.
  if (
    names &&
    names[1] === 'recurrent_kernel' &&
    tokens.length > 1 &&
    (first === 'cell' || /_cell(_\d+)?$/.test(first))
  ) {
    return inLayer(context, layer, rest, {});
  }
  if (first === 'vars' && rest.length === 1) {
    const index = Number(rest[0]);
    return (names ?? askedNames(context, layer, given))[index] ?? null;
  }
  if (!names) return tokens.length ? tokens.join('/') : null;
  if (tokens.length !== 1) return null;
  const name = className === 'DepthwiseConv2D' && first === 'kernel' ? 'depthwise_kernel' : first;
  return names.includes(name) ? name : null;
}

function inCells(context: Context, {config}: Serialized, tokens: readonly string[], byClass: boolean): string | null {
  const cells = config['cells'] as unknown as readonly Serialized[];
  const [first, ...rest] = tokens;
  const counts = new Map<string, number>();
  for (const [index, cell] of cells.entries()) {
    const key = kerasSnake(cell.class_name.replace(/^Rectifier/, ''));
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    if (first !== (byClass ? `${key}${count ? `_${count}` : ''}` : cell.config['name'])) continue;
    const name = inLayer(context, cell, rest, {});
    return name === null ? null : `RNNCell_${index}/${name}`;
  }
  return null;
}

/** In a .keras file the weights of a layer have numbers, and only its class knows their names. */
function askedNames(context: Context, layer: Serialized, given: JsonObject): readonly string[] {
  const shape = (given['build_config'] as {input_shape?: Json} | undefined)?.input_shape;
  if (!Array.isArray(shape)) {
    throw new RectifierError(
      `The weights of the layer '${String(layer.config['name'])}' (${layer.class_name}) have numbers in place of names, ` +
        'and no build_config says for which input shape to build it. Save the model as .h5 before it is converted.',
    );
  }
  return weightNames(context, layer, shape as never);
}

/** Throws unless the weights take just what there is: before tf.js allocates anything by their shapes. */
export function checkSize(specs: readonly WeightSpec[], bytes: number): void {
  const expected = weightBytes(specs, 'The weights manifest');
  if (expected !== null && expected !== bytes) {
    throw new RectifierError(
      `The weights are ${bytes} bytes, but by the manifest's shapes they take ${expected}. ` +
        'The files are not those of this model, or cut off.',
    );
  }
}

/** The data without what became null in `specs`. */
export function dropWeights(
  given: readonly WeightSpec[],
  specs: readonly (WeightSpec | null)[],
  data: ArrayBuffer,
): ArrayBuffer {
  let offset = 0;
  const kept: Uint8Array[] = [];
  for (const [index, spec] of given.entries()) {
    const bytes = bytesOf(spec);
    if (specs[index]) kept.push(new Uint8Array(data, offset, bytes));
    offset += bytes;
  }
  const result = new Uint8Array(kept.reduce((sum, each) => sum + each.length, 0));
  offset = 0;
  for (const each of kept) {
    result.set(each, offset);
    offset += each.length;
  }
  return result.buffer;
}

function bytesOf(spec: WeightSpec): number {
  const bytes = weightBytes([spec], 'The weights manifest');
  if (bytes === null) throw new RectifierError(`The weight ${show(spec.name)} is of strings, which no layer has.`);
  return bytes;
}

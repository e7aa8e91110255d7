/** `replaceActivations`: a copy of a model with activations exchanged, which goes on learning from where it was. */

import type {Tf} from '../../tf';
import {activationName, appliedBy, canonicalName} from '../activation';
import {fail, show} from '../host';
import {checkModel, isChannelsFirst, leavesOf, type Config, type Layer, type Rx} from '../model';
import {anything, readOptions, refuse} from '../options';
import {checkSameShape, copyModel, fromConfig, type Copied} from './copy';
import {readTarget, WHERE, type Target} from './target';

interface Place {
  readonly layer: Layer;
  readonly name: string;
  readonly activation: string;
}
interface Options {
  readonly from?: string | readonly string[] | ((place: Place) => boolean);
  readonly to?: unknown;
  readonly config: Config;
  readonly filter?: (place: Place) => boolean;
}
const OPTIONS = {from: anything(), to: anything(), config: anything({}), filter: anything()};

/** tf.js's layers whose activation is the last that they do. */
const ACTIVATED_LAST = new Set([
  'Dense',
  'Conv1D',
  'Conv2D',
  'Conv3D',
  'Conv2DTranspose',
  'Conv3DTranspose',
  'SeparableConv2D',
  'DepthwiseConv2D',
]);
/** What configs call their activations. */
const KEYS = ['activation', 'recurrentActivation'];

export const createReplaceActivations = (tf: Tf, rx: Rx) =>
  function replaceActivations(given: unknown, options: object): Layer {
    const model = checkModel(given, WHERE);
    const {from, to, config, filter} = readOptions<Options>(WHERE, OPTIONS, options);
    const wanted = wantedBy(rx, from);
    const target = readTarget(tf, rx, to, config);
    const seen: string[] = [];
    let exchanged = 0;

    const isWanted = (place: Place): boolean => {
      seen.push(`${place.activation} (${place.name})`);
      if (!wanted(place) || (filter && !filter(place))) return false;
      exchanged++;
      return true;
    };
    /** A config with the activations in it exchanged, however deep: in cells, and in layers inside wrappers. */
    const exchangedIn = (each: unknown, layer: Layer, name: string): unknown => {
      if (Array.isArray(each)) return each.map(item => exchangedIn(item, layer, name));
      if (!isPlain(each)) return each;
      return Object.fromEntries(
        Object.entries(each).map(([key, value]: [string, unknown]) => {
          const given = KEYS.includes(key) && value ? activationName(value as string) : null;
          if (typeof given !== 'string') return [key, exchangedIn(value, layer, name)];
          const activation = canonicalName(rx, given);
          if (activation === 'linear' || !isWanted({layer, name, activation})) return [key, value];
          if (target.activation === null) {
            fail(
              WHERE,
              `${name} (${layer.getClassName()}) has ${activation} inside, where ${target.label} cannot learn. Leave it ` +
                `out, filter: ({name}) => name !== '${name}', or fix it: what rx.activation gives.`,
            );
          }
          return [key, target.activation];
        }),
      );
    };

    const taken = new Set(leavesOf(model).map(({layer}) => layer.name));
    const convert = (layer: Layer, path: string): Copied => {
      const own = layer.getConfig();
      const wrapped = layer.getClassName() === 'TimeDistributed' && !layer.layer!.layers ? layer.layer! : null;
      const applied = appliedBy(rx, layer);
      if (applied && (!applied.inner || ACTIVATED_LAST.has((wrapped ?? layer).getClassName()))) {
        const place = {layer, name: path, activation: applied.name};
        if (!isWanted(place)) return {layer: fromConfig(layer, own), keepsWeights: true};
        if (!applied.inner) return {layer: make(target, layer.name, true, layer), keepsWeights: false};
        const inside = (activation: Target['activation']) =>
          fromConfig(layer, wrapped ? withInner(own, activation) : {...own, activation});
        if (target.activation !== null) return {layer: inside(target.activation), keepsWeights: true};
        let name = `${layer.name}_${target.label}`;
        while (taken.has(name)) name += '_';
        taken.add(name);
        return {layer: inside('linear'), after: make(target, name, false, layer), keepsWeights: true};
      }
      return {layer: fromConfig(layer, exchangedIn(own, layer, path) as Config), keepsWeights: true};
    };
    return copyModel(tf, model, convert, () => {
      if (exchanged) return;
      const has = [...new Set(seen)].join(', ') || 'no activations';
      fail(WHERE, `nothing was exchanged: from is ${show(from)}, and the model has ${has}.`);
    });
  };

function make(target: Target, name: string, replaces: boolean, layer: Layer): Layer {
  const {shape} = layer.inboundNodes[0]!.outputTensors[0]!;
  // One value a channel, wherever the channels are.
  const sharedAxes = isChannelsFirst(layer) ? shape.slice(2).map((_, i) => i + 2) : null;
  const made = target.layer(name, sharedAxes && {sharedAxes});
  made.name = name;
  if (replaces && layer.batchInputShape) {
    made.batchInputShape = layer.batchInputShape;
    made.dtype = layer.dtype!;
  }
  checkSameShape(made, shape, WHERE);
  return made;
}

/** Whether something is an object literal; an instance of a class in a config stays what it is. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The config of a wrapper around a layer with another activation. */
function withInner(config: Config, activation: unknown): Config {
  const inner = config['layer'] as {config: Config};
  return {...config, layer: {...inner, config: {...inner.config, activation}}};
}

function wantedBy(rx: Rx, from: Options['from']): (place: Place) => boolean {
  if (typeof from === 'function') return from;
  const names = [from].flat();
  if (!names.length || !names.every(name => typeof name === 'string')) {
    refuse(WHERE, 'from', from, 'a name, a list of names, or a function of {layer, name, activation}');
  }
  const fold = (name: string) => canonicalName(rx, name).replace(/[_-]/g, '').toLowerCase();
  const wanted = new Set(names.map(name => fold(name as string)));
  return ({activation}) => wanted.has(fold(activation));
}

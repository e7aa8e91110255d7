/** `replaceActivations`: a copy of a model with activations exchanged, which goes on learning from where it was. */

import type {Tf} from '../../tf';
import {activationName, appliedBy, canonicalName, fold} from '../activation';
import {host} from '../host';
import {
  ACTIVATED_LAST,
  checkModel,
  isChannelsFirst,
  leavesOf,
  unwrapped,
  type Config,
  type Layer,
  type Model,
  type Rx,
} from '../model';
import {anything, readOptions} from '../options';
import {copyModel, type CopyOf} from './copy';
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

/** What configs call their activations. */
const KEYS = ['activation', 'recurrentActivation'];

export const createReplaceActivations = (tf: Tf, rx: Rx) =>
  function replaceActivations(given: unknown, options: object): Layer {
    const model = checkModel(given, WHERE);
    const {from, to, config, filter} = readOptions<Options>(WHERE, OPTIONS, options);
    const wanted = wantedBy(rx, from);
    const target = readTarget(tf, rx, to, config);
    const taken = new Set(leavesOf(model).map(({layer}) => layer.name));
    const seen = new Set<string>();
    const copies = new Map<Layer, readonly Layer[]>();
    /** Copies by the layers whose weights they have. */
    const kept = new Map<Layer, Layer>();
    let exchanged = false;

    const isWanted = (place: Place): boolean => {
      seen.add(`${place.activation} (${place.name})`);
      const is = wanted(place) && (!filter || filter(place));
      exchanged ||= is;
      return is;
    };
    /** A copy with the activations in its config exchanged, however deep: in cells, and in layers inside wrappers. */
    const copyWith = (layer: Layer, exchange: (activation: string) => unknown): Layer[] => {
      const by = (key: string, value: unknown) => {
        const inside = KEYS.includes(key) && value ? canonicalName(rx, activationName(value as string)) : 'linear';
        return inside === 'linear' ? undefined : exchange(inside);
      };
      const copy = fromConfig(layer, host.copyPlain(layer.getConfig(), by) as Config);
      kept.set(layer, copy);
      return [copy];
    };
    const convert = (layer: Layer, name: string): Layer[] => {
      const applied = appliedBy(rx, layer);
      if (!applied || (applied.inner && !ACTIVATED_LAST.test(unwrapped(layer).getClassName()))) {
        return copyWith(layer, activation => {
          if (!isWanted({layer, name, activation})) return;
          const what = `what replaces ${activation} inside ${name} (${layer.getClassName()})`;
          const wanted = 'fixed, as rx.activation gives it, or left out by filter';
          return target.activation ?? host.refuse(WHERE, what, target.label, wanted);
        });
      }
      if (!isWanted({layer, name, activation: applied.name})) return copyWith(layer, () => undefined);
      if (!applied.inner) return [make(target, layer.name, layer, true)];
      const copied = copyWith(layer, () => target.activation ?? 'linear');
      if (target.activation) return copied;
      let after = `${layer.name}_${target.label}`;
      while (taken.has(after)) after += '_';
      taken.add(after);
      return [...copied, make(target, after, layer, false)];
    };
    const copyOf =
      (prefix: string): CopyOf =>
      layer => {
        const path = prefix + layer.name;
        const made =
          copies.get(layer) ??
          (layer.layers ? [copyModel(tf, layer as Model, copyOf(`${path}/`))] : convert(layer, path));
        copies.set(layer, made);
        return made;
      };

    try {
      const result = copyModel(tf, model, copyOf(''));
      if (!exchanged) host.refuse(WHERE, 'from', from, 'what the model has and filter allows', [...seen]);
      for (const [layer, copy] of kept) copy.setWeights(layer.getWeights());
      return result;
    } catch (error) {
      // What was built has weights already.
      for (const made of [...copies.values()].flat())
        if (!made.layers) made.weights.forEach(weight => weight.dispose());
      throw error;
    }
  };

/** A new layer of the same class, from a config that the class itself has written. */
function fromConfig(layer: Layer, config: Config): Layer {
  const cls = layer.constructor as unknown as {fromConfig(cls: unknown, config: Config): Layer};
  return cls.fromConfig(cls, config);
}

/** A layer behind another one; if it `replaces` it, perhaps the first of a model. */
function make(target: Target, name: string, layer: Layer, replaces: boolean): Layer {
  const {shape} = layer.inboundNodes[0]!.outputTensors[0]!;
  // One value a channel, wherever the channels are.
  const sharedAxes = isChannelsFirst(layer) ? [...shape.keys()].slice(2) : null;
  const made = target.layer(name, sharedAxes && {sharedAxes});
  made.name = name;
  if (replaces && layer.batchInputShape) {
    made.batchInputShape = layer.batchInputShape;
    made.dtype = layer.dtype!;
  }
  const result = made.computeOutputShape(shape);
  if (host.show(result) !== host.show(shape)) {
    host.refuse(WHERE, `the shape behind ${made.getClassName()}`, result, `as before, ${host.show(shape)}`);
  }
  return made;
}

function wantedBy(rx: Rx, from: Options['from']): (place: Place) => boolean {
  if (typeof from === 'function') return from;
  const names = [from].flat();
  if (!names.length || !names.every(name => typeof name === 'string')) {
    host.refuse(WHERE, 'from', from, 'a name, a list of names, or a function of {layer, name, activation}');
  }
  const known = names.map(name => fold(canonicalName(rx, name as string)));
  return ({activation}) => known.includes(fold(activation));
}

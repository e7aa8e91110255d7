/**
 * tf.js applies a constraint to the weights that it loads, Keras only to those that it trains: weights that were set
 * otherwise would become others. Such a constraint is left out, so that the numbers are Keras's.
 */

import type {Tensor, Tf} from '../../tf';
import {weightBytes, type WeightSpec} from '../weights';
import type {Host} from './context';
import {isSerialized, toCamel, type Json, type JsonObject, type Serialized} from './json';

interface Constraint {
  apply(weight: unknown): Tensor;
}

/** Rounding when weights that fit are constrained again. */
const TOLERANCE = 1e-6;

/** The model without those constraints that its weights do not meet. */
export async function releaseConstraints(
  {tf}: Host,
  model: Serialized,
  specs: readonly WeightSpec[],
  data: ArrayBuffer,
): Promise<Serialized> {
  if (!/_constraint":[{"]/.test(JSON.stringify(model))) return model;
  const offsets = new Map<WeightSpec, number>();
  let end = 0;
  for (const spec of specs) {
    offsets.set(spec, end);
    end += weightBytes([spec], 'The weights manifest') ?? 0;
  }

  const isMet = async (spec: WeightSpec, given: Json): Promise<boolean> => {
    const start = offsets.get(spec)!;
    const bytes = data.slice(start, start + weightBytes([spec], 'The weights manifest')!);
    const constraint = constraintOf(tf, given);
    const [weight, constrained] = tf.tidy(() => {
      const {[spec.name]: decoded} = tf.io.decodeWeights(bytes, [spec]);
      return [decoded!, constraint.apply(decoded)];
    }) as [Tensor, Tensor];
    try {
      const [before, after] = await Promise.all([weight.data(), constrained.data()]);
      return before.every((value, i) => Math.abs(value - after[i]!) <= TOLERANCE * Math.max(1, Math.abs(value)));
    } finally {
      tf.dispose([weight, constrained]);
    }
  };

  /** @param owner the layer by whose name its weights are found */
  const release = async (config: JsonObject, owner: string): Promise<JsonObject> => {
    const entries = Object.entries(config).map(async ([key, value]): Promise<[string, Json]> => {
      const [, part] = /^(\w+)_constraint$/.exec(key) ?? [];
      if (!part || value === null) return [key, await inside(value, owner)];
      const weights = specs.filter(({name}) => name.startsWith(`${owner}/`) && WEIGHT(part).includes(last(name)));
      for (const spec of weights) if (!(await isMet(spec, value))) return [key, null];
      return [key, value];
    });
    return Object.fromEntries(await Promise.all(entries));
  };
  const inside = async (value: Json, owner: string): Promise<Json> => {
    if (Array.isArray(value)) return Promise.all((value as readonly Json[]).map(each => inside(each, owner)));
    if (!isSerialized(value)) return value;
    return {...value, config: await release(value.config, owner)};
  };
  const layers = async (given: Serialized): Promise<Serialized> => {
    const list = (given.config['layers'] as readonly Serialized[]).map(layer =>
      Array.isArray(layer.config['layers']) ? layers(layer) : inside(layer, String(layer.config['name'])),
    );
    return {...given, config: {...given.config, layers: await Promise.all(list)}};
  };
  return layers(model);
}

const last = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
/** `recurrent_constraint` is that of `recurrent_kernel`, `gamma_constraint` of `gamma`. */
const WEIGHT = (part: string): readonly string[] => [part, `${part}_kernel`];

/** tf.js exports no parser of constraints: a layer has one. */
function constraintOf(tf: Tf, given: Json): Constraint {
  const identifier = isSerialized(given)
    ? {
        className: given.class_name,
        config: Object.fromEntries(Object.entries(given.config).map(([key, value]) => [toCamel(key), value])),
      }
    : given;
  const layer = tf.layers.prelu({alphaConstraint: identifier as never, name: 'rectifier_parts'});
  return (layer as unknown as {alphaConstraint: Constraint}).alphaConstraint;
}

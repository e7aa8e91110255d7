/** A function of each element: op, layer and activation. */

import type {Definition} from '../activations/definition';
import {addFunction, described, layerFactory, register, type Added, type Installation} from '../installation';
import {activationConfig, activationName, createActivationClass} from '../layers/activation';
import {createLayerClass} from '../layers/pointwise';
import {pointwiseOp} from '../ops/pointwise';
import {toSnake} from '../parameters';
import type {Part} from '../types';
import {part} from './part';

export const pointwise = <const N extends string>(given: {readonly name: N}): Part<N> =>
  part(given.name, installation => {
    const definition = given as unknown as Definition;
    addFunction(
      installation,
      {kind: 'pointwise', activationName: activationName(definition), ...described(definition)},
      makePointwise(installation, definition),
    );
  });

/** With its names in the serialization map. */
export interface Made extends Added {
  readonly names: readonly string[];
}

/** Makes a function's op, layer and activation, and registers the classes. */
export function makePointwise(installation: Installation, definition: Definition): Made {
  const {tf, Base} = installation;
  const {className, aliases = []} = definition;
  const op = pointwiseOp(tf, definition);
  const layer = layerFactory(installation, createLayerClass(tf, definition, op), className);
  const bareName = activationName(definition);
  const spellings = new Set([bareName, toSnake(bareName), ...aliases]);
  const isFree = register(installation, createActivationClass(definition, op, Base), ...spellings);
  return {
    names: [className, ...spellings],
    op,
    layer,
    activation: (params = {}) => {
      isFree();
      return activationConfig(definition, params);
    },
  };
}

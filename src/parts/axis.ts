/** A function over an axis: op, layer, and an activation where it keeps the shape. */

import {addFunction, described, layerFactory, register} from '../installation';
import {axisActivationConfig, createAxisActivationClass, createAxisLayerClass} from '../layers/axis';
import type {AxisDefinition} from '../ops/axis/definition';
import {axisOp} from '../ops/axis/op';
import {toSnake} from '../parameters';
import type {Part} from '../types';
import {part} from './part';

export const overAxis = <const N extends string>(given: {readonly name: N}): Part<N> =>
  part(given.name, installation => {
    const {tf, Base} = installation;
    const definition = given as unknown as AxisDefinition;
    const {className, activationName = null} = definition;
    const op = axisOp(tf, definition);
    const layer = layerFactory(installation, createAxisLayerClass(tf, definition, op), className);
    const spellings = activationName ? [...new Set([activationName, toSnake(activationName)])] : [];
    const isFree =
      activationName && register(installation, createAxisActivationClass(definition, op, Base), ...spellings);
    const activation = (params = {}) => {
      if (isFree) isFree();
      return axisActivationConfig(definition, params);
    };
    addFunction(installation, {kind: 'axis', activationName, ...described(definition)}, {op, layer, activation});
  });

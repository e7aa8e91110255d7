/** A layer that is no function by itself. */

import {layerFactory, type Installation} from '../installation';
import type {Composite} from '../layers/composite/definition';
import {createCompositeClass} from '../layers/composite/layer';
import type {Tf} from '../tf';
import type {LayerInfo, Part} from '../types';
import {part} from './part';

/** @param createClass its class, where that is not made of the definition alone */
export const composite = <const N extends string>(
  described: {readonly name: N},
  createClass = (tf: Tf): LayerClass => createCompositeClass(tf, described as unknown as Composite),
): Part<N> => part(described.name, installation => addLayer(installation, described as never, createClass));

type LayerClass = new (config?: Record<string, unknown>) => object;

export function addLayer(
  installation: Installation,
  {name, className, params, summary, formula, reference}: Omit<LayerInfo, 'kind'>,
  createClass: (tf: Tf) => LayerClass,
): void {
  const {tf, rx} = installation;
  rx.layers[name] = layerFactory(installation, createClass(tf), className);
  rx.functions.set(name, {kind: 'layer', name, className, params, summary, formula, reference});
}

/** A layer that is no function by itself. */

import {described, layerFactory} from '../installation';
import type {Composite} from '../layers/composite/definition';
import {createCompositeClass} from '../layers/composite/layer';
import type {Tf} from '../tf';
import type {LayerInfo, Part} from '../types';
import {part} from './part';

type LayerClass = new (config?: Record<string, unknown>) => object;

/** @param createClass makes its class, where that is not made of the definition alone */
export const composite = <const N extends string>(
  given: {readonly name: N},
  createClass = (tf: Tf): LayerClass => createCompositeClass(tf, given as unknown as Composite),
): Part<N> =>
  part(given.name, installation => {
    const {tf, rx} = installation;
    const info: LayerInfo = {kind: 'layer', ...described(given as unknown as Composite)};
    rx.layers[info.name] = layerFactory(installation, createClass(tf), info.className);
    rx.functions.set(info.name, info);
  });

/** What activations are exchanged for: read from what the user gave. */

import type {Tf} from '../../tf';
import {fail, show, suggestion} from '../host';
import type {Config, Layer, Rx} from '../model';
import {refuse} from '../options';

export interface Target {
  readonly label: string;
  /** For `activation` in a config, where it learns nothing; else null. */
  readonly activation: string | {readonly className: string} | null;
  /** A new layer; `besides` is for those with a config of ours, where it does not say otherwise. */
  readonly layer: (name: string, besides: object | null) => Layer;
}

export const WHERE = 'replaceActivations';

/** For layers that are made to look at and never used. */
const PROBE = 'rectifier_parts';

export function readTarget(tf: Tf, rx: Rx, to: unknown, config: Config): Target {
  const isOurs = typeof to === 'string' && Object.hasOwn(rx.layers, to);
  const given = (isOurs ? {layer: rx.layers[to], activation: (params: object) => rx.activation(to, params)} : to) as
    Partial<Made> | null | undefined;
  if (typeof given?.layer === 'function' && typeof given.activation === 'function') {
    const make = given.layer;
    // What rx.define has made is pointwise.
    const info = isOurs ? rx.functions.get(to) : null;
    const isPointwise = !info || info.kind === 'pointwise' || info.kind === 'hinged';
    const probe = make({...config, name: PROBE});
    const learnable = probe.getConfig()['learnable'] as readonly string[] | undefined;
    const isActivation = !info || ('activationName' in info && info.activationName !== null);
    const isParameter = (key: string) => (info ? key in info.params : key !== 'learnable' && key !== 'sharedAxes');
    const params = Object.fromEntries(Object.entries(config).filter(([key]) => isParameter(key)));
    return {
      label: isOurs ? to : probe.getClassName(),
      layer: (name, besides) => make({...(isPointwise && besides), ...config, name}),
      activation: isActivation && !learnable?.length ? (given.activation(params) as Target['activation']) : null,
    };
  }
  if (typeof to === 'function') {
    return {
      label: 'activation',
      activation: null,
      layer: name => {
        const layer = (to as (config: object) => Layer | undefined)({...config, name});
        if (layer?.inboundNodes?.length === 0) return layer;
        return fail(WHERE, `to must return a new layer each time, but returned ${layer?.name ?? show(layer)}.`);
      },
    };
  }

  const label = typeof to === 'string' ? to : given?.className;
  if (typeof label !== 'string') {
    refuse(WHERE, 'to', to, 'a name, what rx.activation or rx.define gives, or a function that makes a layer');
  }
  if (Object.keys(config).length) {
    refuse(WHERE, 'config', config, `left out, as to is ${show(to)}`);
  }
  const layer = (name: string) => tf.layers.activation({activation: to as 'relu', name}) as unknown as Layer;
  try {
    layer(PROBE);
  } catch (error) {
    const hint = suggestion(label, Object.keys(rx.layers));
    fail(WHERE, `to must be a name of rx.layers or of tf.js, but is '${label}'.${hint}`, {cause: error});
  }
  return {label, activation: to as Target['activation'], layer};
}

/** What rx.define gives, and a className of what rx.activation gives. */
interface Made {
  readonly layer: (config: object) => Layer;
  readonly activation: (params: object) => object;
  readonly className: string;
}

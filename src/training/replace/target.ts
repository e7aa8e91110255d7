/** What activations are exchanged for: read from what the user gave. */

import type {Tf} from '../../tf';
import {host} from '../host';
import type {Config, Layer, Rx} from '../model';

export interface Target {
  readonly label: string;
  /** For `activation` in a config, where it learns nothing; else null. */
  readonly activation: string | {readonly className: string} | null;
  /** A new layer; `besides` is for those with a config of ours, where it does not say otherwise. */
  readonly layer: (name: string, besides: object | null) => Layer;
}

export const WHERE = 'replaceActivations';

/** What rx.define gives, and a className of what rx.activation gives. */
interface Made {
  readonly layer: (config: object) => Layer;
  readonly activation: (params: object) => Target['activation'];
  readonly className: string;
}

export function readTarget(tf: Tf, rx: Rx, to: unknown, config: Config): Target {
  const isOurs = typeof to === 'string' && Object.hasOwn(rx.layers, to);
  const given = (
    isOurs ? {layer: rx.layers[to], activation: (params: object) => rx.activation(to, params)} : to
  ) as Partial<Made> | null;
  const {layer: create, activation: activate} = given ?? {};
  if (create && activate) {
    // What rx.define has made is pointwise.
    const info = isOurs ? rx.functions.get(to) : null;
    const isPointwise = !info || info.kind === 'pointwise' || info.kind === 'hinged';
    const isActivation = isPointwise || ('activationName' in info && info.activationName);
    const isParameter = ([key]: [string, unknown]) =>
      info ? key in info.params : key !== 'learnable' && key !== 'sharedAxes';
    const probe = create({...config, name: WHERE});
    const learns = (probe.getConfig()['learnable'] as readonly string[] | undefined)?.length;
    return {
      label: isOurs ? to : probe.getClassName(),
      layer: (name, besides) => create({...(isPointwise && besides), ...config, name}),
      activation:
        isActivation && !learns ? activate(Object.fromEntries(Object.entries(config).filter(isParameter))) : null,
    };
  }
  if (typeof to === 'function') {
    return {
      label: 'activation',
      activation: null,
      layer: name => {
        const layer = (to as (config: object) => Layer | undefined)({...config, name});
        if (layer?.inboundNodes?.length === 0) return layer;
        return host.refuse(WHERE, 'what to returns', layer, 'a new layer each time');
      },
    };
  }

  const label = typeof to === 'string' ? to : given?.className;
  if (typeof label !== 'string') {
    host.refuse(WHERE, 'to', to, 'a name, what rx.activation or rx.define gives, or a function that makes a layer');
  }
  if (Object.keys(config).length) host.refuse(WHERE, 'config', config, `left out, as '${label}' takes none`);
  const layer = (name: string) => tf.layers.activation({activation: to as 'relu', name}) as unknown as Layer;
  try {
    layer(WHERE);
  } catch {
    host.refuse(WHERE, 'to', label, 'a name of rx.layers or of tf.js', Object.keys(rx.layers));
  }
  return {label, activation: to as Target['activation'], layer};
}

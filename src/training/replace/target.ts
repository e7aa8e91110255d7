/** What activations are exchanged for: read from what the user gave. */

import {RectifierError, show, suggestion} from '../../errors';
import type {Tf} from '../../tf';
import type {Config, Layer, Rx} from '../model';

export interface Target {
  readonly label: string;
  /** For `activation` in a config, where it learns nothing; else null. */
  readonly activation: string | {readonly className: string} | null;
  /** A new layer; `besides` is for those with a config of ours, where it does not say otherwise. */
  readonly layer: (name: string, besides: object | null) => Layer;
}

const where = 'replaceActivations';

export function readTarget(tf: Tf, rx: Rx, to: unknown, config: Config): Target {
  const stockLayer = (activation: unknown) => (name: string) =>
    tf.layers.activation({activation: activation as 'relu', name}) as unknown as Layer;
  const noConfig = (what: string) => {
    if (Object.keys(config).length) {
      throw new RectifierError(`${where}: ${what} takes no config, but received ${show(config)}.`);
    }
  };

  if (typeof to === 'string' && Object.hasOwn(rx.layers, to)) {
    const info = rx.functions.get(to);
    const hasActivation = info && 'activationName' in info && info.activationName !== null;
    const isPointwise = info?.kind === 'pointwise' || info?.kind === 'hinged';
    const make = (extra: object, besides: object | null | false = null) =>
      rx.layers[to]!({...besides, ...config, ...extra});
    return {
      label: to,
      layer: (name, besides) => make({name}, isPointwise && besides),
      activation:
        hasActivation && !learns(make({name: 'rectifier_parts'}))
          ? (rx.activation(to, only(config, Object.keys(info.params))) as Target['activation'])
          : null,
    };
  }
  if (typeof to === 'string') {
    noConfig(`'${to}', an activation of tf.js,`);
    try {
      stockLayer(to)('rectifier_parts');
    } catch (error) {
      throw new RectifierError(
        `${where}: to is '${to}', which neither rx.layers nor tf.js has.${suggestion(to, Object.keys(rx.layers))}`,
        {cause: error},
      );
    }
    return {label: to, activation: to, layer: stockLayer(to)};
  }
  const given = to as {layer?: unknown; activation?: unknown; className?: unknown; name?: string} | null | undefined;
  if (typeof given?.layer === 'function' && typeof given.activation === 'function') {
    const made = given as unknown as {layer: (config: object) => Layer; activation: (params: object) => object};
    const probe = made.layer({...config, name: 'rectifier_parts'});
    const fixed = ['learnable', 'sharedAxes'];
    const params = Object.keys(config).filter(key => !fixed.includes(key));
    return {
      label: probe.getClassName(),
      layer: (name, besides) => made.layer({...besides, ...config, name}),
      activation: learns(probe) ? null : (made.activation(only(config, params)) as Target['activation']),
    };
  }
  if (typeof to === 'function') {
    const make = to as (config: object) => unknown;
    return {
      label: 'activation',
      activation: null,
      layer: name => {
        const layer = make({...config, name}) as Layer | undefined;
        if (layer?.inboundNodes?.length === 0) return layer;
        throw new RectifierError(
          `${where}: to must return a new layer each time, but returned ${layer?.name ?? show(layer)}.`,
        );
      },
    };
  }
  if (typeof given?.className === 'string') {
    noConfig(`to, which rx.activation has made,`);
    return {label: given.className, activation: to as Target['activation'], layer: stockLayer(to)};
  }
  throw new RectifierError(
    `${where}: to must be a name, what rx.activation or rx.define gives, or a function that makes a layer, but is ${show(to)}.`,
  );
}

const learns = (layer: Layer): boolean => ((layer.getConfig()['learnable'] as unknown[] | undefined)?.length ?? 0) > 0;

const only = (config: Config, keys: readonly string[]): Config =>
  Object.fromEntries(Object.entries(config).filter(([key]) => keys.includes(key)));

/** Which activation a layer applies: as a layer of its own, or inside one that does something else first. */

import {host} from './host';
import type {Tensor} from '../tf';
import type {Layer, Rx} from './model';

export interface Applied {
  /** As in `rx.functions`, or tf.js's own name. */
  readonly name: string;
  /** Inside a layer that does something else first. */
  readonly inner: boolean;
  /** A function of each element apart. */
  readonly pointwise: boolean;
  readonly apply: (x: Tensor) => Tensor;
}

/** tf.js's layers that are activations. */
const STOCK = /^((Leaky|P|Thresholded)?ReLU|ELU|Softmax)$/;

/** What all spellings of a name have in common, in saved models too. */
export const fold = (name: string): string => name.replace(/^rectifier|[_-]/gi, '').toLowerCase();

/** The name under which a class name, or an activation string, is known. */
export function canonicalName(rx: Rx, given: string): string {
  const folded = fold(given === 'swish' ? 'silu' : given);
  const known = [...rx.functions.values()].find(info => [info.name, info.className].map(fold).includes(folded));
  return known ? known.name : given;
}

export const activationName = (activation: string | {readonly className?: string}): string =>
  typeof activation === 'string' ? activation : (activation.className ?? 'linear');

/** Null where it applies none, or none that can be seen, as in the cell of a recurrent layer. */
export function appliedBy(rx: Rx, layer: Layer): Applied | null {
  const className = layer.getClassName();
  if (className === 'TimeDistributed') return layer.layer!.layers ? null : appliedBy(rx, layer.layer!);
  const activation = Object.hasOwn(layer, 'activation') ? layer.activation : null;
  const isInside = typeof activation?.apply === 'function';
  const given = isInside ? activationName(activation.getClassName()) : className;
  if (isInside ? given === 'linear' : !isActivation(rx, layer)) return null;
  const name = canonicalName(rx, given);
  return {
    name,
    inner: isInside && className !== 'Activation',
    pointwise: rx.functions.get(name)?.kind !== 'axis' && name !== 'logSoftmax',
    apply: x => (isInside ? activation.apply(x) : [layer.call([x], {})].flat()[0]!),
  };
}

/** Whether a layer is an activation by itself. */
function isActivation(rx: Rx, layer: Layer): boolean {
  const className = layer.getClassName();
  const kind = [...rx.functions.values()].find(info => info.className === className)?.kind;
  const learns = kind !== 'layer' && host.isOurs(layer.constructor) && 'learnable' in layer.getConfig();
  return kind === 'axis' || learns || STOCK.test(className);
}

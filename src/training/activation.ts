/** Which activation a layer applies: as a layer of its own, or inside one that does something else first. */

import {isOurs} from '../host';
import type {Tensor} from '../tf';
import type {Activation, Layer, Rx} from './model';

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
const STOCK: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leakyRelu',
  PReLU: 'prelu',
  ELU: 'elu',
  ThresholdedReLU: 'thresholdedRelu',
  Softmax: 'softmax',
};
const OVER_AXIS = ['softmax', 'logSoftmax'];

/** The name under which a class name, or an activation string, is known. */
export function canonicalName(rx: Rx, given: string): string {
  for (const info of rx.functions.values()) {
    if (info.className === given || ('activationName' in info && info.activationName === given)) return info.name;
  }
  return STOCK[given] ?? (given === 'swish' ? 'silu' : given);
}

export const activationName = (activation: string | {className: string}): string =>
  typeof activation === 'string' ? activation : activation.className;

/** Null where it applies none, or none that can be seen, as in the cell of a recurrent layer. */
export function appliedBy(rx: Rx, layer: Layer): Applied | null {
  const className = layer.getClassName();
  const whole = (x: Tensor) => [layer.call([x], {})].flat()[0]!;
  if (className === 'TimeDistributed') return layer.layer!.layers ? null : appliedBy(rx, layer.layer!);
  if (Object.hasOwn(layer, 'activation') && typeof layer.activation?.apply === 'function') {
    const named = activationName(layer.activation.getClassName());
    if (named === 'linear') return null;
    const {activation} = layer as {activation: Activation};
    return describe(rx, named, className !== 'Activation', x => activation.apply(x));
  }
  const kind = [...rx.functions.values()].find(info => info.className === className)?.kind;
  const learns = isOurs(layer.constructor) && kind !== 'layer' && 'learnable' in layer.getConfig();
  return STOCK[className] || kind === 'axis' || learns ? describe(rx, className, false, whole) : null;
}

function describe(rx: Rx, given: string, inner: boolean, apply: Applied['apply']): Applied {
  const name = canonicalName(rx, given);
  const kind = rx.functions.get(name)?.kind;
  const pointwise = kind !== 'axis' && !OVER_AXIS.includes(name);
  return {name, inner, pointwise, apply};
}

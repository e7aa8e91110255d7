/** `rx.constraints.clamp`: a weight constraint that keeps every element within bounds. */

import {checkKeys, RectifierError, refuse, show} from '../errors';
import type {Tensor, Tf} from '../tf';
import type {ClampConfig} from '../types';

/** The class, a subclass of this tf's own Constraint, so that tf.js takes its instances. */
export function createClamp(tf: Tf) {
  // tf.js does not export the base class; every constraint has it as its prototype's prototype.
  const Base = Object.getPrototypeOf(tf.constraints.nonNeg().constructor) as new () => ReturnType<
    Tf['constraints']['nonNeg']
  >;
  return class Clamp extends Base {
    static readonly className = 'RectifierClamp';
    readonly #minValue: number | null;
    readonly #maxValue: number | null;

    constructor(config: ClampConfig) {
      super();
      const {minValue = null, maxValue = null} = checked(config);
      [this.#minValue, this.#maxValue] = [minValue, maxValue];
    }
    override apply(weight: Tensor): Tensor {
      return clampTensor(tf, weight, {minValue: this.#minValue, maxValue: this.#maxValue});
    }
    override getConfig() {
      return {minValue: this.#minValue, maxValue: this.#maxValue};
    }
  };
}

export function clampTensor(tf: Tf, tensor: Tensor, {minValue = null, maxValue = null}: ClampConfig): Tensor {
  return tf.tidy(() => {
    let result = tf.clone(tensor);
    if (minValue !== null) result = tf.maximum(result, minValue);
    if (maxValue !== null) result = tf.minimum(result, maxValue);
    return result;
  });
}

function checked(config: ClampConfig): ClampConfig {
  const where = 'rx.constraints.clamp';
  if (typeof config !== 'object' || config === null) {
    throw new RectifierError(`${where} received ${show(config)}; give {minValue: 0.1}, {maxValue: 1} or both.`);
  }
  const bounds = ['minValue', 'maxValue'] as const;
  checkKeys(where, config, [...bounds, 'customObjects'], bounds);
  for (const key of bounds) {
    const value = config[key];
    if (value !== undefined && value !== null && !Number.isFinite(value)) {
      refuse(where, key, value, 'a finite number or null');
    }
  }
  const {minValue = null, maxValue = null} = config;
  if (minValue === null && maxValue === null) {
    throw new RectifierError(`${where}: neither minValue nor maxValue is given; give at least one.`);
  }
  if (minValue !== null && maxValue !== null && minValue > maxValue) {
    throw new RectifierError(`${where}: minValue ${minValue} is greater than maxValue ${maxValue}.`);
  }
  return config;
}

/** The learning rate of an optimizer, whichever it is. */

import type {Tf} from '../tf';
import {host} from './host';

type Optimizer = InstanceType<Tf['Optimizer']>;
/** All of tf.js keep a number by this name; SGD and Momentum compute with a tensor that only the method renews. */
interface WithRate {
  learningRate?: unknown;
  setLearningRate?: (rate: number) => void;
}

export function getRate(optimizer: Optimizer): number {
  const {learningRate} = optimizer as WithRate;
  if (typeof learningRate === 'number') return learningRate;
  return host.refuse(`The optimizer ${optimizer.getClassName()}`, 'learningRate', learningRate, 'a number');
}

export function setRate(optimizer: Optimizer, rate: number): void {
  // Throws where there is none.
  if (getRate(optimizer) === rate) return;
  const target = optimizer as WithRate;
  if (typeof target.setLearningRate === 'function') target.setLearningRate(rate);
  else target.learningRate = rate;
}

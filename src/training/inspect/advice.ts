/** What is wrong with the numbers, and what helps, in plain words. */

import type {Measured} from './measure';
import {percent} from './report';

/** So few examples say little about units that never fire. */
const FEW = 64;
const CENTRE = 'smaller initial weights, normalised inputs, or a rectifier';
const CLIP = 'clip gradients (clipGradients)';

export function adviceFor(layers: readonly Measured[], examples: number): string[] {
  const advice: string[] = [];
  const few = examples < FEW ? ` (that is ${examples} example${examples > 1 ? 's' : ''}; take more to be sure)` : '';

  const broken = layers.find(({row}) => row.mean !== null && !Number.isFinite(row.mean + (row.variance ?? 0)));
  if (broken) {
    const {name} = broken.row;
    advice.push(
      `${name} is the first layer with NaN or infinite outputs: look for them in the data and its weights, lower the ` +
        `rate, ${CLIP}`,
    );
  }
  for (const {row, saturatedAbove} of layers) {
    const {name, activation, dead, saturation} = row;
    const bounded = saturatedAbove > 0.01;
    if (dead !== null && dead >= 0.1) {
      advice.push(
        bounded
          ? `${percent(dead)} of the units of ${name} lie where ${activation} is flat, on all of this data${few}: ${CENTRE}`
          : `${percent(dead)} of the units of ${name} never fire on this data${few}: a lower rate, He initialisation, ` +
              'or prelu (replaceActivations exchanges it)',
      );
    } else if (saturation !== null && bounded && saturation > 0.5) {
      advice.push(
        `${percent(saturation)} of what ${activation} of ${name} gets lies where it is flat, so little gradient passes: ` +
          CENTRE,
      );
    }
    const still = row.weights.filter(({gradient}) => gradient === null || gradient === 0).map(weight => weight.name);
    if (still.length && row.weights.some(({gradient}) => gradient !== null || row.inputGradient !== null)) {
      advice.push(`${name} gets no gradient in ${still.join(', ')}: see the layers behind it`);
    }
    const wild = row.weights.find(({gradient}) => gradient !== null && !Number.isFinite(gradient));
    if (wild) advice.push(`the gradient of ${name} in ${wild.name} is not finite: ${CLIP}`);
  }
  const graded = layers.filter(({row, gradientNorm}) => gradientNorm !== null && row.weights.length);
  const [first, last] = [graded[0], graded.at(-1)];
  if (first && last && first !== last) {
    const ratio = last.gradientNorm! / first.gradientNorm!;
    const way = `from ${last.row.name} to ${first.row.name}`;
    if (ratio > 1e3 && last.gradientNorm! > 0) {
      const much = Number.isFinite(ratio) ? `${ratio.toPrecision(1)} times` : 'to nothing';
      advice.push(
        `the gradient shrinks ${much} ${way}: He initialisation (heNormal), rectifiers in place of sigmoid and tanh, ` +
          'batch normalisation, or connections past layers',
      );
    } else if (ratio < 1e-3) {
      advice.push(
        `the gradient grows ${(1 / ratio).toPrecision(1)} times ${way}: smaller initial weights, batch normalisation, ` +
          `or ${CLIP}`,
      );
    }
  }
  return advice;
}

/** What is wrong with the numbers, and what helps, in plain words. */

import type {Measured} from './measure';
import {percent} from './report';

/** So few examples say little about units that never fire. */
const FEW = 64;
const REVIVE = 'a lower rate, He initialisation, or prelu (replaceActivations exchanges it)';
const CENTRE = 'smaller initial weights, normalised inputs, or a rectifier';
const CLIP = 'clip gradients (clipGradients)';
const CALM = `smaller initial weights, batch normalisation, or ${CLIP}`;
const CARRY = 'He initialisation, rectifiers, batch normalisation, or connections past layers';

export function adviceFor(layers: readonly Measured[], examples: number, isGraded: boolean): string[] {
  const advice: string[] = [];
  const few = examples < FEW ? ' (few examples: take more)' : '';

  const broken = layers.find(({row}) => !Number.isFinite(row.variance ?? 0));
  if (broken) {
    advice.push(
      `${broken.row.name} is the first layer with NaN or infinite outputs: look for them in the data and its weights, ` +
        `lower the rate, or ${CLIP}`,
    );
  }
  for (const {row, saturatedAbove} of layers) {
    const {name, activation, dead, saturation, weights} = row;
    const isBounded = saturatedAbove > 0.01;
    if (dead! >= 0.1) {
      const [what, help] = isBounded ? [`are where ${activation} is flat`, CENTRE] : ['never fire', REVIVE];
      advice.push(`${percent(dead)} of the units of ${name} ${what} on this data${few}: ${help}`);
    } else if (isBounded && saturation! > 0.5) {
      advice.push(`${percent(saturation)} of what ${activation} of ${name} gets lies where it is flat: ${CENTRE}`);
    }
    const still = weights.filter(({gradient}) => gradient === null || gradient === 0);
    if (isGraded && still.length) {
      advice.push(
        `${name} gets no gradient in ${still.map(weight => weight.name).join(', ')}: see the layers behind it`,
      );
    }
    const wild = weights.find(({gradient}) => !Number.isFinite(gradient ?? 0));
    if (wild) advice.push(`the gradient of ${name} in ${wild.name} is not finite: ${CLIP}`);
  }
  const graded = layers.filter(({row, gradientNorm}) => gradientNorm !== null && row.weights.length);
  if (graded.length > 1) {
    const [first, last] = [graded[0]!, graded.at(-1)!];
    const ratio = last.gradientNorm! / first.gradientNorm!;
    const [what, factor, help] = ratio > 1 ? ['shrinks', ratio, CARRY] : ['grows', 1 / ratio, CALM];
    if (factor > 1e3) {
      const times = `${factor.toPrecision(1)} times from ${last.row.name} to ${first.row.name}`;
      advice.push(`the gradient ${what} ${times}: ${help}`);
    }
  }
  return advice;
}

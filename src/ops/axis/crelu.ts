import {compute, join, programOf, resized} from './parts';
import {overAxis} from './definition';

const BOTH_SIDES = programOf(
  'crelu',
  ['x'],
  ({x}) => x!.relu(),
  ({x}) => x!.neg().relu(),
);

export const crelu = overAxis({
  name: 'crelu',
  className: 'CReLU',
  summary: 'Concatenated rectifier: the positive part, and beside it the negative part; it doubles the axis.',
  formula: '[\\max(x, 0),\\ \\max(-x, 0)]',
  reference: 'Shang et al. 2016, arXiv:1603.05201; TensorFlow crelu',
  params: {axis: {axis: 'one', default: -1, description: 'The axis that is doubled.'}},
  shape: (shape, [axis]) => resized(shape, axis!, shape[axis!] === null ? null : 2 * shape[axis!]!),
  compute: (tf, x, [axis]) => join(tf, compute(tf, BOTH_SIDES, [x], x.shape), axis!),
});

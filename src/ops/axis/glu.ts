/** Gated linear units: one half of the axis, gated by an activation of the other half. */

import type {Expression} from '../../expr/trace';
import {compute, halve, programOf, resized} from './parts';
import {overAxis} from './definition';

const gated = <const N extends string>(
  name: N,
  className: string,
  gate: string,
  tex: string,
  reference: string,
  act: (x: Expression) => Expression,
) => {
  // The gate is `x`: infinite values of it have limits, as in the activation itself.
  const program = programOf(name, ['x', 'value'], ({x, value}) => act(x!).mul(value!));
  return overAxis({
    name,
    className,
    summary: `One half of an axis times ${gate} of the other half, which opens and closes it; it halves the axis.`,
    formula: `a \\cdot ${tex}, \\quad [a, b] = x`,
    reference,
    params: {
      axis: {axis: 'one', default: -1, description: 'The axis that is halved. Its size must be even.'},
      gate: {
        default: 'second',
        choices: ['second', 'first'],
        description: 'The half that the activation is of: in PyTorch, JAX and Keras the second.',
      },
    },
    shape: (shape, [axis]) => {
      const size = shape[axis!]!;
      if (size !== null && size % 2)
        return `has ${size} channels, an odd number that has no halves. Make it ${size + 1}`;
      return resized(shape, axis!, size === null ? null : size / 2);
    },
    compute: (tf, x, [axis], {gate}) => {
      const [first, second] = halve(tf, x, axis!);
      const inputs = gate === 'second' ? [second!, first!] : [first!, second!];
      return compute(tf, program, inputs, first!.shape)[0]!;
    },
  });
};

const SHAZEER = 'Shazeer 2020, arXiv:2002.05202';

export const glu = gated(
  'glu',
  'GLU',
  'the sigmoid',
  '\\sigma(b)',
  'Dauphin et al. 2016, arXiv:1612.08083; Keras glu, PyTorch GLU, JAX glu',
  x => x.sigmoid(),
);
export const reglu = gated('reglu', 'ReGLU', 'relu', '\\max(b, 0)', SHAZEER, x => x.relu());
export const geglu = gated('geglu', 'GeGLU', 'the exact gelu', 'b \\Phi(b)', SHAZEER, x => x.mul(x.normalCdf()));
export const swiglu = gated('swiglu', 'SwiGLU', 'silu', 'b \\sigma(b)', SHAZEER, x => x.mul(x.sigmoid()));

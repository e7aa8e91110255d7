import type {Expression} from '../expr/trace';
import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const srelu = activation({
  name: 'srelu',
  className: 'SReLU',
  summary: 'Three lines: the identity between two thresholds, and a slope of its own beyond each, all of them learned.',
  formula: `\\begin{cases} t_r + a_r (x - t_r) & x > t_r \\\\ x & t_l < x \\le t_r \\\\ t_l + a_l (x - t_l) & x \\le t_l
    \\end{cases}`,
  reference: 'Jin et al. 2015, arXiv:1512.07030; keras-contrib SReLU, where tRight is a distance from tLeft',
  params: {
    tLeft: {default: 0, learned: true, description: 'Where the left line ends, t_l.'},
    aLeft: {default: 0.2, learned: true, description: 'Slope of the left line, a_l.'},
    tRight: {default: 1, learned: true, description: 'Where the right line begins, t_r.'},
    aRight: {default: 1, learned: true, description: 'Slope of the right line, a_r.'},
  },
  check: ({tLeft, tRight}) =>
    tLeft > tRight ? `tLeft must not be above tRight, but they are ${tLeft} and ${tRight}` : null,
  fn: (x, {tLeft, aLeft, tRight, aRight}) => {
    // Not t + a (x - t), which loses digits where it is near 0; and of a = 1 this is x to the last one.
    const line = (t: Expression, a: Expression) => x.mul(a).add(a.neg().add(1).mul(t));
    return line(tRight, aRight).where(x.greater(tRight), x.where(x.greater(tLeft), line(tLeft, aLeft)));
  },
});

export const oracle: Oracle = {
  pieces: [
    ['x > tRight', 'tRight + aRight * (x - tRight)'],
    ['x > tLeft', 'x'],
    ['True', 'tLeft + aLeft * (x - tLeft)'],
  ],
  limits: ['tLeft + aLeft * (x - tLeft)', 'tRight + aRight * (x - tRight)'],
  cases: [
    [-1, 0.1, 2, 0.3],
    [-0.5, -0.25, 0.5, 2],
    [0.25, 0, 4, 0],
  ],
  points: ['tLeft', 'tRight', 1.0000001, 0.99999994],
};

export const page: Page = {
  group: 'Of straight lines',
  symbols: {tLeft: 't_l', aLeft: 'a_l', tRight: 't_r', aRight: 'a_r'},
  derivative: '\\begin{cases} a_r & x > t_r \\\\ 1 & t_l < x \\le t_r \\\\ a_l & x \\le t_l \\end{cases}',
  plotted: [{}, {tLeft: -1, aLeft: 0, tRight: 1, aRight: 0}, {tLeft: -1, aLeft: 0.3, tRight: 1, aRight: 2}],
};

export const elsewhere: Elsewhere = {
  others:
    'keras-contrib: `SReLU(t_left_initializer="zeros", a_left_initializer=RandomUniform(0, 1), t_right_initializer=RandomUniform(0, 5), a_right_initializer="ones", shared_axes=None)`',
  differences:
    'keras-contrib stores tRight as its distance from tLeft, which here is the threshold itself: add tLeft to its weights.',
  defaults: 'Jin et al.: it starts as a leaky rectifier.',
};

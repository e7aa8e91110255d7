import {activation} from './definition';
import type {Elsewhere, Oracle, Page} from './notes';

export const aconC = activation({
  name: 'aconC',
  className: 'AconC',
  summary: 'Activate or not: a smooth maximum of two learned lines, which beta switches between linear and maximum.',
  formula: '(p_1 - p_2) x \\sigma(\\beta (p_1 - p_2) x) + p_2 x',
  reference: 'Ma et al. 2020, arXiv:2009.04759',
  params: {
    p1: {default: 1, learned: true, description: 'Slope of one line.'},
    p2: {default: 0, learned: true, description: 'Slope of the other.'},
    beta: {default: 1, learned: true, description: 'Sharpness of the switch.'},
  },
  // p1 s(v) + p2 s(-v) does not cancel in its tails, where the formula does: p2 x against -p2 x s(v). Near 0 it does, for
  // p1 and p2 of different signs: there as their mean and half their difference times an odd function. That piece
  // reaches nowhere where the signs are equal, or one is 0, so that kernels for a number of 0 leave it out.
  fn: (x, {p1, p2, beta}) => {
    const d = p1.sub(p2);
    const [mean, half] = [p1.add(p2).mul(0.5), d.mul(0.5)];
    const u = x.mul(d);
    const v = u.mul(beta);
    const near = v.abs().less(p1.mul(p2).neg().step());
    const odd = v.mul(0.5).tanh();
    const bell = v.logisticBell();
    // The derivative of v s(v), at v and -v, and its second derivative, which is even.
    const right = v.sigmoid().add(v.mul(bell));
    const left = v.neg().sigmoid().sub(v.mul(bell));
    const bend = bell.mul(v.mul(odd).neg().add(2));

    const turn = v.mul(bend);
    const dx = mean
      .add(half.mul(odd.add(v.mul(bell).mul(2))))
      .where(near, p1.mul(right).add(p2.mul(left)))
      .withDerivatives({
        x: bend.mul(beta).mul(d.square()),
        p1: right.add(turn),
        p2: left.sub(turn),
        beta: bend.mul(u).mul(d),
      });
    return x
      .mul(mean.add(half.mul(odd)))
      .where(near, x.mul(p1.mul(v.sigmoid()).add(p2.mul(v.neg().sigmoid()))))
      .withDerivatives({x: dx, p1: x.mul(right), p2: x.mul(left), beta: bell.mul(u).mul(u)});
  },
});

export const oracle: Oracle = {
  pieces: [['True', 'x * (p1 * sigmoid(beta * (p1 - p2) * x) + p2 * sigmoid(-1 * beta * (p1 - p2) * x))']],
  limits: ['acon_limit(x, p1, p2, beta)', 'acon_limit(x, p1, p2, beta)'],
  cases: [
    [1.2, -0.3, 2],
    [0.25, 1, 0.5],
    [0.5, 0.5, 1],
    [1, 0.1, 0],
  ],
};

export const page: Page = {
  group: 'Gated by a sigmoid',
  derivative: 'd \\sigma(v) (1 + v \\sigma(-v)) + p_2, \\quad v = \\beta d x, \\quad d = p_1 - p_2',
  plotted: [{}, {beta: 5}, {p1: 1.2, p2: -0.3, beta: 2}, {beta: 0}],
};

export const elsewhere: Elsewhere = {
  others: 'The authors’ PyTorch code: `AconC(width)`, p1 and p2 drawn from N(0, 1), beta 1, one of each a channel',
  differences: 'The same function from another start.',
  defaults:
    'The form that is swish, from which the paper starts; for a random start give `p1Initializer` and `p2Initializer`.',
};

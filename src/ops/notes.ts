/** What the reference page of apl says besides its definition: in no bundle. */

import type {Elsewhere} from '../activations/notes';

export const aplPage = {
  derivative: '\\begin{cases} 1 & x > 0 \\\\ 0 & x \\le 0 \\end{cases} - \\sum_{s : x \\le b_s} a_s',
  remark:
    'At 0 and at each b the left piece counts: a hinge is on at x = b. In a hinge’s parameters the derivatives are max(0, b - x) for a, and a for b where x <= b.',
  elsewhere: {
    others: 'The authors published a layer for Caffe',
    differences:
      'The authors learn hinges for each unit; `sharedAxes: []` does that, by default there is one value a channel.',
    defaults:
      'One hinge, which a layer learns: a starts within 0.5 / hinges of 0, b at N(0, 0.5). Agostinelli et al. take 1 to 5 hinges. The op has no defaults.',
  } satisfies Elsewhere,
};

/** The layers that are no functions by themselves. One is added here and in a file of its own. */

import type {Tf} from '../../tf';
import {alphaDropout} from './alphaDropout';
import type {Composite} from './definition';
import {dyRelu} from './dyRelu';
import {createFilterBank, filterBank} from './filterBank';
import {frelu} from './frelu';
import {createCompositeClass} from './layer';
import {metaAconC} from './metaAconC';

export const compositeCatalogue = {alphaDropout, filterBank, metaAconC, dyRelu, frelu} as const;

/** Each definition with its class. */
export const compositeClasses = (tf: Tf) =>
  Object.values(compositeCatalogue).map(definition => ({
    definition,
    Layer:
      definition === filterBank ? createFilterBank(tf) : createCompositeClass(tf, definition as unknown as Composite),
  }));

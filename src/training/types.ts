/** The public types of the training companions. */

import type {TfLike} from '../types';

/** What `training(rx)` returns. */
export interface Training<TF extends TfLike> {
  readonly tf?: TF;
}

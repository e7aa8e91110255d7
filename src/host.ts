/**
 * How entries know each other's: from `rx` back to the tf that it was installed for, which `rx` itself does not show, and
 * which classes are this package's.
 */

import {RectifierError, show} from './errors';
import type {Tf} from './tf';

/** Where `rectifiers(tf)` keeps its tf on `rx`, so that any copy of this entry finds it. */
export const HOST = Symbol.for('tfjs-rectifiers.tf');

export function hostOf(rx: unknown): Tf {
  const tf = (rx as {[HOST]?: Tf} | null | undefined)?.[HOST];
  if (!tf) {
    throw new RectifierError(
      `training(rx) received ${show(rx)}, not what rectifiers(tf) returns. Call training(rectifiers(tf)), with both ` +
        'entries from one version of tfjs-rectifiers.',
    );
  }
  return tf;
}

/** Marks classes of any copy of the plugin. */
export const OURS = Symbol.for('tfjs-rectifiers.class');
export const isOurs = (cls: unknown): boolean => typeof cls === 'function' && Object.hasOwn(cls, OURS);

/**
 * How entries know each other's: from `rx` back to the tf that it was installed for, and to helpers, which `rx` itself
 * does not show, and which classes are this package's.
 */

import type {refuse, show, suggestion} from './errors';
import type {toCamel} from './io/keras/json';
import type {copyPlain} from './layers/config';
import type {settingsOf} from './settings';
import type {Tf} from './tf';

/** What the main entry lends to others. They are of no use without it, so that one copy is enough for a page. */
export interface Host {
  readonly tf: Tf;
  readonly show: typeof show;
  readonly suggestion: typeof suggestion;
  readonly refuse: typeof refuse;
  readonly settingsOf: typeof settingsOf;
  readonly isOurs: typeof isOurs;
  readonly copyPlain: typeof copyPlain;
  readonly toCamel: typeof toCamel;
}

/**
 * Where `rectifiers(tf)` keeps it on `rx`, so that any copy of another entry finds it. A version that lends something else
 * has another symbol: entries of both do not find each other, and say so.
 */
export const HOST = Symbol.for('tfjs-rectifiers.host');

/** Marks classes of any copy of the plugin. */
export const OURS = Symbol.for('tfjs-rectifiers.class');
export const isOurs = (cls: unknown): boolean => typeof cls === 'function' && Object.hasOwn(cls, OURS);

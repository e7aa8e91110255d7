/** What `rx` lends: its tf, and the words in which messages show what was received. */

import {RectifierError} from '../errors';
import {HOST, type Host} from '../host';
import type {Tf} from '../tf';

/** That of whichever `rx` came last: they say the same. */
let words: Omit<Host, 'tf'>;

export const show: Host['show'] = value => words.show(value);
export const suggestion: Host['suggestion'] = (unknown, known) => words.suggestion(unknown, known);

/** Throws what says where it happened. */
export function fail(where: string, message: string, options?: {readonly cause: unknown}): never {
  throw new RectifierError(`${where}: ${message}`, options);
}

export function hostOf(rx: unknown): Tf {
  const host = (rx as {[HOST]?: Host} | null | undefined)?.[HOST];
  if (host) return (words = host).tf;
  return fail(
    'training(rx)',
    `rx must be what rectifiers(tf) of the same version returns, but is ${Object.prototype.toString.call(rx)}.`,
  );
}

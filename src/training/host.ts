/** What `rx` lends: its tf, the words in which messages show what was received, and helpers. */

import {RectifierError} from '../errors';
import {HOST, type Host} from '../host';
import type {Tf} from '../tf';

/** Of whichever `rx` came last: they all lend the same. */
let lent: Omit<Host, 'tf'>;

export const show: Host['show'] = value => lent.show(value);
export const suggestion: Host['suggestion'] = (unknown, known) => lent.suggestion(unknown, known);
export const copyPlain: Host['copyPlain'] = (value, exchange) => lent.copyPlain(value, exchange);
export const toCamel: Host['toCamel'] = word => lent.toCamel(word);

/** Throws what says where it happened. */
export function fail(where: string, message: string, options?: {readonly cause: unknown}): never {
  throw new RectifierError(`${where}: ${message}`, options);
}

export function hostOf(rx: unknown): Tf {
  const host = (rx as {[HOST]?: Host} | null | undefined)?.[HOST];
  if (host) return (lent = host).tf;
  return fail(
    'training(rx)',
    `rx must be what rectifiers(tf) of the same version returns, but is ${Object.prototype.toString.call(rx)}.`,
  );
}

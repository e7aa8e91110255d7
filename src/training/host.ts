/** What `rx` lends: its tf, the words in which messages show what was received, and helpers. */

import {RectifierError} from '../errors';
import {HOST, type Host} from '../host';
import type {Tf} from '../tf';

/** That of whichever `rx` came last: they all lend the same. */
export let host: Host;

export function hostOf(rx: unknown): Tf {
  const given = (rx as {[HOST]?: Host} | null | undefined)?.[HOST];
  if (given) return (host = given).tf;
  return fail(
    'training(rx)',
    `rx must be what rectifiers(tf) of the same version returns, but is of type ${typeof rx}.`,
  );
}

/** Throws what says where it happened. */
export function fail(where: string, message: string, options?: {readonly cause: unknown}): never {
  throw new RectifierError(`${where}: ${message}`, options);
}

/** What `rx` lends: its tf, the words in which messages show what was received, and helpers. */

import {RectifierError} from '../errors';
import {HOST, type Host} from '../host';
import type {Tf} from '../tf';

/** Those of whichever `rx` came last: they all lend the same. */
export let show: Host['show'];
export let suggestion: Host['suggestion'];
export let settingsOf: Host['settingsOf'];
export let copyPlain: Host['copyPlain'];
export let toCamel: Host['toCamel'];

export function hostOf(rx: unknown): Tf {
  const host = (rx as {[HOST]?: Host} | null | undefined)?.[HOST];
  if (!host) {
    const received = Object.prototype.toString.call(rx);
    fail('training(rx)', `rx must be what rectifiers(tf) of the same version returns, but is ${received}.`);
  }
  ({show, suggestion, settingsOf, copyPlain, toCamel} = host);
  return host.tf;
}

/** Throws what says where it happened. */
export function fail(where: string, message: string, options?: {readonly cause: unknown}): never {
  throw new RectifierError(`${where}: ${message}`, options);
}

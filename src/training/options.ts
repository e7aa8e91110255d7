/** What users pass to the companions, checked before anything is trained with it, as settings of layers are. */

import type {RuledSetting, Setting, Settings} from '../settings';
import {fail, host} from './host';

/** A setting by a rule of its own: it must be ... */
export const ruled = (allowed: string, fits: (value: never) => boolean, byDefault?: unknown): RuledSetting => ({
  allowed,
  fits: fits as RuledSetting['fits'],
  default: byDefault,
});
export const count = (byDefault: number) =>
  ruled('a whole number >= 0', (value: number) => Number.isInteger(value) && value >= 0, byDefault);
export const text = (allowed: string, byDefault: string) =>
  ruled(allowed, value => typeof value === 'string' && value !== '', byDefault);
/** Whatever it is, its user checks it. */
export const anything = (byDefault?: unknown) => ruled('', () => true, byDefault);

export const NO = {default: false};
export const VERBOSE = {choices: [0, 1], default: 0};
/** How often something is done. */
export const PERIOD = ruled(
  "'epoch' or a whole number of batches >= 1",
  value => value === 'epoch' || (Number.isInteger(value) && value > 0),
  'epoch',
);

/** The options, each with its default, also for null. An unknown key is an error that names the nearest known one. */
export function readOptions<T>(where: string, settings: Settings, given: unknown): T {
  if (typeof (given ?? {}) !== 'object' || Array.isArray(given)) {
    refuse(where, 'options', given, `an object of ${Object.keys(settings).join(', ')}`);
  }
  const options = Object.entries(given ?? {}).filter(([, value]) => value !== null);
  return host.settingsOf(settings, Object.fromEntries(options), where) as T;
}

/** The value, if it is what is wanted. */
export const check = <T>(where: string, name: string, value: T, setting: Setting): T =>
  host.settingsOf({[name]: setting}, {[name]: value}, where)[name] as T;

/** Throws what all messages of this kind say alike; `known` where one of these may be meant. */
export function refuse(where: string, name: string, value: unknown, wanted: string, known?: readonly string[]): never {
  fail(
    where,
    `${name} must be ${wanted}, but is ${host.show(value)}.${known ? host.suggestion(String(value), known) : ''}`,
  );
}

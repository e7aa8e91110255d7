/** What users pass to the companions, checked before anything is trained with it, as settings of layers are. */

import type {RuledSetting, Setting, Settings} from '../settings';
import {host} from './host';

/** A setting by a rule of its own: it must be ... */
export const ruled = (allowed: string, fits: (value: never) => boolean, byDefault?: unknown): RuledSetting => ({
  allowed,
  fits: fits as RuledSetting['fits'],
  default: byDefault,
});
export const text = (allowed: string, byDefault: string) =>
  ruled(allowed, value => typeof value === 'string' && value !== '', byDefault);
/** Whatever it is, its user checks it. */
export const anything = (byDefault?: unknown) => ruled('', () => true, byDefault);

export const NO = {default: false};
export const VERBOSE = {choices: [0, 1], default: 0};
/** How often something is done. */
export const PERIOD = ruled(
  "'epoch' or a whole number of batches",
  value => value === 'epoch' || (Number.isInteger(value) && value > 0),
  'epoch',
);

/** The options, each with its default, also for null. An unknown key is an error that names the nearest known one. */
export function readOptions<T>(where: string, settings: Settings, given: unknown): T {
  if (typeof (given ?? {}) !== 'object' || Array.isArray(given)) {
    host.refuse(where, 'options', given, 'an object', Object.keys(settings));
  }
  const options = Object.entries(given ?? {}).filter(([, value]) => value !== null);
  return host.settingsOf(settings, Object.fromEntries(options), where) as T;
}

/** The value, if it is what is wanted. */
export const check = <T>(where: string, name: string, value: T, setting: Setting): T =>
  host.settingsOf({[name]: setting}, {[name]: value}, where)[name] as T;

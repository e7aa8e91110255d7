/** Settings: reading and checking them alike, be they of functions over an axis, of layers, or of the companions of training. */

import type {NumberSpec, ParameterSpec} from './activations/definition';
import {checkKeys, refuse} from './errors';
import type {Setting as LayerSetting} from './layers/composite/definition';
import type {Setting as AxisSetting} from './ops/axis/definition';
import {allowed, mayBe} from './parameters';

/** What a value may be, and how messages say it: it must be ... */
export interface Rule {
  readonly allowed: string;
  readonly fits: (value: unknown) => boolean;
}
/** A kind that is there once has a rule of its own. */
export interface RuledSetting extends Rule {
  readonly default: unknown;
}
interface ChoiceSetting {
  readonly choices: readonly unknown[];
  readonly default: unknown;
}
type NumberSetting = Pick<NumberSpec, 'min' | 'max' | 'above'> & {readonly default?: number | null};
/** Without a default, it has to be given. */
export type Setting = AxisSetting | LayerSetting | RuledSetting | ChoiceSetting | NumberSetting;
export type Settings = Readonly<Record<string, Setting>>;
type Given = Readonly<Record<string, unknown>>;

/** All settings: the given ones checked, the others by default. An undefined one counts as left out. */
export function readSettings(settings: Settings, given: Given, where: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => {
      const value = given[name] === undefined ? setting.default : given[name];
      const rule = ruleOf(setting);
      if (!rule.fits(value)) refuse(where, name, value, rule.allowed);
      return [name, Array.isArray(value) ? [...(value as unknown[])] : value];
    }),
  );
}

/** The same, where nothing else may be given; what is allowed `besides` is only named. */
export function settingsOf(
  settings: Settings,
  given: Given,
  where: string,
  besides: readonly string[] = [],
): Record<string, unknown> {
  const known = Object.keys(settings);
  checkKeys(where, given, known, [...known, ...besides], 'setting');
  return readSettings(settings, given, where);
}

const isWhole = (value: unknown): boolean => Number.isInteger(value);
const isCount = (value: unknown): boolean => isWhole(value) && (value as number) > 0;

function ruleOf(setting: Setting): Rule {
  if ('fits' in setting) return setting;
  if ('axis' in setting) {
    const several = setting.axis === 'several';
    return {
      allowed: `a whole number${several ? ' or a list of them' : ''}, negative ones counting from the end`,
      fits: value => isWhole(value) || (several && Array.isArray(value) && value.length > 0 && value.every(isWhole)),
    };
  }
  if ('count' in setting) {
    const none = setting.default === null;
    const least = Number(setting.count);
    return {
      allowed: `a whole number from ${least}${none ? ', or null' : ''}`,
      fits: value => (isWhole(value) && (value as number) >= least) || (none && value === null),
    };
  }
  if ('sizes' in setting) {
    return {
      allowed: 'null or a list of whole numbers from 1 and nulls, one an axis',
      fits: value => value === null || (Array.isArray(value) && value.every(size => size === null || isCount(size))),
    };
  }
  if (typeof setting.default === 'boolean') {
    return {allowed: 'true or false', fits: value => typeof value === 'boolean'};
  }
  const spec = setting as ParameterSpec;
  return {allowed: allowed(spec), fits: value => mayBe(spec, value)};
}

/** A pointwise function with some values of its parameters, ready to be drawn. */

import {curve, type Curve, type Real} from './curve';
import {defaultsOf, type Entry, type Values} from './entry';
import {kinks, type Kink} from './kinks';
import type {PanelCurve} from './picture/panel';
import {plot} from './picture/plot';

export interface Drawn {
  readonly values: Values;
  readonly curve: Curve;
  readonly kinks: readonly Kink[];
}

export function draw(entry: Entry, values: Values): Drawn {
  const drawn = curve(entry.definition, values);
  return {values, curve: drawn, kinks: kinks(drawn)};
}

/** Of the function itself (0) or its derivative (1). */
export const panelCurve = ({curve: {derivatives}, kinks}: Drawn, order: 0 | 1): Pick<PanelCurve, 'f' | 'jumps'> => ({
  f: each(derivatives[order]),
  jumps: kinks.filter(kink => kink.order <= order).map(({x}) => x),
});

const each = (f: Real) => (xs: readonly number[]) => xs.map(f);

export const domainOf = ({page}: Entry): readonly [number, number] => page?.domain ?? [-4, 4];

export function picture(entry: Entry, all: readonly Drawn[]): string {
  const {name} = entry.definition;
  const defaults = defaultsOf(entry.definition);
  return plot({
    label: `${name} and its derivative`,
    titles: [`${name}(x)`, 'its derivative'],
    variable: 'x',
    domain: domainOf(entry),
    curves: all.map(drawn => ({
      label: labelOf(drawn.values, defaults),
      value: panelCurve(drawn, 0),
      slope: panelCurve(drawn, 1),
    })),
  });
}

/** `alpha = 0.5`: what is not the default. */
function labelOf(values: Values, defaults: Values): string {
  const names = Object.keys(defaults).filter(name => values[name] !== defaults[name]);
  return names.map(name => `${name} = ${show(values[name]!)}`).join(', ') || 'default';
}

const show = (value: number | string | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(5))).replace('-', '−') : String(value);

/** The picture of a page: a pointwise function and its derivative for several values of its parameters. */

import type {Curve} from '../curve';
import type {Values} from '../entry';
import type {Kink} from '../kinks';
import {COLOURS, escape, group, round, svg} from './style';
import {panel} from './panel';

export interface Plotted {
  readonly values: Values;
  readonly curve: Curve;
  readonly kinks: readonly Kink[];
}

const [WIDTH, PANEL, HEIGHT, LEFT, TOP] = [760, 314, 230, 46, 46];

export function plot(name: string, plotted: readonly Plotted[], defaults: Values, domain: readonly [number, number]) {
  const shown = plotted.slice(0, COLOURS);
  const side = (order: 0 | 1) =>
    panel(
      shown.map(({curve, kinks}, colour) => ({
        f: curve.derivatives[order],
        jumps: kinks.filter(kink => kink.order <= order).map(({x}) => x),
        colour,
        dashed: order === 1,
      })),
      domain,
      {width: PANEL, height: HEIGHT},
    );
  const title = (text: string) => `<text class="text" x="0" y="-14" font-size="14" font-weight="600">${text}</text>`;
  const xLabel = `<text class="quiet" x="${PANEL}" y="${HEIGHT + 32}" text-anchor="end" font-style="italic">x</text>`;
  const {rows, legend} = legendOf(shown.map(({values}) => labelOf(values, defaults)));
  return svg(WIDTH, TOP + HEIGHT + 52 + rows * 22, `${name} and its derivative`, [
    group(LEFT, TOP, [title(`${escape(name)}(x)`), ...side(0), xLabel]),
    group(WIDTH - PANEL - 22, TOP, [title('its derivative'), ...side(1), xLabel]),
    group(LEFT, TOP + HEIGHT + 56, legend),
  ]);
}

/** `alpha = 0.5`, of what is not the same for all of them. */
function labelOf(values: Values, defaults: Values): string {
  const names = Object.keys(defaults).filter(name => values[name] !== defaults[name]);
  if (names.length) return names.map(name => `${name} = ${show(values[name]!)}`).join(', ');
  return 'default';
}

export const show = (value: number | string | null): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(5))).replace('-', '−') : String(value);

/** A line of colour and a text for each, in rows of what fits. */
function legendOf(labels: readonly string[]): {rows: number; legend: string[]} {
  if (labels.length < 2) return {rows: 0, legend: []};
  let [x, row] = [0, 0];
  const legend = labels.map((label, i) => {
    const width = 40 + label.length * 6.8 + 18;
    if (x && x + width > WIDTH - 2 * LEFT + 20) [x, row] = [0, row + 1];
    const at = x;
    x += width;
    return `<g transform="translate(${round(at)},${row * 22})"><line class="curve c${i}" x2="14"/><line class="curve dashed c${i}" x1="18" x2="34"/><text class="text" x="40" y="4">${escape(label)}</text></g>`;
  });
  return {rows: row + 1, legend};
}

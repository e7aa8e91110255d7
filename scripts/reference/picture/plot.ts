/** The picture of a page: curves of a function, and of its derivative, side by side, with a legend. */

import {COLOURS, escape, group, round, svg} from './style';
import {panel, type PanelCurve} from './panel';

/** A line of the legend, in both panels in one colour. */
export interface PlotCurve {
  readonly label: string;
  readonly value: Pick<PanelCurve, 'f' | 'jumps'>;
  readonly slope: Pick<PanelCurve, 'f' | 'jumps'>;
}
export interface Plot {
  readonly label: string;
  /** Over the panels. */
  readonly titles: readonly [value: string, slope: string];
  /** What runs along the axis. */
  readonly variable: string;
  readonly domain: readonly [number, number];
  readonly curves: readonly PlotCurve[];
}

const [WIDTH, PANEL, HEIGHT, LEFT, TOP] = [760, 314, 230, 46, 46];

export function plot({label, titles, variable, domain, curves}: Plot): string {
  const shown = curves.slice(0, COLOURS);
  const side = (kind: 'value' | 'slope') =>
    panel(
      shown.map((each, colour) => ({...each[kind], colour, dashed: kind === 'slope'})),
      domain,
      {width: PANEL, height: HEIGHT},
    );
  const title = (text: string) =>
    `<text class="text" x="0" y="-14" font-size="14" font-weight="600">${escape(text)}</text>`;
  const name = `<text class="quiet" x="${PANEL}" y="${HEIGHT + 32}" text-anchor="end" font-style="italic">${variable}</text>`;
  const {rows, legend} = legendOf(shown.map(each => each.label));
  return svg(WIDTH, TOP + HEIGHT + 44 + rows * 22, label, [
    group(LEFT, TOP, [title(titles[0]), ...side('value'), name]),
    group(WIDTH - PANEL - 22, TOP, [title(titles[1]), ...side('slope'), name]),
    group(LEFT, TOP + HEIGHT + 52, legend),
  ]);
}

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

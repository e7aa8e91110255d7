/** All plots on one sheet, a small panel each, under the headings of their groups. */

import {escape, group, round, svg} from './style';
import {panel, type PanelCurve} from './panel';

export interface Small {
  readonly name: string;
  readonly curves: readonly PanelCurve[];
  readonly domain: readonly [number, number];
}

const [COLUMNS, CELL, WIDTH, HEIGHT, MARGIN] = [5, 168, 140, 92, 20];
const ROW = HEIGHT + 42;

export function sheet(groups: readonly (readonly [title: string, panels: readonly Small[]])[], legend: string): string {
  let y = 54;
  const body: string[] = [
    `<text class="text" x="${MARGIN}" y="30" font-size="13"><tspan class="f0" font-weight="600">━ </tspan>function  <tspan class="f1" font-weight="600">╍ </tspan>${escape(legend)}</text>`,
  ];
  for (const [title, panels] of groups) {
    body.push(`<text class="quiet" x="${MARGIN}" y="${y + 14}" font-size="15">${escape(title)}</text>`);
    y += 48;
    panels.forEach(({name, curves, domain}, i) => {
      const row = Math.floor(i / COLUMNS);
      body.push(
        group(MARGIN + (i % COLUMNS) * CELL, round(y + row * ROW), [
          `<text class="text" y="-8" font-size="${name.length > 16 ? 13 : 15}" font-weight="600">${escape(name)}</text>`,
          ...panel(curves, domain, {width: WIDTH, height: HEIGHT, bare: true}),
        ]),
      );
    });
    y += Math.ceil(panels.length / COLUMNS) * ROW - 8;
  }
  return svg(MARGIN * 2 + CELL * (COLUMNS - 1) + WIDTH, y, 'All functions and their derivatives', body);
}

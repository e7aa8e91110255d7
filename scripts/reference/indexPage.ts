/** The index: all plots on one sheet, and a table of the functions of each group. */

import type {ParameterSpec} from '../../src/activations/definition';
import {GROUPS} from '../../src/activations/notes';
import type {AxisDefinition, Setting} from '../../src/ops/axis/definition';
import {axisPlot} from './axisPlots';
import {domainOf, draw, panelCurve} from './drawn';
import {plottedOf, type Entry} from './entry';
import {join, table} from './markdown';
import {hingedPlot, type HingedInfo} from './hingedPage';
import type {LayerInfo} from './layerPage';
import type {Made} from './page';
import type {Plot} from './picture/plot';
import {sheet, type Small} from './picture/sheet';

/** A line of the index, and its panel on the sheet. */
interface Item {
  readonly name: string;
  readonly group: string;
  readonly row: readonly string[];
  readonly small: Small | null;
}

const OTHERS = 'Others';

export function indexPage(
  entries: readonly Entry[],
  hinged: readonly HingedInfo[],
  overAxis: readonly AxisDefinition[],
  layers: readonly LayerInfo[],
): Made {
  const pointwise = [...entries.map(pointwiseItem), ...hinged.map(hingedItem)].sort((a, b) =>
    a.name.localeCompare(b.name),
  );
  const items = [...pointwise, ...overAxis.map(axisItem), ...layers.map(layerItem)];
  const groups = [...GROUPS, OTHERS].flatMap(title => {
    const members = items.filter(({group}) => group === title);
    return members.length ? [{title, members}] : [];
  });
  const markdown = join(
    '# Reference',
    'Every function with its formula, parameters, derivative, plot and an example, and what it is called in other ' +
      'libraries. These pages are written by `npm run generate` from the files of `src/`. Formulas and derivatives of ' +
      'pointwise functions are, as printed here, compared with what the code computes by a test, which also runs all code.',
    '![All functions and their derivatives](images/sheet.svg)',
    ...groups.map(({title, members}) =>
      join(
        `## ${title}`,
        table(
          ['function', 'parameters', ''],
          members.map(({row}) => row),
        ),
      ),
    ),
  );
  const panels = groups.map(({title, members}) => [title, members.flatMap(({small}) => small ?? [])] as const);
  return {
    markdown,
    picture: sheet(
      panels.filter(([, all]) => all.length),
      'derivative',
    ),
  };
}

function pointwiseItem(entry: Entry): Item {
  const {name, params, summary} = entry.definition;
  const drawn = draw(entry, plottedOf(entry)[0]!);
  return {
    name,
    group: entry.page?.group ?? OTHERS,
    row: rowOf(name, Object.entries(params).map(parameter), summary),
    small: {
      name,
      domain: domainOf(entry),
      curves: [
        {...panelCurve(drawn, 0), colour: 0},
        {...panelCurve(drawn, 1), colour: 1, dashed: true},
      ],
    },
  };
}

const axisItem = ({name, params, summary}: AxisDefinition): Item => ({
  name,
  group: 'Over an axis',
  row: rowOf(name, Object.entries(params).map(parameter), summary),
  small: firstCurve(name, axisPlot(name)),
});

const hingedItem = ({name, params, summary}: HingedInfo): Item => ({
  name,
  group: 'Of straight lines',
  row: rowOf(
    name,
    Object.keys(params).map(each => `\`${each}\` learned`),
    summary,
  ),
  small: firstCurve(name, hingedPlot(name)),
});

const layerItem = ({name, params, summary}: LayerInfo): Item => ({
  name,
  group: 'Layers',
  row: rowOf(name, Object.entries(params as Readonly<Record<string, ParameterSpec>>).map(parameter), summary),
  small: null,
});

function firstCurve(name: string, plot: Plot | null): Small | null {
  const curve = plot?.curves[0];
  if (!plot || !curve) return null;
  const {value, slope} = curve;
  return {
    name,
    domain: plot.domain,
    curves: [
      {...value, colour: 0},
      {...slope, colour: 1, dashed: true},
    ],
  };
}

const rowOf = (name: string, parameters: readonly string[], summary: string) => [
  `[${name}](${name}.md)`,
  parameters.join(', '),
  summary,
];

function parameter([name, spec]: [string, ParameterSpec | Setting]): string {
  if ('choices' in spec) return `\`${name}\` ${spec.choices.map(each => `'${each}'`).join(' or ')}`;
  const value = typeof spec.default === 'number' ? Number(spec.default.toPrecision(5)) : spec.default;
  return `\`${name}\` ${value}${'learned' in spec && spec.learned ? ' learned' : ''}`;
}

/** The index: all plots on one sheet, and a table of the functions of each group. */

import type {ParameterSpec} from '../../src/activations/definition';
import {GROUPS} from '../../src/activations/notes';
import type {AxisDefinition, Setting} from '../../src/ops/axis/definition';
import {axisPlot} from './axisPlots';
import {domainOf, draw, panelCurve} from './drawn';
import {plottedOf, type Entry} from './entry';
import {join, table} from './markdown';
import type {Made} from './page';
import {sheet, type Small} from './picture/sheet';

/** A line of the index, and its panel on the sheet. */
interface Item {
  readonly group: string;
  readonly row: readonly string[];
  readonly small: Small | null;
}

const OTHERS = 'Others';

export function indexPage(entries: readonly Entry[], overAxis: readonly AxisDefinition[]): Made {
  const items = [...entries.map(pointwiseItem), ...overAxis.map(axisItem)];
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

function axisItem({name, params, summary}: AxisDefinition): Item {
  const plot = axisPlot(name);
  const curve = plot?.curves[0];
  return {
    group: 'Over an axis',
    row: rowOf(name, Object.entries(params).map(parameter), summary),
    small:
      plot && curve
        ? {
            name,
            domain: plot.domain,
            curves: [
              {...curve.value, colour: 0},
              {...curve.slope, colour: 1, dashed: true},
            ],
          }
        : null,
  };
}

const rowOf = (name: string, parameters: readonly string[], summary: string) => [
  `[${name}](${name}.md)`,
  parameters.join(', '),
  summary,
];

function parameter([name, spec]: [string, ParameterSpec | Setting]): string {
  if ('choices' in spec) return `\`${name}\` ${spec.choices.map(each => `'${each}'`).join(' or ')}`;
  return `\`${name}\` ${spec.default}${'learned' in spec && spec.learned ? ' learned' : ''}`;
}

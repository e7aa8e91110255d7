/** The index: all plots on one sheet, and a table of the functions of each group. */

import {GROUPS} from '../../src/activations/notes';
import {isChoice, type ParameterSpec} from '../../src/activations/definition';
import {domainOf, draw, panelCurve} from './drawn';
import {plottedOf, type Entry} from './entry';
import {join, table} from './markdown';
import {sheet, type Small} from './picture/sheet';

const OTHERS = 'Others';

export function indexPage(entries: readonly Entry[]): {markdown: string; picture: string} {
  const titles = [...GROUPS, OTHERS];
  const groups = titles.flatMap(title => {
    const members = entries.filter(({page}) => (page?.group ?? OTHERS) === title);
    return members.length ? [[title, members] as const] : [];
  });
  const markdown = join(
    '# Reference',
    'Every function with its formula, parameters, derivative, plot and an example, and what it is called in other ' +
      'libraries. These pages are written by `npm run generate` from the files of `src/`, whose formulas and ' +
      'derivatives, as printed here, a test compares with what the code computes.',
    '![All functions and their derivatives](images/sheet.svg)',
    ...groups.map(([title, members]) => join(`## ${title}`, table(['function', 'parameters', ''], members.map(row)))),
  );
  return {
    markdown,
    picture: sheet(
      groups.map(([title, members]) => [title, members.map(small)]),
      'derivative',
    ),
  };
}

function row({definition: {name, params, summary}}: Entry): string[] {
  return [`[${name}](${name}.md)`, Object.entries(params).map(parameter).join(', '), summary];
}

const parameter = ([name, spec]: [string, ParameterSpec]): string => {
  if (isChoice(spec)) return `\`${name}\` ${spec.choices.map(each => `'${each}'`).join(' or ')}`;
  return `\`${name}\` ${spec.default}${spec.learned ? ' learned' : ''}`;
};

function small(entry: Entry): Small {
  const drawn = draw(entry, plottedOf(entry)[0]!);
  return {
    name: entry.definition.name,
    domain: domainOf(entry),
    curves: [
      {...panelCurve(drawn, 0), colour: 0},
      {...panelCurve(drawn, 1), colour: 1, dashed: true},
    ],
  };
}

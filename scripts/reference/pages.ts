/** The reference as files: docs/reference/<name>.md for each function, README.md as their index, and pictures. */

import {readFileSync} from 'node:fs';
import {layerPages} from '../../src/layers/notes';
import {axisCatalogue} from '../../src/ops/axis';
import type {AxisDefinition} from '../../src/ops/axis/definition';
import {axisPages} from '../../src/ops/axis/notes';
import {axisPage} from './axisPage';
import type {Entry} from './entry';
import {exampleOf, exampleSection} from './examples';
import {hingedPage, type HingedInfo} from './hingedPage';
import {indexPage} from './indexPage';
import {layerPage, type LayerInfo} from './layerPage';
import {checkMath} from './math';
import {pointwisePage, type Made} from './page';
import {portingPage, type Ported} from './portingPage';
import {run} from './run';
import {rx} from './tf';

const FOLDER = 'docs/reference';
const PORTING = 'docs/porting.md';

/** Texts by path. */
export async function pages(entries: readonly Entry[]): Promise<Record<string, string>> {
  const overAxis = Object.values(axisCatalogue) as unknown as AxisDefinition[];
  const hinged = ofKind<HingedInfo>('hinged');
  const layers = ofKind<LayerInfo>('layer');
  const kinds = [
    ...entries.map(({definition: {name}}) => [name, 'pointwise'] as const),
    ...hinged.map(({name}) => [name, 'layer'] as const),
    ...overAxis.map(({name}) => [name, 'axis'] as const),
    ...layers.map(({name}) => [name, 'layer'] as const),
  ];
  const examples = await examplesOf(kinds);
  const files: Record<string, string> = {};
  const add = (name: string, {markdown, picture}: Made, pictureName = name) => {
    checkMath(name, markdown);
    files[`${FOLDER}/${name}.md`] = `${markdown}\n`;
    if (picture) files[`${FOLDER}/images/${pictureName}.svg`] = picture;
  };
  for (const entry of entries) {
    const {name} = entry.definition;
    add(name, pointwisePage(entry, examples.get(name)!));
  }
  for (const definition of overAxis) {
    const {name} = definition;
    add(name, axisPage(definition, axisPages[name as keyof typeof axisPages], examples.get(name)!));
  }
  for (const info of hinged) add(info.name, hingedPage(info, examples.get(info.name)!));
  for (const info of layers) add(info.name, layerPage(info, layerPages[info.name], examples.get(info.name)));
  add('README', indexPage(entries, hinged, overAxis, layers), 'sheet');
  files[PORTING] = portingPage(readFileSync(PORTING, 'utf8'), [
    ...entries.flatMap(({definition: {name, params}, elsewhere}) => (elsewhere ? {name, params, elsewhere} : [])),
    ...overAxis.map(({name, params}) => ({
      name,
      params: params as Ported['params'],
      elsewhere: axisPages[name as keyof typeof axisPages].elsewhere,
    })),
    ...layers.map(({name, params}) => ({
      name,
      params: params as Ported['params'],
      elsewhere: layerPages[name]!.elsewhere,
    })),
  ]);
  return files;
}

const ofKind = <T>(wanted: string): T[] =>
  [...rx.functions.values()].filter(({kind}) => kind === wanted) as unknown as T[];

/** The section of each page that shows one, run. */
async function examplesOf(kinds: readonly (readonly [name: string, kind: 'pointwise' | 'axis' | 'layer'])[]) {
  const programs = kinds.flatMap(([name, kind]) => {
    const program = exampleOf(name, kind);
    return program ? [{name, program}] : [];
  });
  const printed = await run(programs.map(({program}) => program));
  return new Map(programs.map(({name, program}, i) => [name, exampleSection(program, printed[i]!)]));
}

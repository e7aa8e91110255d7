/** The reference as files: docs/reference/<name>.md for each function, README.md as their index, and pictures. */

import type {Entry} from './entry';
import {exampleOf, exampleSection} from './examples';
import {indexPage} from './indexPage';
import {checkMath} from './math';
import {pointwisePage} from './page';
import {run} from './run';

const FOLDER = 'docs/reference';

/** Texts by path. */
export async function pages(entries: readonly Entry[]): Promise<Record<string, string>> {
  const programs = entries.map(({definition: {name}}) => exampleOf(name, 'pointwise')!);
  const printed = await run(programs);
  const files: Record<string, string> = {};
  const add = (name: string, {markdown, picture}: {markdown: string; picture: string | null}, pictureName = name) => {
    checkMath(name, markdown);
    files[`${FOLDER}/${name}.md`] = `${markdown}\n`;
    if (picture) files[`${FOLDER}/images/${pictureName}.svg`] = picture;
  };
  entries.forEach((entry, i) => {
    add(entry.definition.name, pointwisePage(entry, exampleSection(programs[i]!, printed[i]!)));
  });
  add('README', indexPage(entries), 'sheet');
  return files;
}

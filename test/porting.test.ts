// docs/porting.md: its code is run, its links lead somewhere. That its tables are those of the functions' files is tested
// with all that `npm run generate` writes.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {blocksOf, expectPrinted} from './support/pageCode';

const text = readFileSync('docs/porting.md', 'utf8');

test('the code runs on the built package, and prints what the page says', () => {
  const blocks = blocksOf([['porting.md', text]]);
  expect(blocks).toHaveLength(4);
  for (const {printed} of blocks) expect(printed).toMatch(/Tensor/);
  expectPrinted(blocks);
});

test('every link leads somewhere', () => {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!.toLowerCase().replaceAll(' ', '-'));
  for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) {
    const [path, heading] = target!.split('#') as [string, string?];
    if (path) expect([target, existsSync(join('docs', path))]).toEqual([target, true]);
    if (heading) expect(headings).toContain(heading.replace(/,/g, ''));
  }
});

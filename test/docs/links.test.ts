// Links between the files of the repository: each leads to a file that is there, and to a heading that is in it.
import {existsSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {markdownFiles, readPage, type Link, type Page} from './markdown';

const pages = new Map(markdownFiles().map(file => [file, readPage(file)]));

/** What is wrong with a link, or null. Other hosts are not asked. */
function fault({file, target}: Link, known: ReadonlyMap<string, Page>): string | null {
  if (/^[a-z]+:/i.test(target)) {
    return /^(https:|http:\/\/localhost[:/]|mailto:)/.test(target) && URL.canParse(target) ? null : 'is no https: link';
  }
  const [path, anchor] = decodeURI(target).split('#') as [string, string?];
  const found = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(found)) return `there is no ${found}`;
  if (anchor === undefined) return null;
  return known.get(found)?.anchors.has(anchor) ? null : `there is no heading #${anchor} in ${found}`;
}

test.each([...pages.keys()])('%s: links lead somewhere', file => {
  const faults = pages.get(file)!.links.flatMap(link => {
    const what = fault(link, pages);
    return what === null ? [] : [`${link.where}: ${link.target}: ${what}`];
  });
  expect(faults).toEqual([]);
});

test('a link that leads nowhere is found', () => {
  const page = readPage(
    'docs/page.md',
    '# One `two`\n\n[a](#one-two) [b](#two) [c](no.md) ![d](no.png) [e](accuracy.md#no)\n',
  );
  const known = new Map([...pages, ['docs/page.md', page]]);
  expect(page.links.map(link => fault({...link, file: 'docs/accuracy.md'}, known) !== null)).toEqual([
    ...[true, true, true, true, true],
  ]);
  expect(page.anchors).toEqual(new Set(['one-two']));
});

test('every guide is linked to from the README', () => {
  const targets = new Set(pages.get('README.md')!.links.map(({target}) => normalize(target.split('#')[0]!)));
  const guides = [...pages.keys()].filter(file => file.startsWith('docs/guides/'));
  expect(guides.length).toBeGreaterThan(5);
  expect(guides.filter(file => !targets.has(file))).toEqual([]);
});

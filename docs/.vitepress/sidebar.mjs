/** What is listed beside pages, read from what is there. */
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {pageOf} from './links.mjs';

/** Titles by files; a page that is not there is not listed. */
export const items = (root, titles) =>
  Object.entries(titles)
    .filter(([file]) => existsSync(root + file))
    .map(([file, text]) => ({text, link: `/${pageOf(file).replace(/(index)?\.md$/, '')}`}));

/** The groups of the index of the reference, and the functions in its tables. */
export function referenceSidebar(root) {
  const [, ...groups] = readFileSync(`${root}docs/reference/README.md`, 'utf8').split(/^## /m);
  return [
    {text: 'All functions', link: '/reference/'},
    ...groups.map(group => ({
      text: group.slice(0, group.indexOf('\n')),
      collapsed: false,
      items: [...group.matchAll(/^\| \[(\w+)\]\((\w+)\.md\)/gm)].map(([, text, page]) => ({
        text,
        link: `/reference/${page}`,
      })),
    })),
  ];
}

/** The entries of the package, and what each exports. */
export function apiSidebar(root) {
  const folder = `${root}docs/api`;
  if (!existsSync(folder)) return [];
  const modules = readFileSync(`${folder}/index.md`, 'utf8').matchAll(/^- \[(.+?)\]\((.+?)\/index\.md\)/gm);
  return [
    {text: 'Entries', link: '/api/'},
    ...[...modules].map(([, text, path]) => ({
      text,
      link: `/api/${path}/`,
      items: ['functions', 'classes', 'variables', 'type-aliases', 'interfaces'].flatMap(kind =>
        membersOf(`${folder}/${path}/${kind}`).map(name => ({text: name, link: `/api/${path}/${kind}/${name}`})),
      ),
    })),
  ];
}

const membersOf = folder =>
  existsSync(folder)
    ? readdirSync(folder)
        .map(name => name.replace('.md', ''))
        .sort()
    : [];

/** Links between files of the repository, as links between pages of the site. */
import {posix} from 'node:path';
import {existsSync} from 'node:fs';

/** The page of a Markdown file, both from the root: `docs/reference/README.md` is `reference/index.md`. */
export const pageOf = file =>
  file
    .replace(/^docs\//, '')
    .replace(/(^|\/)README\.md$/, '$1index.md')
    .replace(/^([A-Z_]+)\.md$/, name => name.toLowerCase());

/** Whether the site has it: what is not for readers has no page. */
const isPage = file => /\.md$/.test(file) && !/^(src|test|bench|\.)/.test(file);

/**
 * A plugin of markdown-it. A link to a file that is no page leads to the repository, or where nobody knows its address
 * is plain text.
 *
 * @param root the repository's folder, with a slash
 * @param home the repository's address, or undefined
 */
export function links(md, {root, home}) {
  md.core.ruler.push('repository_links', ({tokens, env}) => {
    // The file as it is named in the repository; `path` is what pageOf made of it.
    const file = env.realPath ?? env.path;
    if (!file?.startsWith(root)) return;
    const folder = posix.dirname(file.slice(root.length));
    for (const {children} of tokens) {
      const unlinked = [];
      for (const token of children ?? []) {
        if (token.type === 'link_close' && unlinked.pop()) hide(token);
        if (token.type !== 'link_open') continue;
        const target = targetOf(token.attrGet('href'), {folder, root, home});
        unlinked.push(target === null);
        if (target === null) hide(token);
        else token.attrSet('href', target);
      }
    }
  });
}

function targetOf(href, {folder, root, home}) {
  if (/^([a-z]+:|#|\/)/i.test(href)) return href;
  const [, path, anchor] = /^([^#]*)(.*)$/.exec(href);
  const file = posix.normalize(posix.join(folder, decodeURI(path)));
  if (!existsSync(root + file)) return href;
  if (isPage(file)) return `/${pageOf(file).replace(/\.md$/, '.html')}${anchor}`;
  return home ? `${home}/blob/main/${file}${anchor}` : null;
}

function hide(token) {
  token.type = 'text';
  token.tag = '';
  token.nesting = 0;
  token.content = '';
}

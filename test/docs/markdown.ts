// The Markdown that is written for readers, as markdown-it reads it: blocks of code, links, headings.
import MarkdownIt from 'markdown-it';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {anchors as anchorsOfPage} from '../../docs/.vitepress/slug';

export interface Block {
  /** `docs/accuracy.md:12` */
  readonly where: string;
  readonly file: string;
  /** The first word after the fence, and the others. */
  readonly language: string;
  readonly flags: readonly string[];
  readonly code: string;
  /** What the text says that it prints: a block of text after the word "prints". */
  readonly printed: string | null;
}

export interface Link {
  readonly where: string;
  readonly file: string;
  readonly target: string;
}

export interface Page {
  readonly file: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  /** As GitHub makes them of headings, and those of HTML. */
  readonly anchors: ReadonlySet<string>;
}

/** What the site is made of, and GitHub shows. docs/api is written from comments, which are read where they are. */
export function markdownFiles(): string[] {
  const inside = (folder: string): string[] =>
    readdirSync(folder, {withFileTypes: true}).flatMap(entry => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name.startsWith('.') || path === 'docs/api' ? [] : inside(path);
      return entry.name.endsWith('.md') ? [path] : [];
    });
  const top = readdirSync('.').filter(name => name.endsWith('.md'));
  const examples = readdirSync('examples').map(name => `examples/${name}/README.md`);
  return [...top, ...inside('docs'), ...examples.filter(name => existsSync(name))];
}

const parser = new MarkdownIt({html: true});

export function readPage(file: string, text = readFileSync(file, 'utf8')): Page {
  const tokens = parser.parse(text, {});
  const anchorOf = anchorsOfPage();
  const blocks: Block[] = [];
  const links: Link[] = [];
  const anchors = new Set<string>();
  const addIds = (html: string) => {
    for (const [, id] of html.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(id!);
  };
  for (const [i, token] of tokens.entries()) {
    const where = `${file}:${(token.map?.[0] ?? 0) + 1}`;
    if (token.type === 'fence' || token.type === 'code_block') {
      const [language = '', ...flags] = token.info.trim().split(/\s+/);
      const [, word, , text] = tokens.slice(i + 1, i + 5);
      const prints = word?.content === 'prints' && text?.type === 'fence' && text.info.trim() === 'text';
      blocks.push({where, file, language, flags, code: token.content, printed: prints ? text.content : null});
    }
    if (token.type === 'html_block') addIds(token.content);
    if (token.type !== 'inline') continue;
    for (const child of token.children ?? []) {
      if (child.type === 'html_inline') addIds(child.content);
      const target = child.type === 'link_open' ? child.attrGet('href') : child.attrGet('src');
      if (target !== null && ['link_open', 'image'].includes(child.type))
        links.push({where, file, target: String(target)});
    }
    if (tokens[i - 1]?.type === 'heading_open') anchors.add(anchorOf(textOf(token.children ?? [])));
  }
  return {file, blocks, links, anchors};
}

const textOf = (tokens: readonly {type: string; content: string}[]) =>
  tokens.map(({type, content}) => (type === 'text' || type === 'code_inline' ? content : '')).join('');

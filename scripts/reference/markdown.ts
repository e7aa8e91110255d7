/** Markdown, as GitHub renders it. */

/**
 * A formula of its own. Fenced: between dollars GitHub takes `\\` and `\,` for Markdown's escapes, unless a line ends
 * there.
 */
export const display = (tex: string): string => ['```math', tex, '```'].join('\n');

/** A formula in a sentence, protected alike. */
export const inline = (tex: string): string => `$\`${tex}\`$`;

export const code = (language: string, text: string): string => ['```' + language, text.trim(), '```'].join('\n');

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n');

const cell = (text: string) => text.replace(/\n/g, ' ').replace(/\|/g, '\\|');

/** Sections that are there, an empty line between them. */
export const join = (...parts: readonly (string | null | undefined | false)[]): string =>
  parts.filter(Boolean).join('\n\n');

/** arXiv's numbers as links. */
export const withLinks = (reference: string): string =>
  reference.replace(/arXiv:(\d{4}\.\d{4,5})/g, '[arXiv:$1](https://arxiv.org/abs/$1)');

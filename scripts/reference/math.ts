/** Whether formulas render: GitHub takes MathJax, which knows all that KaTeX does. */

import katex from 'katex';

/** Throws for a formula of a page that does not. */
export function checkMath(page: string, markdown: string): void {
  const blocks = [...markdown.matchAll(/^```math\n([\s\S]*?)\n```$/gm)];
  const inline = [...markdown.matchAll(/\$`(.*?)`\$/g)];
  for (const [displayMode, found] of [
    [true, blocks],
    [false, inline],
  ] as const) {
    for (const [, tex] of found) {
      try {
        katex.renderToString(tex!, {displayMode, throwOnError: true, strict: 'error'});
      } catch (error) {
        throw new Error(`${page}: the formula ${tex} does not render: ${(error as Error).message}`, {cause: error});
      }
    }
  }
}

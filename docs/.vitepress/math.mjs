/** Formulas as GitHub takes them, in fences of `math` and as $`...`$, rendered by KaTeX when the site is built. */
import katex from 'katex';

const render = (tex, displayMode) =>
  // Vue would take two braces for an expression of its own.
  katex.renderToString(tex, {displayMode, throwOnError: true, strict: 'error'}).replace('<span', '<span v-pre');

/** A plugin of markdown-it. */
export function math(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, i, ...rest) => {
    const {info, content} = tokens[i];
    return info.trim() === 'math' ? `<p>${render(content, true)}</p>\n` : fence(tokens, i, ...rest);
  };
  md.inline.ruler.before('backticks', 'inline_math', (state, silent) => {
    const found = /^\$`([^`]+)`\$/.exec(state.src.slice(state.pos, state.posMax));
    if (!found) return false;
    if (!silent) state.push('inline_math', 'span', 0).content = found[1];
    state.pos += found[0].length;
    return true;
  });
  md.renderer.rules.inline_math = (tokens, i) => render(tokens[i].content, false);
}

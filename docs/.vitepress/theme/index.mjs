/** VitePress's own theme with the fonts of the reader's system, and what formulas need. */
import 'katex/dist/katex.min.css';
import theme from 'vitepress/theme-without-fonts';
import './style.css';

export default theme;

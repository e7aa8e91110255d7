/**
 * The site: Markdown files are pages as they stand in the repository, so that GitHub shows the same. Built by
 * `npm run docs`.
 */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {defineConfig} from 'vitepress';
import {links, pageOf} from './links.mjs';
import {math} from './math.mjs';
import {apiSidebar, items, referenceSidebar} from './sidebar.mjs';
import {slug} from './slug.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const {repository} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
/** `https://github.com/...`, where package.json names it. */
const home = (repository?.url ?? repository)?.replace(/^git\+|\.git$/g, '');

const guides = items(root, {
  'docs/guides/getting-started.md': 'Getting started',
  'docs/guides/choosing.md': 'Choosing an activation',
  'docs/guides/define.md': 'Making your own',
  'docs/guides/learnable.md': 'Learnable parameters',
  'docs/guides/training.md': 'Training',
  'docs/guides/second-derivatives.md': 'Second derivatives',
  'docs/guides/saving.md': 'Saving and loading',
  'docs/porting.md': 'Porting models',
  'examples/node/README.md': 'Examples in Node',
});
const inside = items(root, {
  'docs/accuracy.md': 'Accuracy',
  'docs/benchmarks.md': 'Benchmarks',
  'docs/experiments.md': 'Experiments',
  'docs/architecture.md': 'Architecture',
  'CONTRIBUTING.md': 'Contributing',
  'CHANGELOG.md': 'Changes',
});

export default defineConfig({
  title: 'tfjs-rectifiers',
  description: 'Rectifier activations for TensorFlow.js',
  srcDir: '..',
  srcExclude: ['**/.*/**', 'src/**', 'test/**', 'bench/**', 'coverage/**', 'examples/*/output/**'],
  rewrites: pageOf,
  // No request for an icon that is not there.
  head: [['link', {rel: 'icon', href: 'data:,'}]],
  markdown: {
    // Headings have the same anchors as on GitHub.
    anchor: {slugify: slug},
    headers: {slugify: slug},
    config: md => {
      math(md);
      links(md, {root, home});
    },
  },
  themeConfig: {
    search: {provider: 'local'},
    outline: [2, 3],
    nav: [
      {text: 'Guides', link: guides[0].link, activeMatch: '^/(guides|porting|examples)'},
      {text: 'Reference', link: '/reference/', activeMatch: '^/reference/'},
      {text: 'API', link: '/api/', activeMatch: '^/api/'},
    ],
    sidebar: {
      '/': [
        {text: 'Guides', items: guides},
        {
          text: 'Reference',
          items: [
            {text: 'All functions', link: '/reference/'},
            {text: 'API', link: '/api/'},
          ],
        },
        {text: 'Inside', items: inside},
      ],
      '/reference/': referenceSidebar(root),
      '/api/': apiSidebar(root),
    },
    ...(home && {socialLinks: [{icon: 'github', link: home}]}),
  },
  vite: {
    // The repository is not an app of Vite's: nothing in it is an entry, or public.
    publicDir: false,
    optimizeDeps: {entries: []},
    server: {watch: {ignored: ['**/.lanes/**', '**/dist/**', '**/output/**']}},
  },
});

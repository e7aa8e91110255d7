/** ESLint: correctness only; formatting is prettier's. `any` is an error wherever no comment says why it is there. */
import js from '@eslint/js';
import {defineConfig, globalIgnores} from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.lanes/', 'examples/*/output/', 'docs/api/', 'docs/.vitepress/{dist,cache}/']),
  js.configs.recommended,
  tseslint.configs.strict,
  {
    languageOptions: {globals: globals.node},
    linterOptions: {reportUnusedDisableDirectives: 'error'},
    rules: {
      // Indexing a typed array in a loop is `x[i]!` under noUncheckedIndexedAccess.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_', varsIgnorePattern: '^_'}],
      eqeqeq: 'error',
    },
  },
  {
    // What runs in the page and its worker; the rest of the folder builds and serves them.
    files: ['examples/{browser,common}/*.mjs', 'test/apps/templates/page/{main,parts}.js'],
    ignores: ['examples/browser/{build,main}.mjs', 'examples/common/{build,serve}.mjs'],
    languageOptions: {globals: {...globals.browser, ...globals.worker}},
  },
  {
    // A promise that nobody awaits is a check that never fails: these rules need types, so they see TypeScript only.
    files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    languageOptions: {parserOptions: {project: './tsconfig.json', tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    // Jest runs CommonJS, and tfjs-node is required from the path where a script built it.
    files: ['test/**/*.ts', '**/*.cjs'],
    rules: {'@typescript-eslint/no-require-imports': 'off'},
  },
);

#!/usr/bin/env node
/** After `changeset version`: the version that package.json has now, in the lockfile and in src/version.ts too. */
import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const root = join(import.meta.dirname, '..');
const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const file = join(root, 'src/version.ts');
const source = readFileSync(file, 'utf8');
const changed = source.replace(/version = '[^']*'/, `version = '${version}'`);
if (!changed.includes(`version = '${version}'`)) throw new Error(`${file} has no line with the version`);
writeFileSync(file, changed);
execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});

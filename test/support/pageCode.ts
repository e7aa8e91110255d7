// Code on pages of documentation: run on the built package, and compared with what the page says that it prints.
import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';

// Inside the package, so that code finds it by its name; git and all tools ignore it.
const SCRATCH = '.lanes';

export interface Block {
  readonly page: string;
  readonly language: string;
  readonly code: string;
  readonly printed?: string | undefined;
}

/** Every block of JavaScript and TypeScript on the pages. */
export const blocksOf = (texts: Iterable<readonly [page: string, text: string]>): Block[] =>
  [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/^```(js|ts)\n([\s\S]*?)\n```(?:\n\nprints\n\n```text\n([\s\S]*?)\n```)?$/gm)].map(
      ([, language, code, printed]) => ({page, language: language!, code: code!, printed}),
    ),
  );

/** A folder for one test, which `body` gets and which is gone behind it. */
export function inScratch(name: string, body: (folder: string) => void): void {
  mkdirSync(SCRATCH, {recursive: true});
  const folder = mkdtempSync(join(SCRATCH, `${name}-`));
  try {
    body(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

export function expectPrinted(blocks: readonly Block[]): void {
  inScratch('blocks', folder => {
    const {stdout, stderr} = spawnSync(process.execPath, ['scripts/reference/run.mjs', folder], {
      input: JSON.stringify(blocks.map(({code}) => code)),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    if (!stdout) throw new Error(stderr);
    const results = JSON.parse(stdout) as {printed: string; error?: string}[];
    expect(results).toHaveLength(blocks.length);
    blocks.forEach(({page, printed = ''}, i) => {
      expect([page, results[i]!.error, results[i]!.printed.trimEnd()]).toEqual([page, undefined, printed]);
    });
  });
}

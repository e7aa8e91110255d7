/** Runs examples, all in one process that starts tf.js once. */

import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {build} from 'esbuild';

/**
 * What each program prints; throws an Error that says which one failed. They run on a build of src/ made for them, not
 * on dist/, which has not yet heard of a function that is being added.
 */
export async function run(programs: readonly string[]): Promise<string[]> {
  const folder = `.lanes/examples-${process.pid}`;
  const home = `${folder}/node_modules/tfjs-rectifiers`;
  mkdirSync(home, {recursive: true});
  try {
    // Without this, the name of the package would be that of the whole repository.
    writeFileSync(`${folder}/package.json`, '{"type": "module"}');
    const exported = {'.': './index.js', './node': './node.js', './training': './training.js'};
    writeFileSync(`${home}/package.json`, JSON.stringify({type: 'module', exports: exported}));
    await build({
      entryPoints: ['src/index.ts', 'src/node.ts'],
      outdir: home,
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
    });
    return start(programs, folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function start(programs: readonly string[], folder: string): string[] {
  const {stdout, stderr, status} = spawnSync(process.execPath, ['scripts/reference/run.mjs', folder], {
    input: JSON.stringify(programs),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`The examples did not run:\n${stderr}`);
  const results = JSON.parse(stdout) as {printed: string; error?: string}[];
  return results.map(({printed, error}, i) => {
    if (error !== undefined) throw new Error(`An example failed: ${error}\n\n${programs[i]}`);
    return printed;
  });
}

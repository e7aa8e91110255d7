// Starts the child that loads, and kills it where it takes too long.
import {build} from 'esbuild';
import {fork, type ChildProcess} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Answer, Request} from './child';

/** A case takes milliseconds, and a hang is for ever: a machine that is busy, or sleeps for a minute, is none. */
const LONGEST_MS = 180_000;

export interface Loader {
  /** The folder into which a case's model.json and weights.bin are written. */
  readonly folder: string;
  /** How loading went, or 'hang'; a child that died is an error. */
  readonly ask: (request: Request) => Promise<Answer | 'hang'>;
  readonly close: () => void;
}

export async function startLoader(): Promise<Loader> {
  const home = mkdtempSync(join(tmpdir(), 'rectifiers-hostile-'));
  const folder = join(home, 'inner/model');
  await build({
    entryPoints: ['child', 'plugin'].map(name => `test/hostile/${name}.ts`),
    outdir: home,
    outExtension: {'.js': '.mjs'},
    bundle: true,
    // Shared code, which is the package's, goes to a chunk.
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  symlinkSync(resolve('node_modules'), join(home, 'node_modules'), 'junction');
  mkdirSync(folder, {recursive: true});

  let child: ChildProcess | null = null;
  const start = () =>
    new Promise<ChildProcess>((started, failed) => {
      const starting = fork(join(home, 'child.mjs'), [folder], {
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        execArgv: ['--max-old-space-size=1024'],
      });
      starting.once('message', () => started(starting));
      starting.once('exit', code => failed(new Error(`the child did not start (${code})`)));
    });

  return {
    folder,
    async ask(request) {
      child ??= await start();
      const asked = child;
      return new Promise((resolve, reject) => {
        const done = () => {
          clearTimeout(timer);
          asked.removeAllListeners();
        };
        const timer = setTimeout(() => {
          done();
          asked.kill('SIGKILL');
          child = null;
          resolve('hang');
        }, LONGEST_MS);
        asked.once('message', (answer: Answer | {failed: string}) => {
          done();
          if ('failed' in answer) reject(new Error(answer.failed));
          else resolve(answer);
        });
        asked.once('exit', (code, signal) => {
          done();
          child = null;
          reject(new Error(`the child died (${code ?? signal})`));
        });
        asked.send(request);
      });
    },
    close() {
      child?.removeAllListeners();
      child?.kill();
      rmSync(home, {recursive: true, force: true});
    },
  };
}

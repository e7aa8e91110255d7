/** What a run was made on, and how busy that was. */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {cpus, loadavg, totalmem} from 'node:os';

export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly node: string;
  readonly tfjs: string;
  readonly commit: string;
  /** Average number of processes that wanted to run over the last minute: at the start and at the end. */
  readonly load: readonly number[];
}

/** To be called when a run starts; what it returns, when it ends. */
export function machine(): () => Machine {
  const [started, commit] = [load(), currentCommit()];
  return () => ({
    date: new Date().toISOString().slice(0, 16) + 'Z',
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    tfjs: versionOf('@tensorflow/tfjs'),
    commit,
    load: [started, load()],
  });
}

const load = (): number => Math.round(loadavg()[0]! * 100) / 100;

export const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as {version: string}).version;

function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {encoding: 'utf8'}).trim();
  } catch {
    return 'unknown';
  }
}

/** `callbacks.progressBar`: how far a training is, on a terminal, in plain Node. */

import {readOptions, ruled} from '../options';
import type {ProgressBarOptions, ProgressOutput} from '../types';
import {readLogs, type Fit, type Hooks, type Kit, type Logs} from './callback';

const OUTPUT = ruled(
  'something with write(text), such as process.stdout',
  value => value === undefined || typeof (value as ProgressOutput).write === 'function',
);
const SETTINGS = {verbose: {choices: ['auto', 0, 1, 2], default: 'auto'}, output: OUTPUT};
const WIDTH = 24;
/** Drawing reads the loss, for which a GPU has to be waited for. */
const REDRAW_EVERY_MS = 100;

export function progressBar({where}: Kit, given?: ProgressBarOptions) {
  const {verbose: asked, output = terminal()} = readOptions<Required<ProgressBarOptions>>(
    where,
    SETTINGS,
    given,
  ) as Asked;
  const verbose = asked === 'auto' ? Number(output?.isTTY === true) : output && asked;
  let [begin, drawn, done] = [0, 0, 0];

  /** One write for a line, so that what others print is never in the middle of it. */
  const draw = async (fit: Fit, logs: Logs, isLast: boolean): Promise<void> => {
    const total = isLast ? done : batchesOf(fit);
    const seconds = (Date.now() - begin) / 1000;
    const left = total && done && !isLast ? `${time((seconds / done) * (total - done))} left` : time(seconds);
    const place = total ? `${bar(done / total)} ${done}/${total}` : `batch ${done}`;
    const line = [place, left, ...numbers(await readLogs(logs))].join(' - ');
    // Back to the begin of the line, and what was longer is wiped away.
    const redrawn = `\r${line.slice(0, (output!.columns ?? 80) - 1)}\x1b[K${isLast ? '\n' : ''}`;
    output!.write(verbose === 2 ? `${line}\n` : redrawn);
  };

  const hooks: Hooks = {
    onEpochBegin: ({params}, epoch) => {
      [begin, drawn, done] = [Date.now(), 0, 0];
      if (verbose) output!.write(`Epoch ${epoch + 1}${params.epochs ? `/${params.epochs}` : ''}\n`);
    },
    onBatchEnd: async (fit, _batch, logs) => {
      done++;
      if (verbose !== 1 || Date.now() - drawn < REDRAW_EVERY_MS) return;
      drawn = Date.now();
      await draw(fit, logs, false);
    },
    onEpochEnd: async (fit, _epoch, logs) => {
      if (verbose) await draw(fit, logs, true);
    },
  };
  return [hooks] as const;
}

interface Asked {
  readonly verbose: 'auto' | 0 | 1 | 2;
  readonly output?: ProgressOutput;
}

const terminal = (): ProgressOutput | undefined =>
  (globalThis as {process?: {stdout?: ProgressOutput}}).process?.stdout;

const batchesOf = ({params: {steps, samples, batchSize}}: Fit) =>
  steps || (samples && batchSize && Math.ceil(samples / batchSize));

const bar = (share: number) => `[${'='.repeat(Math.min(share, 1) * WIDTH).padEnd(WIDTH, '.')}]`;

function time(seconds: number): string {
  if (seconds < 0.5) return `${Math.round(seconds * 1000)} ms`;
  const whole = Math.round(seconds);
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`;
}

const numbers = (logs: Readonly<Record<string, number>>) =>
  Object.entries(logs)
    .filter(([name]) => !/^(batch|size)$/.test(name))
    .map(([name, value]) => `${name}: ${Number(value.toPrecision(4))}`);

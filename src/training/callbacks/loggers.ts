/** `callbacks.csvLogger` and `jsonLogger`: the history on paper, an epoch a line, written as soon as it is known. */

import {fail, host} from '../host';
import {NO, readOptions, text} from '../options';
import type {CsvLoggerOptions, JsonLoggerOptions, LogTarget} from '../types';
import {attempt, readLogs, type Hooks, type Kit} from './callback';

type Row = Readonly<Record<string, number>>;

export function csvLogger(kit: Kit, target: LogTarget, given?: CsvLoggerOptions) {
  const settings = {separator: text('a text', ','), append: NO};
  const {separator, append} = readOptions<Required<CsvLoggerOptions>>(kit.where, settings, given);
  const quote = (cell: unknown) => {
    const words = String(cell);
    return words.includes(separator) || /["\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
  };
  const line = (cells: readonly unknown[]) => `${cells.map(quote).join(separator)}\n`;
  let columns: readonly string[] | null = null;
  return logger(kit, target, append, {
    begin: () => {
      columns = null;
    },
    // As Keras: sorted columns, those of the first epoch; NA where a later one lacks something.
    row: (epoch, row, isEmpty) => {
      columns ??= Object.keys(row).sort();
      const header = isEmpty ? line(['epoch', ...columns]) : '';
      return header + line([epoch, ...columns.map(name => row[name] ?? 'NA')]);
    },
  });
}

export function jsonLogger(kit: Kit, target: LogTarget, given?: JsonLoggerOptions) {
  const {append} = readOptions<Required<JsonLoggerOptions>>(kit.where, {append: NO}, given);
  // JSON has no NaN, and would make it null.
  const spell = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return logger(kit, target, append, {row: (epoch, row) => `${JSON.stringify({epoch, ...row}, spell)}\n`});
}

interface Format {
  readonly begin?: () => void;
  /** `isEmpty`: nothing has been written yet. */
  readonly row: (epoch: number, row: Row, isEmpty: boolean) => string;
}

function logger({where}: Kit, target: LogTarget, append: boolean, {begin, row}: Format) {
  const sink = openSink(where, target);
  const errors: Error[] = [];
  let isEmpty = true;
  const hooks: Hooks = {
    // What cannot be written is known before anything is trained.
    onTrainBegin: () => {
      isEmpty = sink.start?.(append) ?? !append;
      begin?.();
    },
    onEpochEnd: async (_fit, epoch, logs) => {
      const line = row(epoch, await readLogs(logs), isEmpty);
      await attempt(where, epoch, errors, async () => {
        await sink.write(line);
        isEmpty = false;
      });
    },
  };
  return [hooks, {errors}] as const;
}

interface Sink {
  /** Whether it is empty then; without, it is if nothing was to be appended to. */
  readonly start?: (append: boolean) => boolean;
  readonly write: (text: string) => unknown;
}

interface Files {
  statSync(path: string): {size: number};
  writeFileSync(path: string, text: string, options: {flag: 'a' | 'w'}): void;
}

function openSink(where: string, target: LogTarget): Sink {
  if (typeof target === 'function') return {write: target};
  const stream = target as {write?: (text: string) => unknown} | null;
  if (typeof stream?.write === 'function') return {write: line => void stream.write!(line)};
  // An import of node:fs would keep this entry out of browsers.
  const {process} = globalThis as {process?: {getBuiltinModule?: (name: string) => unknown}};
  const files = process?.getBuiltinModule?.('node:fs') as Files | undefined;
  if (files && typeof target === 'string') return file(where, target, files);
  return host.refuse(
    where,
    'target',
    target,
    'a path (in Node 20.16 or newer), a function of the text, or something with write(text), such as process.stdout',
  );
}

/** A line is written whole and the file closed again, so that nothing is lost or left open however the training ends. */
const file = (where: string, path: string, files: Files): Sink => ({
  start: append => {
    try {
      files.writeFileSync(path, '', {flag: append ? 'a' : 'w'});
      return !files.statSync(path).size;
    } catch (error) {
      return fail(where, `cannot write to ${path}: ${(error as Error).message}.`, {cause: error});
    }
  },
  write: text => files.writeFileSync(path, text, {flag: 'a'}),
});

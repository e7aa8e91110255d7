/** `callbacks.csvLogger` and `jsonLogger`: the history on paper, an epoch a line, written as soon as it is known. */

import {RectifierError} from '../../errors';
import {NO, readOptions, refuseArgument, text} from '../options';
import type {CsvLoggerOptions, JsonLoggerOptions, LogTarget} from '../types';
import {readLogs, type MakeCallback} from './callback';

type Row = Readonly<Record<string, number>>;

export const csvLogger = (make: MakeCallback) => (target: LogTarget, options?: CsvLoggerOptions) => {
  const where = 'callbacks.csvLogger';
  const settings = {separator: text('a text', ','), append: NO};
  const {separator, append} = readOptions<Required<CsvLoggerOptions>>(where, settings, options);
  const quote = (cell: string) =>
    cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const line = (cells: readonly unknown[]) => `${cells.map(cell => quote(String(cell))).join(separator)}\n`;
  let columns: readonly string[] | null = null;
  return logger(make, where, target, append, {
    begin: () => {
      columns = null;
    },
    // As Keras: sorted columns, those of the first epoch; NA where a later one lacks something.
    row: (epoch, row, isEmpty) => {
      const names = (columns ??= Object.keys(row).sort());
      const header = isEmpty ? line(['epoch', ...names]) : '';
      return header + line([epoch, ...names.map(name => row[name] ?? 'NA')]);
    },
  });
};

export const jsonLogger = (make: MakeCallback) => (target: LogTarget, options?: JsonLoggerOptions) => {
  const where = 'callbacks.jsonLogger';
  const {append} = readOptions<Required<JsonLoggerOptions>>(where, {append: NO}, options);
  // JSON has no NaN, and would make it null.
  const spell = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return logger(make, where, target, append, {
    row: (epoch, row) => `${JSON.stringify({epoch, ...row}, spell)}\n`,
  });
};

interface Format {
  readonly begin?: () => void;
  /** `isEmpty`: nothing has been written yet. */
  readonly row: (epoch: number, row: Row, isEmpty: boolean) => string;
}

function logger(make: MakeCallback, where: string, target: LogTarget, append: boolean, format: Format) {
  const sink = openSink(where, target);
  const errors: Error[] = [];
  let isEmpty = true;
  return make(
    where,
    {
      // What cannot be written is known before anything is trained.
      onTrainBegin: () => {
        isEmpty = sink.start(append);
        format.begin?.();
      },
      onEpochEnd: async (_fit, epoch, logs) => {
        const row = format.row(epoch, await readLogs(logs), isEmpty);
        try {
          await sink.write(row);
          isEmpty = false;
        } catch (error) {
          errors.push(error as Error);
          console.warn(`${where}: epoch ${epoch + 1} was not written, training goes on. ${String(error)}`);
        }
      },
    },
    {errors},
  );
}

interface Sink {
  /** Whether it is empty then. */
  readonly start: (append: boolean) => boolean;
  readonly write: (text: string) => unknown;
}

const OTHERS = 'something with write(text), such as a stream, or a function that takes the text';

function openSink(where: string, target: LogTarget): Sink {
  if (typeof target === 'string') return file(where, target);
  const write = typeof target === 'function' ? target : (text: string) => void target.write(text);
  if (write === target || typeof (target as {write?: unknown} | null)?.write === 'function') {
    return {start: append => !append, write};
  }
  return refuseArgument(where, target, `the path of a file (in Node), ${OTHERS}`);
}

/** A line is written whole and the file closed again, so that nothing is lost or left open however the training ends. */
function file(where: string, path: string): Sink {
  interface Files {
    statSync(path: string, options: {throwIfNoEntry: false}): {size: number} | undefined;
    writeFileSync(path: string, text: string): void;
    appendFileSync(path: string, text: string): void;
  }
  // An import of node:fs would keep this entry out of browsers.
  const {process} = globalThis as {process?: {getBuiltinModule?: (name: string) => unknown}};
  const files = process?.getBuiltinModule?.('node:fs') as Files | undefined;
  if (!files) {
    throw new RectifierError(
      `${where} received the path '${path}', but there are no files here, only in Node 20.16 or newer. Give ${OTHERS}.`,
    );
  }
  return {
    start: append => {
      try {
        if (append) files.appendFileSync(path, '');
        else files.writeFileSync(path, '');
        return !files.statSync(path, {throwIfNoEntry: false})?.size;
      } catch (error) {
        throw new RectifierError(`${where}: cannot write to ${path}: ${(error as Error).message}.`, {cause: error});
      }
    },
    write: text => files.appendFileSync(path, text),
  };
}

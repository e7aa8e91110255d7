/** Files that are written whole or not at all, and what the system says when it refuses one. */

import {randomUUID} from 'node:crypto';
import {open, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {RectifierError} from '../errors';

/** What `writeAtomically` calls its temporary files, for those that a crash left. */
export const TEMPORARY = /^\.rectifiers-[0-9a-f-]{36}\.tmp$/;

/** Writes beside the target, flushes to the disk, renames: the target is the old file or the whole new one. */
export async function writeAtomically(target: string, parts: readonly (ArrayBuffer | Uint8Array)[]): Promise<void> {
  const temporary = join(dirname(target), `.rectifiers-${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      for (const part of parts) await file.writeFile(part instanceof Uint8Array ? part : new Uint8Array(part));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => undefined);
    throw denied(target, 'write to', error as NodeJS.ErrnoException);
  }
  await syncFolder(dirname(target));
}

/**
 * Makes a renaming last through a power cut, and keeps it before the ones that follow. Windows cannot open folders, and
 * some network disks cannot flush them: there the file system's own order has to do.
 */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

/** Runs `body`; what the system throws becomes a RectifierError about `path`. */
export async function explain<T>(path: string, verb: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw error instanceof RectifierError ? error : denied(path, verb, error as NodeJS.ErrnoException);
  }
}

export const isAbsent = (error: unknown) => ['ENOENT', 'ENOTDIR'].includes(String((error as {code?: unknown}).code));

function denied(path: string, verb: string, error: NodeJS.ErrnoException): RectifierError {
  const reasons: Record<string, string> = {
    EACCES: 'no permission: check who owns it and its mode',
    EPERM: 'no permission: check who owns it and its mode',
    ENOENT: 'it does not exist: the model is incomplete, save or copy it again',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'a part of the path is a file, not a folder',
    EISDIR: 'a folder of that name is in the way',
    ENOSPC: 'the disk is full',
    EROFS: 'the file system is read-only',
  };
  const reason = reasons[error.code ?? ''] ?? error.message;
  return new RectifierError(`Cannot ${verb} ${path}: ${reason} (${error.code ?? error.name}).`, {
    cause: error,
  });
}

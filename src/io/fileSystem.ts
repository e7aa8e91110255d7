/** Models in folders of the file system, in Node without tfjs-node, in the format that tfjs-node reads and writes. */

import {stat} from 'node:fs/promises';
import {basename, dirname, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {RectifierError, show} from '../errors';
import {MODEL_JSON, type ModelArtifacts, type SaveResult} from './format';
import {load} from './load';
import {save} from './save';

/** A tf.io.IOHandler by its structure. */
export interface FileSystemHandler {
  /** What `model.save` calls. */
  save(artifacts: ModelArtifacts): Promise<SaveResult>;
  /** What `tf.loadLayersModel` calls. */
  load(): Promise<ModelArtifacts>;
}

const SCHEME = 'file://';

/** What is used of a URL object: its type is in no library of the language's own, only in Node's and the DOM's. */
export interface FileUrl {
  readonly href: string;
}

/**
 * An IOHandler for a model's folder, for `model.save` and `tf.loadLayersModel`, compatible both ways with tfjs-node's
 * `file://`. Saving is atomic: until its last step, the renaming of model.json, a model that was there stays whole.
 *
 * @param path the model's folder, or the path of its model.json, whatever its name for loading. A string `file://...`
 *   is the path as it stands after the scheme, as in tfjs-node (`#`, `?` and `%` are plain characters); a URL object is
 *   decoded
 * @throws RectifierError for what is no path or no file: URL; from save and load for a folder or file that is missing,
 *   may not be read or written, is not a tf.js model, or whose weights do not have the size that model.json says
 * @example
 * await model.save(fileSystem('./model'));
 * const loaded = await tf.loadLayersModel(fileSystem('./model'));
 */
export function fileSystem(path: string | FileUrl): FileSystemHandler {
  const target = toPath(path);
  return {
    save: async artifacts => save(await folderOf(target), artifacts),
    load: () => load(target),
  };
}

function toPath(path: string | FileUrl): string {
  const how = `give the path of the model's folder, e.g. './model' or 'file://./model'.`;
  if (typeof path === 'object' && path !== null && typeof path.href === 'string') {
    try {
      return resolve(fileURLToPath(path.href));
    } catch (error) {
      throw new RectifierError(`fileSystem received the URL ${path.href}, which is no file of this machine; ${how}`, {
        cause: error,
      });
    }
  }
  let text: unknown = path;
  if (typeof text === 'string' && text.startsWith(SCHEME)) {
    text = text.slice(SCHEME.length);
    // file:///C:/model
    if (process.platform === 'win32') text = (text as string).replace(/^\/(?=[a-z]:)/i, '');
  }
  if (typeof text !== 'string' || text === '' || /^[a-z][a-z\d+.-]+:\/\//i.test(text)) {
    throw new RectifierError(`fileSystem received ${show(path)}; ${how}`);
  }
  return resolve(text);
}

/** The path that loads also saves; but a folder may be called model.json, as tfjs-node makes it. */
async function folderOf(path: string): Promise<string> {
  if (basename(path) !== MODEL_JSON) return path;
  const info = await stat(path).catch(() => null);
  return info?.isDirectory() ? path : dirname(path);
}

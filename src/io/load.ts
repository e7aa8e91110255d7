/** Loading a model from its folder. A model.json is data that may come from anywhere: nothing in it is trusted. */

import {open, readFile, stat} from 'node:fs/promises';
import {basename, dirname, isAbsolute, join, relative, resolve} from 'node:path';
import {RectifierError, show} from '../errors';
import {explain, isAbsent} from './files';
import {MODEL_JSON, PASSED_ON, type ModelArtifacts, type ModelJson} from './format';
import {weightBytes} from './weights';

/** Node reads at most 2 GiB at once. */
const LARGEST_READ = 2 ** 30;

interface Shard {
  path: string;
  bytes: number;
}

export async function load(path: string): Promise<ModelArtifacts> {
  const file = await modelFile(path);
  for (let attempt = 0; ; attempt++) {
    const text = await explain(file, 'read', () => readFile(file, 'utf8'));
    const model = parseModel(file, text);
    try {
      return await artifactsOf(file, model);
    } catch (error) {
      // Another process may have saved a new model meanwhile and removed the old weights: then read again, once.
      const changed = attempt === 0 && (await readFile(file, 'utf8').catch(() => text)) !== text;
      if (!changed) throw error;
    }
  }
}

async function modelFile(path: string): Promise<string> {
  const info = await explain(path, 'read', () =>
    stat(path).catch(error => {
      if (!isAbsent(error)) throw error;
      throw new RectifierError(
        `There is no model at ${path}. Give the folder that a model was saved to, or the path of its model.json.`,
        {cause: error},
      );
    }),
  );
  if (!info.isDirectory()) return path;
  const file = join(path, MODEL_JSON);
  await explain(file, 'read', () =>
    stat(file).catch(error => {
      if (!isAbsent(error)) throw error;
      throw new RectifierError(
        `The folder ${path} holds no model.json, so no tf.js model was saved there. Give the folder that has one.`,
        {cause: error},
      );
    }),
  );
  return file;
}

function parseModel(file: string, text: string): ModelJson {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch (error) {
    throw new RectifierError(`${file} is not JSON: ${(error as Error).message}. It should be a tf.js model.json.`, {
      cause: error,
    });
  }
  const {modelTopology, weightsManifest} = (model ?? {}) as ModelJson;
  if (typeof modelTopology !== 'object' || modelTopology === null) {
    throw new RectifierError(
      `${file} is JSON, but no tf.js model: it has no modelTopology. Give a model.json that model.save or the converter wrote.`,
    );
  }
  const regular =
    weightsManifest === undefined ||
    weightsManifest === null ||
    (Array.isArray(weightsManifest) &&
      weightsManifest.every(
        group => Array.isArray(group?.paths) && group.paths.every(isString) && Array.isArray(group.weights),
      ));
  if (!regular) {
    throw new RectifierError(
      `${file}: weightsManifest is not a list of {paths: [file names], weights: [specs]}, but ${show(weightsManifest)}.`,
    );
  }
  return model as ModelJson;
}

const isString = (value: unknown) => typeof value === 'string';

async function artifactsOf(file: string, model: ModelJson): Promise<ModelArtifacts> {
  const folder = dirname(file);
  const groups = model.weightsManifest ?? [];
  const shards: Shard[] = [];
  for (const {paths, weights} of groups) {
    const found: Shard[] = [];
    for (const name of paths) {
      const path = inside(folder, name, file);
      const info = await explain(path, 'read', () => stat(path));
      if (!info.isFile()) {
        throw new RectifierError(`${path} should hold weights, as ${file} says, but it is a folder or no plain file.`);
      }
      found.push({path, bytes: info.size});
    }
    // Sizes are compared before anything is allocated or read.
    const total = found.reduce((sum, shard) => sum + shard.bytes, 0);
    const expected = weightBytes(weights, file);
    if (expected !== null && expected !== total) {
      throw new RectifierError(
        `${paths.join(', ')} in ${folder}: ${total} bytes, but ${basename(file)} says that the weights take ${expected}. ` +
          `The weights are ${total < expected ? 'cut off' : 'not those of this model'}: save or copy the model again.`,
      );
    }
    shards.push(...found);
  }
  const artifacts: ModelArtifacts = {
    ...Object.fromEntries(
      // tf.js passes on convertedBy as it stands, and the others unless they are null.
      Object.entries(model).filter(
        ([key, value]) => PASSED_ON.includes(key) && (value !== null || key === 'convertedBy'),
      ),
    ),
    modelTopology: model['modelTopology'] as object,
  };
  if (groups.length) {
    artifacts.weightSpecs = groups.flatMap(group => group.weights);
    artifacts.weightData = await readShards(shards);
  }
  return artifacts;
}

/** Straight to their places, so that no file is in memory twice. */
async function readShards(shards: readonly Shard[]): Promise<ArrayBuffer> {
  const data = new Uint8Array(shards.reduce((sum, shard) => sum + shard.bytes, 0));
  let offset = 0;
  for (const {path, bytes} of shards) {
    await explain(path, 'read', async () => {
      const file = await open(path, 'r');
      try {
        const end = offset + bytes;
        const {size} = await file.stat();
        while (size === bytes && offset < end) {
          const {bytesRead} = await file.read(data, offset, Math.min(end - offset, LARGEST_READ));
          if (!bytesRead) break;
          offset += bytesRead;
        }
        if (size !== bytes || offset !== end) {
          throw new RectifierError(`${path} changed while it was read: load the model again.`);
        }
      } finally {
        await file.close();
      }
    });
  }
  return data.buffer;
}

/** The path of a weights file, which must lie in the model's folder. */
function inside(folder: string, name: string, file: string): string {
  const path = resolve(folder, name);
  const way = relative(folder, path);
  if (isAbsolute(name) || isAbsolute(way) || way === '' || way.split(/[\\/]/)[0] === '..') {
    throw new RectifierError(
      `${file} names the weights file ${show(name)}, which is outside the model's folder: refused. ` +
        'Put the weights beside model.json.',
    );
  }
  return path;
}

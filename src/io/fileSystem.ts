/** Models in folders of the file system, in Node without tfjs-node, in the format that tfjs-node reads and writes. */

import {randomUUID} from 'node:crypto';
import {mkdir, open, readdir, readFile, rename, rm, stat} from 'node:fs/promises';
import {basename, dirname, isAbsolute, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {RectifierError, show} from '../errors';
import {weightBytes, type WeightSpec} from './weights';

/** What tf.js calls ModelArtifacts, as far as a file system is concerned. */
export interface ModelArtifacts {
  modelTopology?: object | ArrayBuffer;
  weightSpecs?: WeightSpec[];
  weightData?: ArrayBuffer | ArrayBuffer[];
  format?: string;
  generatedBy?: string;
  convertedBy?: string | null;
  signature?: object;
  userDefinedMetadata?: {[key: string]: NonNullable<unknown>};
  modelInitializer?: object;
  initializerSignature?: object;
}

export interface SaveResult {
  modelArtifactsInfo: {
    dateSaved: Date;
    modelTopologyType: 'JSON';
    modelTopologyBytes: number;
    weightSpecsBytes: number;
    weightDataBytes: number;
  };
}

/** A tf.io.IOHandler by its structure. */
export interface FileSystemHandler {
  save(artifacts: ModelArtifacts): Promise<SaveResult>;
  load(): Promise<ModelArtifacts>;
}

interface WeightsGroup {
  paths: string[];
  weights: WeightSpec[];
}
type ModelJson = Record<string, unknown> & {weightsManifest?: WeightsGroup[]};

const MODEL_JSON = 'model.json';
/** The keys of model.json that tf.js passes through beside topology and weights. */
const PASSED_ON: readonly string[] = [
  'format',
  'generatedBy',
  'convertedBy',
  'trainingConfig',
  'signature',
  'userDefinedMetadata',
  'modelInitializer',
  'initializerSignature',
];
const TEMPORARY = /^\.rectifiers-[0-9a-f-]{36}\.tmp$/;

/**
 * An IOHandler for a model's folder, for `model.save` and `tf.loadLayersModel`, compatible both ways with tfjs-node's
 * `file://`. Saving is atomic: until its last step, the renaming of model.json, a model that was there stays whole.
 *
 * @param path the model's folder; for loading also the path of its model.json. A `file://` URL does as well
 * @throws RectifierError (from save and load) for a folder or file that is missing, may not be read or written, is not
 *   a tf.js model, or whose weights do not have the size that model.json says
 * @example
 * await model.save(fileSystem('./model'));
 * const loaded = await tf.loadLayersModel(fileSystem('./model'));
 */
export function fileSystem(path: string | URL): FileSystemHandler {
  const target = toPath(path);
  return {
    save: artifacts => save(folderOf(target), artifacts),
    load: () => load(target),
  };
}

function toPath(path: string | URL): string {
  if (path instanceof URL || (typeof path === 'string' && path.startsWith('file:'))) {
    const text = String(path);
    // tf.js's file://./model is no URL in the strict sense: it is a relative path after the scheme.
    if (/^file:\/\/(?!\/)/.test(text)) return resolve(text.slice('file://'.length));
    return fileURLToPath(text);
  }
  if (typeof path !== 'string' || path === '') {
    throw new RectifierError(`fileSystem received ${show(path)}; give the path of the model's folder, e.g. './model'.`);
  }
  return resolve(path);
}

const folderOf = (path: string) => (basename(path).endsWith('.json') ? dirname(path) : path);

// ---------------------------------------------------------------------------------------------------------------- save

async function save(folder: string, artifacts: ModelArtifacts): Promise<SaveResult> {
  const {modelTopology, weightSpecs = [], weightData} = artifacts;
  const entries = Object.entries(artifacts).filter(([key, value]) => PASSED_ON.includes(key) && value !== undefined);
  if (!modelTopology || modelTopology instanceof ArrayBuffer) {
    const what = modelTopology ? 'a binary topology' : 'no topology';
    throw new RectifierError(`Saving to ${folder}: the model has ${what}; only a JSON topology can be saved.`);
  }
  const buffers = weightData === undefined ? [] : Array.isArray(weightData) ? weightData : [weightData];
  const previous = await referencedWeights(folder);
  const weightsFile = freeName(previous);
  const manifest: WeightsGroup[] = buffers.length ? [{paths: [weightsFile], weights: weightSpecs}] : [];
  const modelJson = JSON.stringify({modelTopology, ...Object.fromEntries(entries), weightsManifest: manifest});

  await explain(folder, 'create', () => mkdir(folder, {recursive: true}));
  if (buffers.length) await writeAtomically(join(folder, weightsFile), buffers);
  // From here on the new model is the model.
  await writeAtomically(join(folder, MODEL_JSON), [new TextEncoder().encode(modelJson)]);
  await tidyUp(
    folder,
    previous.filter(name => name !== weightsFile),
  );
  return {
    modelArtifactsInfo: {
      dateSaved: new Date(),
      modelTopologyType: 'JSON',
      modelTopologyBytes: Buffer.byteLength(JSON.stringify(modelTopology)),
      weightSpecsBytes: Buffer.byteLength(JSON.stringify(weightSpecs)),
      weightDataBytes: buffers.reduce((sum, buffer) => sum + buffer.byteLength, 0),
    },
  };
}

/** Weight files inside the folder that the model there uses: they must not be touched before the new one is complete. */
async function referencedWeights(folder: string): Promise<string[]> {
  try {
    const {weightsManifest = []} = JSON.parse(await readFile(join(folder, MODEL_JSON), 'utf8')) as ModelJson;
    return weightsManifest.flatMap(group => group.paths).filter(path => path === basename(path));
  } catch {
    // No model there, or none that could be loaded: nothing to keep.
    return [];
  }
}

function freeName(taken: readonly string[]): string {
  for (let i = 0; ; i++) {
    const name = i ? `weights-${i}.bin` : 'weights.bin';
    if (!taken.includes(name)) return name;
  }
}

/** Writes beside the target, flushes to the disk, renames: the target is the old file or the whole new one. */
async function writeAtomically(target: string, parts: readonly (ArrayBuffer | Uint8Array)[]): Promise<void> {
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
    throw denied(target, 'write', error as NodeJS.ErrnoException);
  }
}

/** Removes what the old model alone used, and temporary files of saves that were cut off. A failure loses nothing. */
async function tidyUp(folder: string, unused: readonly string[]): Promise<void> {
  try {
    const left = (await readdir(folder)).filter(name => TEMPORARY.test(name));
    const old: string[] = [];
    for (const name of left) {
      // A young one may belong to a save that is going on in another process.
      if (Date.now() - (await stat(join(folder, name))).mtimeMs > 3_600_000) old.push(name);
    }
    for (const name of [...unused, ...old]) await rm(join(folder, name), {force: true});
  } catch {
    // Another process may be tidying too.
  }
}

// ---------------------------------------------------------------------------------------------------------------- load

async function load(path: string): Promise<ModelArtifacts> {
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
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw denied(path, 'read', error);
    throw new RectifierError(
      `There is no model at ${path}. Give the folder that a model was saved to, or the path of its model.json.`,
      {cause: error},
    );
  });
  if (!info.isDirectory()) return path;
  const file = join(path, MODEL_JSON);
  const found = await stat(file).catch(() => null);
  if (!found) {
    throw new RectifierError(`The folder ${path} holds no model.json, so no tf.js model was saved there.`);
  }
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
  if (typeof model !== 'object' || model === null || !('modelTopology' in model)) {
    throw new RectifierError(`${file} is JSON, but no tf.js model: it has no modelTopology.`);
  }
  const {weightsManifest} = model as ModelJson;
  const regular =
    weightsManifest === undefined ||
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
  const shards: {path: string; bytes: number}[] = [];
  for (const {paths, weights} of groups) {
    const found: {path: string; bytes: number}[] = [];
    for (const name of paths) {
      const path = inside(folder, name, file);
      const info = await explain(path, 'read', () => stat(path));
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
  const weightData = new Uint8Array(shards.reduce((sum, shard) => sum + shard.bytes, 0));
  let offset = 0;
  for (const {path, bytes} of shards) {
    const data = await explain(path, 'read', () => readFile(path));
    if (data.length !== bytes) throw new RectifierError(`${path} changed while it was read: load the model again.`);
    weightData.set(data, offset);
    offset += bytes;
  }
  const artifacts: ModelArtifacts = {
    ...Object.fromEntries(Object.entries(model).filter(([key, value]) => PASSED_ON.includes(key) && value !== null)),
    modelTopology: model['modelTopology'] as object,
  };
  if (groups.length) {
    artifacts.weightSpecs = groups.flatMap(group => group.weights);
    artifacts.weightData = weightData.buffer;
  }
  return artifacts;
}

/** The path of a weights file, which must lie in the model's folder: a model is data, and may come from anywhere. */
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

// -------------------------------------------------------------------------------------------------------------- errors

async function explain<T>(path: string, verb: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw error instanceof RectifierError ? error : denied(path, verb, error as NodeJS.ErrnoException);
  }
}

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

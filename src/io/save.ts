/** Saving a model so that at every moment its folder holds a whole one, the old or the new. */

import {mkdir, readdir, readFile, rm, stat} from 'node:fs/promises';
import {join, normalize} from 'node:path';
import {RectifierError} from '../errors';
import {explain, isAbsent, TEMPORARY, writeAtomically} from './files';
import {MODEL_JSON, PASSED_ON, type ModelArtifacts, type ModelJson, type SaveResult, type WeightsGroup} from './format';

/** A temporary file older than this was left by a crash; a younger one may be another process's save going on. */
const STALE_AFTER_MS = 3_600_000;
const saving = new Map<string, Promise<unknown>>();

/**
 * One save at a time in a folder: two at once would choose the same name for their weights, and leave one's model.json
 * with the other's weights. Holds within this process only.
 */
export function save(folder: string, artifacts: ModelArtifacts): Promise<SaveResult> {
  const turn = (saving.get(folder) ?? Promise.resolve()).then(() => saveNow(folder, artifacts));
  const settled = turn
    .catch(() => undefined)
    .then(() => {
      if (saving.get(folder) === settled) saving.delete(folder);
    });
  saving.set(folder, settled);
  return turn;
}

async function saveNow(folder: string, artifacts: ModelArtifacts): Promise<SaveResult> {
  const {modelTopology, weightSpecs = [], weightData} = artifacts;
  const entries = Object.entries(artifacts).filter(([key, value]) => PASSED_ON.includes(key) && value !== undefined);
  if (!modelTopology || isBinary(modelTopology)) {
    const what = modelTopology ? 'a binary topology' : 'no topology';
    throw new RectifierError(`Saving to ${folder}: the model has ${what}; only a JSON topology can be saved.`);
  }
  const buffers = weightData === undefined ? [] : Array.isArray(weightData) ? weightData : [weightData];
  const previous = await referencedWeights(folder);
  const weightsFile = freeName(previous);
  const manifest: WeightsGroup[] = buffers.length ? [{paths: [weightsFile], weights: weightSpecs}] : [];
  const modelJson = JSON.stringify({modelTopology, ...Object.fromEntries(entries), weightsManifest: manifest});

  await explain(folder, 'write to', () => mkdir(folder, {recursive: true}));
  if (buffers.length) await writeAtomically(join(folder, weightsFile), buffers);
  try {
    // From here on the new model is the model.
    await writeAtomically(join(folder, MODEL_JSON), [new TextEncoder().encode(modelJson)]);
  } catch (error) {
    await removeUnlessReferenced(folder, weightsFile);
    throw error;
  }
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

/** By its tag: an ArrayBuffer of another realm (a vm, Jest) is no instance of ours. */
const isBinary = (topology: object) =>
  ArrayBuffer.isView(topology) || Object.prototype.toString.call(topology) === '[object ArrayBuffer]';

/**
 * Weight files beside the model.json there, which must not be touched before the new one is complete. Those in folders
 * below are left alone: their names cannot clash with ours, and what a model.json names is not ours to delete far away.
 */
async function referencedWeights(folder: string): Promise<string[]> {
  const file = join(folder, MODEL_JSON);
  // Where it exists and cannot be read, its weights are not known, and might be overwritten: then nothing is saved.
  const text = await explain(file, 'read', () =>
    readFile(file, 'utf8').catch(error => {
      if (isAbsent(error)) return '';
      throw error;
    }),
  );
  try {
    const {weightsManifest} = JSON.parse(text) as ModelJson;
    return (weightsManifest ?? [])
      .flatMap(group => group.paths)
      .map(path => normalize(path))
      .filter(path => !/[\\/]/.test(path) && path !== '..' && path !== '.' && path !== MODEL_JSON);
  } catch {
    // No model that could be loaded: nothing to keep.
    return [];
  }
}

function freeName(taken: readonly string[]): string {
  // Weights.bin is weights.bin on file systems that do not tell case apart.
  const folded = taken.map(name => name.toLowerCase());
  for (let i = 0; ; i++) {
    const name = i ? `weights-${i}.bin` : 'weights.bin';
    if (!folded.includes(name)) return name;
  }
}

/** A network disk may report a renaming as failed that took place, so model.json is asked. */
async function removeUnlessReferenced(folder: string, weightsFile: string): Promise<void> {
  try {
    if ((await referencedWeights(folder)).includes(weightsFile)) return;
    await rm(join(folder, weightsFile), {force: true});
  } catch {
    // Left over, and overwritten by the next save.
  }
}

/** Removes what the old model alone used, and temporary files of saves that were cut off. A failure loses nothing. */
async function tidyUp(folder: string, unused: readonly string[]): Promise<void> {
  try {
    const left = (await readdir(folder)).filter(name => TEMPORARY.test(name));
    const old: string[] = [];
    for (const name of left) {
      if (Date.now() - (await stat(join(folder, name))).mtimeMs > STALE_AFTER_MS) old.push(name);
    }
    for (const name of [...unused, ...old]) await rm(join(folder, name), {force: true});
  } catch {
    // Another process may be tidying too.
  }
}

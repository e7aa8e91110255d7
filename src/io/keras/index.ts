/** `rx.io.keras(source)`: models that Keras 2 and Keras 3 wrote, as this tf.js loads them with Keras's numbers. */

import {RectifierError} from '../../errors';
import type {ModelArtifacts} from '../format';
import {releaseConstraints} from './constraints';
import {checkOptions, contextOf, type Host, type KerasOptions} from './context';
import {registerAll} from './custom';
import {isObject, isSerialized, plain, type Json, type JsonObject} from './json';
import {checkModel, readModel} from './model';
import {handlerOf, type LoadHandler} from './source';
import {checkSize, dropWeights, renameWeights} from './weights';

export type {KerasOptions} from './context';

export interface KerasHandler {
  readonly load: () => Promise<ModelArtifacts>;
}

/** An IOHandler for tf.loadLayersModel. */
export function kerasHandler(
  host: Host,
  source: unknown,
  options: KerasOptions & {strict?: boolean} = {},
): KerasHandler {
  checkOptions(options, 'rx.io.keras');
  const {customObjects = {}, onUnknown: _ours, strict = true, ...rest} = options;
  const handler: LoadHandler = handlerOf(host.tf, source, rest);
  return {
    load: async () => {
      const artifacts = await handler.load();
      registerAll(host, customObjects);
      return readArtifacts(host, artifacts, options, strict);
    },
  };
}

async function readArtifacts(
  host: Host,
  artifacts: ModelArtifacts,
  options: KerasOptions,
  strict: boolean,
): Promise<ModelArtifacts> {
  const {modelTopology: topology, weightSpecs, weightData} = artifacts;
  if (!isObject(topology)) throw new RectifierError('The model has no topology in JSON, so it is no LayersModel.');
  if (weightSpecs && weightData) {
    const parts = [weightData].flat();
    checkSize(
      weightSpecs,
      parts.reduce((sum, part) => sum + part.byteLength, 0),
    );
  }
  const config = topology['model_config'] ?? topology;
  if (isOfTfjs(topology, artifacts)) {
    checkModel(config);
    return artifacts;
  }
  const json = plain(config);
  const masks = /"mask_zero":true|"class_name":"Masking"/.test(JSON.stringify(json));
  const context = contextOf(host, {keras: versionOf(topology, json, artifacts), masks}, options);
  const {model, place} = readModel(context, json);
  const result: ModelArtifacts = {...artifacts, modelTopology: withModel(topology, model)};
  if (weightSpecs) {
    const specs = renameWeights(context, weightSpecs, place, strict);
    result.weightSpecs = specs.filter(spec => spec !== null);
    if (weightData) {
      let data = joined([weightData].flat());
      if (result.weightSpecs.length < specs.length) {
        data = dropWeights(weightSpecs, specs, data);
        result.weightData = data;
      }
      const released = await releaseConstraints(host, model, result.weightSpecs, data);
      result.modelTopology = withModel(topology, released);
    }
  }
  return result;
}

/** Keras 2's file has the model beside the optimizer; tf.js's own is the model. */
const withModel = (topology: JsonObject, model: JsonObject): JsonObject =>
  'model_config' in topology ? {...topology, model_config: model} : {...topology, ...model};

function joined(parts: readonly ArrayBuffer[]): ArrayBuffer {
  if (parts.length === 1) return parts[0]!;
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    result.set(new Uint8Array(part), offset);
    offset += part.byteLength;
  }
  return result.buffer;
}

function isOfTfjs(topology: JsonObject, {generatedBy}: ModelArtifacts): boolean {
  const version = kerasVersion(topology);
  return typeof version === 'string' ? version.startsWith('tfjs') : /tfjs|TensorFlow\.js/.test(String(generatedBy));
}

const kerasVersion = (topology: JsonObject): Json =>
  topology['keras_version'] ??
  (isObject(topology['model_config']) ? (topology['model_config']['keras_version'] ?? null) : null);

/** By what is said, else by what only Keras 3 writes. */
function versionOf(topology: JsonObject, model: Json, {generatedBy}: ModelArtifacts): 2 | 3 {
  const said = kerasVersion(topology) ?? /^keras v(\d.*)/i.exec(String(generatedBy))?.[1];
  if (typeof said === 'string' && /^\d/.test(said)) return parseInt(said, 10) >= 3 ? 3 : 2;
  const text = isSerialized(model) ? JSON.stringify(model) : '';
  return /"batch_shape":|"__keras_tensor__"|"DTypePolicy"/.test(text) ? 3 : 2;
}

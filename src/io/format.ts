/** What tf.js hands to a file system and gets from it, and model.json, the file that describes it. */

import type {WeightSpec} from './weights';

/** What tf.js calls TrainingConfig: written with `includeOptimizer`, and by Keras. */
export interface TrainingConfig {
  optimizer_config: object;
  loss: string | string[] | {[key: string]: string};
  metrics?: string[] | {[key: string]: string};
  weighted_metrics?: string[];
  sample_weight_mode?: string;
  loss_weights?: number[] | {[key: string]: number};
}

/** What tf.js calls ModelArtifacts, as far as a file system is concerned. */
export interface ModelArtifacts {
  modelTopology?: object | ArrayBuffer;
  trainingConfig?: TrainingConfig;
  weightSpecs?: WeightSpec[];
  weightData?: ArrayBuffer | ArrayBuffer[];
  format?: string;
  generatedBy?: string;
  convertedBy?: string | null;
  signature?: object;
  userDefinedMetadata?: {[key: string]: object};
  modelInitializer?: object;
  initializerSignature?: object;
}

/** What tf.js calls SaveResult. */
export interface SaveResult {
  modelArtifactsInfo: {
    dateSaved: Date;
    modelTopologyType: 'JSON';
    modelTopologyBytes: number;
    weightSpecsBytes: number;
    weightDataBytes: number;
  };
}

export interface WeightsGroup {
  paths: string[];
  weights: WeightSpec[];
}
export type ModelJson = Record<string, unknown> & {weightsManifest?: WeightsGroup[] | null};

export const MODEL_JSON = 'model.json';

/** The keys of model.json that tf.js passes through beside topology and weights. */
export const PASSED_ON: readonly string[] = [
  'format',
  'generatedBy',
  'convertedBy',
  'trainingConfig',
  'signature',
  'userDefinedMetadata',
  'modelInitializer',
  'initializerSignature',
];

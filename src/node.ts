/**
 * The entry `tfjs-rectifiers/node`: models in the file system, without tfjs-node.
 *
 * @module tfjs-rectifiers/node
 */

export {RectifierError} from './errors';
export {fileSystem, type FileSystemHandler, type FileUrl} from './io/fileSystem';
export type {ModelArtifacts, SaveResult, TrainingConfig} from './io/format';
export {registerFileSystem, type TfWithIO} from './io/register';
export type {WeightSpec} from './io/weights';

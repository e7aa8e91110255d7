/** The public entry: `rectifiers(tf)`, the error class, and the types. */

export {RectifierError} from './errors';
export {rectifiers} from './plugin';
export type {
  ActivationIdentifier,
  ArrayLike,
  FunctionInfo,
  LayerConfig,
  LayerFactory,
  LayerOf,
  NumberParameters,
  Op,
  OpParameters,
  Rectifiers,
  TensorOf,
  TfLike,
} from './types';
export type {ClampConfig} from './layers/clamp';
export type {ParameterSpec} from './activations/definition';
export {version} from './version';

/** The public entry: `rectifiers(tf)`, the error class, and the types. */

export {RectifierError} from './errors';
export {rectifiers} from './plugin';
export type {
  ActivationIdentifier,
  ArrayLike,
  ClampConfig,
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
export type {ParameterSpec} from './activations/definition';
export {version} from './version';

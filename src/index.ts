/** The public entry: `rectifiers(tf)`, the error class, and the types. */

export {RectifierError} from './errors';
export {rectifiers} from './plugin';
export type {
  ActivationIdentifier,
  ArrayLike,
  AxisInfo,
  ClampConfig,
  DefinedFunction,
  FunctionDefinition,
  FunctionInfo,
  LayerConfig,
  LayerFactory,
  LayerOf,
  Op,
  OpParameters,
  ParameterValues,
  PointwiseInfo,
  Rectifiers,
  TensorOf,
  TfLike,
} from './types';
export type {ChoiceSpec, NumberSpec, ParameterSpec} from './activations/definition';
export type {Expression} from './expr/trace';
export {version} from './version';

/**
 * The public entry: `rectifiers(tf)`, the error class, and the types.
 *
 * @module tfjs-rectifiers
 */

export {RectifierError} from './errors';
export {rectifiers} from './plugin';
export type {
  ActivationIdentifier,
  AplConfig,
  AplOp,
  AplParameters,
  AlphaDropoutConfig,
  ArrayLike,
  AxisInfo,
  AxisLayerFactory,
  AxisOp,
  AxisSettings,
  ClampConfig,
  DefinedFunction,
  DyReluConfig,
  FilterBankConfig,
  FReluConfig,
  FunctionDefinition,
  FunctionInfo,
  HingedInfo,
  HingeSpec,
  Installed,
  LayerConfig,
  LayerFactory,
  LayerInfo,
  LayerOf,
  LoadOptions,
  MaxoutDenseConfig,
  MetaAconCConfig,
  ModelSource,
  Op,
  OpParameters,
  ParameterValues,
  PointwiseInfo,
  Rectifiers,
  TensorOf,
  TfLike,
} from './types';
export type {KerasOptions} from './io/keras/context';
export type {ChoiceSpec, NumberSpec, ParameterSpec} from './activations/definition';
export type {AxisSetting, CountSetting, FlagSetting, Setting} from './ops/axis/definition';
export type {Expression} from './expr/trace';
export {version} from './version';

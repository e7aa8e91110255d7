/** What is used of tf.js's models and layers, and how the layers inside a model are found. */

import {RectifierError, show, suggestion} from '../errors';
import {isTensor, type Shape, type Tensor, type Tf} from '../tf';
import type {FunctionInfo} from '../types';

/** As much of rx as is used here. */
export interface Rx {
  readonly functions: ReadonlyMap<string, FunctionInfo>;
  readonly layers: Readonly<Record<string, (config?: object) => Layer>>;
  readonly activation: (name: string, params?: object) => object;
}

export type Config = Record<string, unknown>;
export interface Activation {
  apply(x: Tensor): Tensor;
  getClassName(): string | {className: string};
}
export interface Weight {
  readonly originalName: string;
  readonly shape: Shape;
  read(): Tensor;
  dispose(): void;
}
export interface SymbolicTensor {
  readonly id: number;
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: string;
  readonly sourceLayer: Layer;
  readonly nodeIndex: number;
}
/** A use of a layer. */
export interface Node {
  readonly inputTensors: SymbolicTensor[];
  readonly outputTensors: SymbolicTensor[];
  readonly callArgs?: object | null;
}
export interface Layer {
  name: string;
  batchInputShape?: Shape;
  dtype?: string;
  trainable: boolean;
  readonly activation?: Activation;
  /** Of a wrapper. */
  readonly layer?: Layer;
  /** Of a model. */
  readonly layers?: Layer[];
  readonly weights: Weight[];
  readonly trainableWeights: Weight[];
  readonly inboundNodes: Node[];
  getClassName(): string;
  getConfig(): Config;
  getWeights(): Tensor[];
  setWeights(weights: Tensor[]): void;
  apply(inputs: unknown, kwargs?: object): Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[];
  call(inputs: Tensor | Tensor[], kwargs: object): Tensor | Tensor[];
  computeOutputShape(shape: Shape): Shape;
}
export type Loss = (yTrue: Tensor, yPred: Tensor) => Tensor;
export interface Model extends Layer {
  readonly layers: Layer[];
  readonly inputs: SymbolicTensor[];
  readonly outputs: SymbolicTensor[];
  /** Inside a sequential model. */
  readonly model?: Model;
  readonly lossFunctions?: Loss[];
  calculateLosses(): Tensor[];
}

/** Throws for an option that is not known. */
export function checkOptions(options: object | undefined, known: readonly string[], where: string): void {
  for (const key of Object.keys(options ?? {})) {
    if (!known.includes(key)) throw new RectifierError(`${where}: unknown option '${key}'.${suggestion(key, known)}`);
  }
}

/** Throws unless it is a model of layers with known inputs. */
export function checkModel(model: unknown, where: string): Model {
  const given = model as Partial<Model> | null | undefined;
  if (typeof given?.apply === 'function' && Array.isArray(given.layers) && given.inputs?.length) return given as Model;
  throw new RectifierError(
    `${where} takes a tf.sequential or tf.model whose inputShape is known, not ${given?.layers ? 'one without' : show(model)}.`,
  );
}

/** A layer that computes something, and its name with those of the models around it. */
export interface Leaf {
  readonly layer: Layer;
  readonly path: string;
}

/** All layers inside a model and the models in it, each once. */
export function leavesOf(model: Layer, prefix = '', seen = new Set<Layer>()): Leaf[] {
  return model.layers!.flatMap(layer => {
    if (seen.has(layer) || layer.getClassName() === 'InputLayer') return [];
    seen.add(layer);
    const path = prefix + layer.name;
    return layer.layers ? leavesOf(layer, `${path}/`, seen) : [{layer, path}];
  });
}

/** The layer that is run at each step in time, or else itself. */
export const unwrapped = (layer: Layer): Layer =>
  layer.getClassName() === 'TimeDistributed' ? unwrapped(layer.layer!) : layer;

/**
 * Gives an object a property of its own, and returns what takes it away again. Models are watched in this way for one
 * synchronous pass: prototypes are left alone, and nothing else can run in between.
 */
export function lend(object: object, key: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(object, key);
  Object.defineProperty(object, key, {value, configurable: true, writable: true, enumerable: true});
  return () => {
    if (own) Object.defineProperty(object, key, own);
    else delete (object as Config)[key];
  };
}

/** A tensor for each of the symbolic ones, whether given alone, as a list, or by name. */
export function tensorsFor(
  tf: Tf,
  given: unknown,
  wanted: readonly {readonly name: string; readonly shape?: Shape}[],
  what: string,
  where: string,
): Tensor[] {
  const names = wanted.map(({name}) => name.split('/')[0]!);
  const list = isTensor(given)
    ? [given]
    : Array.isArray(given)
      ? (given as unknown[])
      : names.map(name => (given as Config | null | undefined)?.[name]);
  if (list.length !== names.length || !list.every(isTensor)) {
    const many = names.length > 1 ? `, or {${names.map(name => `${name}: tensor`).join(', ')}} or a list of them` : '';
    throw new RectifierError(`${where}: ${what} must be a tensor${many}, but is ${show(given)}.`);
  }
  return list.map((tensor: Tensor, i) => {
    const {shape} = wanted[i]!;
    // A list of numbers is a column, as in fit.
    const column = tensor.rank === 1 && shape?.length !== 1 ? tf.expandDims(tensor, 1) : tensor;
    if (
      shape &&
      (shape.length !== column.rank || shape.some((size, axis) => size !== null && size !== column.shape[axis]))
    ) {
      throw new RectifierError(
        `${where}: ${what} for ${names[i]} has shape [${tensor.shape}], but must have [${shape.map(size => size ?? 'any')}].`,
      );
    }
    return column;
  });
}

/** When something throws under a gradient, tf.js forgets the tensors that it saved for the way back. */
export function disposeTape(tf: Tf): void {
  const {state} = tf.engine() as unknown as {state?: {gradientDepth: number; activeTape?: {saved?: Tensor[]}[] | null}};
  if (state?.gradientDepth !== 0 || !Array.isArray(state.activeTape)) return;
  for (const {saved} of state.activeTape) tf.dispose(saved ?? []);
  state.activeTape = null;
}

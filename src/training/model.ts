/** What is used of tf.js's models and layers, and how the layers inside a model are found. */

import type {Shape, Tensor, Tf} from '../tf';
import type {FunctionInfo} from '../types';
import {fail, host} from './host';

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

/** Throws unless it is a model of layers with known inputs. */
export function checkModel(model: unknown, where: string): Model {
  const given = model as Partial<Model> | null | undefined;
  if (typeof given?.apply === 'function' && Array.isArray(given.layers) && given.inputs?.length) return given as Model;
  return host.refuse(where, 'model', model, 'a tf.sequential or tf.model with a known inputShape');
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

/** What a layer or model gives for a list of inputs, as a list. */
export const applyTo = <T>(layer: Layer, inputs: readonly T[], options?: object): T[] =>
  [layer.apply(inputs.length > 1 ? inputs : inputs[0], options)].flat() as T[];

export const isChannelsFirst = (layer: Layer): boolean => layer.getConfig()['dataFormat'] === 'channelsFirst';

/** tf.js's layers whose activation is the last that they do. */
export const ACTIVATED_LAST = /^(Dense|Conv\dD(Transpose)?|(Separable|Depthwise)Conv2D)$/;

/** The layer that is run at each step in time, or else itself. */
export const unwrapped = (layer: Layer): Layer =>
  layer.getClassName() === 'TimeDistributed' ? unwrapped(layer.layer!) : layer;

/** Gives an object a property of its own for a while. */
export type Lend = (object: object, key: 'call' | 'activation', value: unknown) => void;

/**
 * Runs a model with properties lent to its layers, which are taken away again whatever happens. Models are watched in this
 * way for one synchronous pass: prototypes are left alone, and nothing else can run in between.
 */
export function pass<T>(tf: Tf, where: string, run: (lend: Lend) => T): T {
  const returned: (() => void)[] = [];
  const lend = (object: Config, key: string, value: unknown) => {
    const [isOwn, before] = [Object.hasOwn(object, key), object[key]];
    object[key] = value;
    returned.push(() => {
      if (isOwn) object[key] = before;
      else delete object[key];
    });
  };
  try {
    return run(lend as Lend);
  } catch (error) {
    disposeTape(tf);
    const {message} = error as Error;
    // As tf.js says that there is no kernel.
    const isLacking = message.includes("for backend 'wasm'");
    const hint = isLacking ? ' Call enableWasmTraining() before.' : '';
    return fail(where, `a pass through the model failed: ${message}${hint}`, {cause: error});
  } finally {
    for (const giveBack of returned.reverse()) giveBack();
  }
}

/** When something throws under a gradient, tf.js forgets the tensors that it saved for the way back. */
function disposeTape(tf: Tf): void {
  const {state} = tf.engine() as unknown as {state?: {gradientDepth: number; activeTape?: {saved?: Tensor[]}[] | null}};
  if (state?.gradientDepth !== 0) return;
  for (const {saved} of state.activeTape ?? []) tf.dispose(saved ?? []);
  state.activeTape = null;
}

/** A tensor for each input or output of a model, whether given alone, as a list, or by name. */
export function tensorsFor(
  tf: Tf,
  given: unknown,
  symbols: readonly SymbolicTensor[],
  what: 'x' | 'y',
  where: string,
): Tensor[] {
  const names = symbols.map(({sourceLayer}) => sourceLayer.name);
  const isTensor = (each: unknown) => each instanceof tf.Tensor;
  const isList = isTensor(given) || Array.isArray(given);
  const list = isList ? [given].flat() : names.map(name => (given as Config | null | undefined)?.[name]);
  if (list.length !== names.length || !list.every(isTensor)) {
    host.refuse(where, what, given, `a tensor for each of ${names.join(', ')}, in a list or by name`);
  }
  return (list as Tensor[]).map((tensor, i) => {
    const {shape} = symbols[i]!;
    // A list of numbers is a column, as in fit.
    const column = tensor.rank === 1 && shape.length !== 1 ? tf.expandDims(tensor, 1) : tensor;
    const fits = column.rank === shape.length && column.shape.every((size, axis) => size === (shape[axis] ?? size));
    // What shape y has is the loss's to say.
    if (what === 'x' && !(fits && column.size)) {
      const wanted = shape.map(size => size ?? 'some');
      host.refuse(where, `x for ${names[i]}`, tensor, `of shape [${wanted}]`);
    }
    return column;
  });
}

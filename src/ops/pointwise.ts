/** A pointwise function as an op: checks what it is given, and runs one kernel. */

import {isLearnable, labelsOf, noiseOf, type Definition, type Value} from '../activations/definition';
import {RectifierError, refuse, show} from '../errors';
import {type Node} from '../expr/graph';
import {makeProgram, type Program} from '../expr/program';
import {trace} from '../expr/trace';
import {run} from '../kernels/kernel';
import {broadcastsTo} from '../kernels/shapes';
import {checkNames, checkTogether, checkValue} from '../parameters';
import {isTensor, type Tensor, type TensorLike, type Tf} from '../tf';

export type PointwiseOp = (x: Tensor | TensorLike, params?: Readonly<Record<string, unknown>>) => Tensor;

/** The values that are no expressions in a graph, but select it: words that were chosen, and null for none. */
export type Fixed = Readonly<Record<string, string | null>>;

const graphs = new WeakMap<Definition, Map<string, Node>>();

/** The graph of a definition, traced when first asked for. */
export function graphOf(definition: Definition, fixed: Fixed): Node {
  let traced = graphs.get(definition);
  if (!traced) graphs.set(definition, (traced = new Map<string, Node>()));
  const key = JSON.stringify(fixed);
  let graph = traced.get(key);
  if (!graph) {
    const {name, params, fn, derivatives} = definition;
    graph = trace(name, Object.keys(params), fn, derivatives, fixed);
    traced.set(key, graph);
  }
  return graph;
}

export function pointwiseOp(tf: Tf, definition: Definition): PointwiseOp {
  const {params: specs, check} = definition;
  const noise = noiseOf(definition);
  const names = Object.keys(specs).filter(name => name !== noise);
  const besides = noise === undefined ? [] : ['training'];
  const {op: where, layer, kernel} = labelsOf(definition);
  /** One program for each set of parameters that are tensors, and each graph. */
  const programs = new Map<string, Program>();
  const programFor = (key: string, tensors: string[], fixed: Fixed): Program => {
    let program = programs.get(key);
    if (!program) {
      const numbers = names.filter(name => !tensors.includes(name) && !Object.hasOwn(fixed, name));
      program = makeProgram(kernel, ['x', ...tensors], numbers, [graphOf(definition, fixed)]);
      programs.set(key, program);
    }
    return program;
  };

  return (x, params = {}) => {
    checkNames(definition, params, where, besides);
    const training = (noise !== undefined && params['training']) ?? false;
    if (typeof training !== 'boolean') {
      refuse(where, 'training', training, 'true or false');
    }
    return tf.tidy(where, () => {
      const input = floatTensor(tf, x, 'x', where, layer);
      const inputs = [input];
      const tensors: string[] = [];
      const uniforms: number[] = [];
      const fixed: Record<string, string | null> = {};
      const values: Record<string, Value | undefined> = {};
      // Which program it takes, in a form that costs little: this is most of what a small tensor pays for.
      let key = '';
      const take = (name: string, tensor: Tensor) => {
        tensors.push(name);
        key += `${name},`;
        inputs.push(tensor);
      };
      for (const name of names) {
        const spec = specs[name]!;
        const value = params[name] === undefined ? spec.default : params[name];
        if (!isLearnable(spec) || typeof value === 'number' || value === null) {
          const checked = (values[name] = checkValue(definition, name, value, where));
          // Rounded to float32, as it would be in a tensor, so that both give the same numbers.
          if (typeof checked === 'number') uniforms.push(Math.fround(checked));
          else {
            fixed[name] = checked;
            key += `${name}=${checked},`;
          }
          continue;
        }
        const tensor = floatTensor(tf, value as Tensor | TensorLike, name, where, layer);
        if (!broadcastsTo(tensor.shape, input.shape)) {
          throw new RectifierError(
            `${where}: ${name} of shape [${tensor.shape}] does not broadcast to x of shape [${input.shape}]. ` +
              `Each of its axes, aligned at the end, must be 1 or that of x: reshape it, e.g. to [1, ..., channels].`,
          );
        }
        take(name, tensor);
      }
      if (noise !== undefined) {
        const seed = checkValue(definition, noise, params[noise] ?? null, where) as number | null;
        // tf.js draws in JavaScript, so that a seed gives the same numbers on every backend.
        if (training) take(noise, tf.randomUniform(input.shape, 0, 1, 'float32', seed ?? undefined));
        else fixed[noise] = null;
      }
      if (check) checkTogether(definition, values, where);
      return run(tf, programFor(key, tensors, fixed), inputs, uniforms, input.shape, [input.shape])[0]!;
    });
  };
}

/** A float32 tensor of what was given: int32 and bool are cast, arrays converted. */
export function floatTensor(tf: Tf, value: Tensor | TensorLike, name: string, where: string, layer: string): Tensor {
  const wanted = 'allowed are a tensor of dtype float32, int32 or bool, a number, and (nested) arrays of numbers';
  if (isTensor(value)) {
    if (value.dtype === 'string' || value.dtype === 'complex64') {
      throw new RectifierError(`${where}: ${name} has dtype ${value.dtype}; ${wanted}.`);
    }
    // A cast records a gradient of its own, which for int32 is the identity, as everywhere in tf.js.
    return value.dtype === 'float32' ? value : tf.cast(value, 'float32');
  }
  const symbolic = value as {sourceLayer?: unknown} | null | undefined;
  if (symbolic?.sourceLayer !== undefined) {
    throw new RectifierError(
      `${where}: ${name} is a SymbolicTensor, a layer's output in a model that is being built. ` +
        `Ops take tensors; apply the layer instead: ${layer}(config).apply(x).`,
    );
  }
  if (!isArrayLike(value)) throw new RectifierError(`${where}: ${name} is ${show(value)}; ${wanted}.`);
  // tf.js checks this in debug mode only, and reads past the end otherwise.
  const shape = firstShape(value);
  const [holds, takes] = [countNumbers(value), shape.reduce((a, b) => a * b, 1)];
  if (holds !== takes) {
    throw new RectifierError(
      `${where}: ${name} is no regular array: its first rows say shape [${shape}], which takes ${takes} numbers, ` +
        `but it holds ${holds}.`,
    );
  }
  const tensor = tf.tensor(value as TensorLike);
  if (tensor.dtype === 'string') throw new RectifierError(`${where}: ${name} holds strings; ${wanted}.`);
  return tensor.dtype === 'float32' ? tensor : tf.cast(tensor, 'float32');
}

const isArrayLike = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'boolean' || Array.isArray(value) || ArrayBuffer.isView(value);

const countNumbers = (value: unknown): number => {
  if (ArrayBuffer.isView(value)) return (value as Float32Array).length;
  return Array.isArray(value) ? value.reduce((sum: number, item) => sum + countNumbers(item), 0) : 1;
};

const firstShape = (value: unknown): number[] => {
  if (ArrayBuffer.isView(value)) return [(value as Float32Array).length];
  return Array.isArray(value) ? [value.length, ...(value.length ? firstShape(value[0]) : [])] : [];
};

/** What the GPU targets have in common: small tensors stay on the CPU, and whatever fails is left to stock ops. */

import {withoutExplicit, type Node} from '../../expr/graph';
import {outputsOf, type Program} from '../../expr/program';
import type {Tensor, TensorInfo, Tf} from '../../tf';
import {onInterpreter} from '../interpret';
import {slicesOf, type Slice} from '../stacks';
import type {Attributes, Target} from '../target';
import {product} from './layout';

/** What is assumed of the insides of a GPU backend, besides the function that runs a program. */
export interface GpuBackend {
  /** Whether all inputs are small and not on the GPU yet. */
  readonly shouldExecuteOnCPU?: (inputs: readonly TensorInfo[]) => boolean;
  readonly disposeData: (dataId: object) => void;
}

/** A kernel to run. */
export interface Job extends Attributes {
  readonly inputs: readonly TensorInfo[];
  /** What each symbol of the program is of the inputs. */
  readonly slices: readonly Slice[];
  /** Keeps the source for a key, which is to say all that the source depends on besides the program and its outputs. */
  readonly source: (key: string, make: () => string) => string;
}

export interface Gpu<Backend extends GpuBackend> {
  /** Whether the backend's insides are as assumed, and it takes that many inputs. */
  readonly works: (tf: Tf, backend: Backend, inputs: number) => boolean;
  /** One output at each element. */
  readonly pointwise: (backend: Backend, job: Job, output: Node) => TensorInfo;
  /** Outputs of one shape, summed to it. */
  readonly sums: (backend: Backend, job: Job, outputs: readonly Node[], shape: readonly number[]) => TensorInfo[];
}

export function gpuTarget<Backend extends GpuBackend>(gpu: Gpu<Backend>): Target {
  const failed = new WeakMap<object, Set<string>>();
  const sources = new WeakMap<Program, Map<string, string>>();
  return (tf, inputs, attributes) => {
    const {program, full} = attributes;
    const backend = tf.backend() as unknown as Backend;
    if (full.includes(0) || failed.get(backend)?.has(program.kernelName)) return null;
    try {
      if (!gpu.works(tf, backend, inputs.length)) return null;
      if (backend.shouldExecuteOnCPU?.(inputs)) return onInterpreter(tf, inputs, attributes);
      return run(backend, inputs, attributes);
    } catch {
      // A shader that does not compile, or a backend that has changed: from now on this kernel is stock ops.
      if (!failed.has(backend)) failed.set(backend, new Set());
      failed.get(backend)!.add(program.kernelName);
      return null;
    }
  };

  function run(backend: Backend, inputs: Tensor[], attributes: Attributes): TensorInfo[] {
    const {program, full, shapes, uniforms} = attributes;
    // Numbers that are 0 are folded: any other compiles nothing, but of a 0 the limit is 0 where x is infinite.
    const zeros = program.uniforms.filter((_, i) => !uniforms[i]);
    const outputs = withoutExplicit(outputsOf(program), zeros);
    const infos = inputs.map(({dataId, shape, dtype}) => ({dataId, shape, dtype}));
    const slices = slicesOf(
      inputs.map(({shape}) => shape),
      attributes.stacks?.inputs,
    );
    if (!sources.has(program)) sources.set(program, new Map());
    const known = sources.get(program)!;
    const results: TensorInfo[] = [];
    shapes.forEach((shape, i) => {
      if (results[i]) return;
      // Of another rank only, with axes of size 1: nothing to sum.
      const whole = product(shape) === product(full);
      const group = whole ? [i] : shapes.flatMap((other, j) => (String(other) === String(shape) ? [j] : []));
      const source = (key: string, make: () => string): string => {
        const name = `${group};${zeros};${key}`;
        if (!known.has(name)) known.set(name, make());
        return known.get(name)!;
      };
      const job = {...attributes, inputs: infos, slices, source};
      const made = whole
        ? [gpu.pointwise(backend, job, outputs[i]!)]
        : gpu.sums(
            backend,
            job,
            group.map(j => outputs[j]!),
            shape,
          );
      group.forEach((j, position) => (results[j] = {...made[position]!, shape: [...shape]}));
    });
    return results;
  }
}

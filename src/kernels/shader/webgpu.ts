/**
 * WebGPU: compute shaders over flat buffers, four elements a thread where the last axis that matters allows it. Sizes are
 * uniforms, so that a program serves every shape of its pattern of broadcasting.
 */

import type {TensorInfo} from '../../tf';
import type {Slice} from '../stacks';
import {wgsl} from './dialect';
import {axesOf, product, sumsOf} from './layout';
import {chunksSource, pointwiseSource, sumSource} from './source';
import {gpuTarget, type GpuBackend} from './target';

interface WebGPUBackend extends GpuBackend {
  readonly device?: {readonly limits?: {readonly maxStorageBuffersPerShaderStage?: number}};
  readonly runWebGPUProgram: (
    program: WebGPUProgram,
    inputs: readonly TensorInfo[],
    dtype: 'float32',
    uniforms: {type: 'int32' | 'float32'; data: number[]}[],
  ) => TensorInfo;
}

/** tf.js's WebGPUProgram, as far as it is used here. tf.js writes into it: a new one for each run. */
interface WebGPUProgram {
  readonly variableNames: readonly string[];
  readonly variableComponents: readonly (1 | 4)[];
  readonly outputShape: number[];
  readonly outputComponent: 1 | 4;
  readonly workgroupSize: [number, number, number];
  readonly dispatchLayout: {x: number[]};
  dispatch: [number, number, number];
  readonly uniforms: string;
  shaderKey: string;
  readonly getUserCode: () => string;
}

export const onWebGPU = gpuTarget<WebGPUBackend>({
  works: (_, backend, inputs) =>
    typeof backend.runWebGPUProgram === 'function' &&
    inputs < (backend.device?.limits?.maxStorageBuffersPerShaderStage ?? 8),

  pointwise(backend, {program, full, inputs, slices, uniforms, source}, output) {
    const {axes, lanes, components, loads, sizes, key} = layoutOf(full, slices);
    const size = product(full);
    const integers = {...sizes, threads: size / lanes};
    const code = source(key, () =>
      wgsl(
        pointwiseSource(program, output, axes, loads, value => `result[o] = ${value};`),
        lanes,
        namesOf(integers, uniforms),
      ),
    );
    return runCode(backend, code, inputs, components, size, lanes, integers, uniforms);
  },

  sums(backend, {program, full, inputs, slices, uniforms, source}, outputs, shape) {
    const {axes, lanes, components, loads, sizes, key} = layoutOf(full, slices, shape);
    const {kept, reduced, run, chunks} = sumsOf(axes);
    const integers = {...sizes, threads: chunks * kept, kept, reduced, run};
    const count = outputs.length;
    const code = source(key, () => {
      const stores = outputs.map((_, i) => `result[(chunk * ${count} + ${i}) * kept + k] = total${i};`);
      return wgsl(sumSource(program, outputs, axes, loads, stores.join('\n')), lanes, namesOf(integers, uniforms));
    });
    const partial = runCode(
      backend,
      code,
      inputs,
      components,
      chunks * count * kept * lanes,
      lanes,
      integers,
      uniforms,
    );
    const component = components.at(-1)!;
    const total = lanes === component ? 'total' : 'dot(total, V(1.))';
    const results = outputs.map((_, i) => {
      const final = {threads: kept, chunks, every: count * kept, first: i * kept};
      const adding = chunksSource('t0[j * every + first + o]', `result[o] = ${total};`);
      const final_ = wgsl(adding, lanes, Object.keys(final));
      return runCode(backend, final_, [partial], [lanes], kept * component, component, final, []);
    });
    backend.disposeData(partial.dataId);
    return results;
  },
});

/** Of slices that broadcast to `full`: where sums are made, their shape counts as the last one. */
function layoutOf(full: readonly number[], slices: readonly Slice[], ...sums: (readonly number[])[]) {
  const shapes = [...slices.map(({shape}) => shape), ...sums];
  const axes = axesOf(full, shapes, 1);
  const last = axes.at(-1);
  /** Elements a thread. */
  const lanes: 1 | 4 = last && last.size % 4 === 0 ? 4 : 1;
  if (last) axes[axes.length - 1] = {...last, size: last.size / lanes};
  /** How many elements of each tensor are read or written at once: one where it is repeated along the last axis. */
  const components = shapes.map((_, i): 1 | 4 => (last?.own[i] ? lanes : 1));
  const sizes: Record<string, number> = {zero: 0};
  axes.forEach((axis, i) => (sizes[`d${i}`] = axis.size));
  slices.forEach(({tensor, part, shape}, i) => {
    if (part !== null) sizes[`e${tensor}`] = product(shape) / components[i]!;
  });
  return {
    axes,
    lanes,
    /** Of tensors, all slices of one being alike; and of sums. */
    components: components.filter((_, i) => !slices[i]?.part),
    loads: (i: number, index: string) => {
      const {tensor, part} = slices[i]!;
      const value = `t${tensor}[${part ? `${part} * e${tensor} + ` : ''}${index}]`;
      // A tensor that was cast from int32 still holds integers.
      return components[i] === 1 ? `V(f32(${value}))` : `V(${value})`;
    },
    sizes,
    key: JSON.stringify([lanes, axes.map(axis => axis.own)]),
  };
}

const namesOf = (integers: object, numbers: readonly number[]): string[] => [
  ...Object.keys(integers),
  ...numbers.map((_, i) => `p${i}`),
];

const WORKGROUP = 64;

function runCode(
  backend: WebGPUBackend,
  code: string,
  inputs: readonly TensorInfo[],
  components: readonly (1 | 4)[],
  size: number,
  outputComponent: 1 | 4,
  integers: Readonly<Record<string, number>>,
  numbers: readonly number[],
): TensorInfo {
  const uniforms = namesOf(integers, numbers)
    .map(name => `${name} : ${name in integers ? 'i32' : 'f32'}`)
    .join(', ');
  return backend.runWebGPUProgram(
    {
      variableNames: inputs.map((_, i) => `t${i}`),
      variableComponents: components.slice(0, inputs.length),
      outputShape: [size],
      outputComponent,
      workgroupSize: [WORKGROUP, 1, 1],
      dispatchLayout: {x: [0]},
      dispatch: [Math.ceil(integers.threads! / WORKGROUP), 1, 1],
      uniforms,
      // The source and its uniforms: all that tf.js's own part of the key does not hold.
      shaderKey: uniforms + code,
      getUserCode: () => code,
    },
    // Of another rank than the output: tf.js compiles anew where shapes that differed are equal.
    inputs.map(input => ({...input, shape: [1, product(input.shape)]})),
    'float32',
    [
      ...Object.values(integers).map(value => ({type: 'int32' as const, data: [value]})),
      ...numbers.map(value => ({type: 'float32' as const, data: [value]})),
    ],
  );
}

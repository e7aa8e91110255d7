/**
 * WebGL 2: packed programs, 2 by 2 elements a texel. Sizes are uniforms, so that a program serves every shape of its
 * pattern of broadcasting.
 *
 * WebGL 1 has no integers in its shaders that could look at bits, without which none of library.ts holds: stock ops there.
 */

import type {TensorInfo} from '../../tf';
import {sameShape} from '../shapes';
import type {Slice} from '../stacks';
import {glsl} from './dialect';
import {aligned, axesOf, product, sumsOf, type Axis} from './layout';
import {chunksSource, pointwiseSource, sumSource} from './source';
import {gpuTarget, type GpuBackend} from './target';

/** Where a tensor is on the GPU, and under which shape it was put there. */
interface TextureData {
  readonly shape: readonly number[];
  readonly texShape?: readonly number[] | null;
  readonly texture?: unknown;
  readonly isPacked?: boolean;
  readonly slice?: unknown;
}

interface WebGLBackend extends GpuBackend {
  readonly texData?: {readonly get: (dataId: object) => TextureData | undefined};
  readonly runWebGLProgram: (
    program: WebGLProgram,
    inputs: readonly TensorInfo[],
    dtype: 'float32',
    uniforms: readonly number[][],
  ) => TensorInfo;
}

/** tf.js's GPGPUProgram, as far as it is used here. */
interface WebGLProgram {
  readonly variableNames: readonly string[];
  readonly outputShape: number[];
  readonly packedInputs: true;
  readonly packedOutput: true;
  readonly enableShapeUniforms: true;
  readonly customUniforms: readonly {name: string; type: 'int' | 'float'}[];
  readonly userCode: string;
}

export const onWebGL = gpuTarget<WebGLBackend>({
  works: (tf, backend, inputs) =>
    typeof backend.runWebGLProgram === 'function' &&
    tf.env().getNumber('WEBGL_VERSION') === 2 &&
    inputs <= tf.env().getNumber('WEBGL_MAX_TEXTURES_IN_SHADER'),

  pointwise(backend, {program, full, inputs, slices, uniforms, source}, output) {
    const shapes = slices.map(({shape}) => shape);
    const axes = axesOf(full, shapes, 2);
    const read = loads(full, slices);
    const atResult = slices.map(
      ({part, shape}, i) => part === null && axes.every(axis => axis.own[i]) && inTexel(full, shape).every(Boolean),
    );
    const whole = slices.flatMap(({tensor}, i) => (atResult[i] ? [inputs[tensor]!] : []));
    const run = (direct: boolean) => {
      const load = (i: number, index: string) =>
        direct && atResult[i] ? `texture(t${slices[i]!.tensor}, resultUV)` : read(i, index);
      const code = source(`${direct} ${keyOf(axes, full, slices)}`, () =>
        glsl(pointwiseSource(program, output, axes, load, value => `setOutput(${value});`, padding(full))),
      );
      return runCode(backend, code, inputs, full, sizes(axes, full, slices), uniforms);
    };
    // Reading at the place of the result takes half as long as finding it by its index. It is right where a texture has
    // the result's size, which is known when the result is there.
    const dataOf = ({dataId}: TensorInfo) => backend.texData?.get(dataId);
    const direct = whole.every(input => {
      const data = dataOf(input);
      return (
        data && !data.slice && (!data.texture || !data.isPacked || sameShape(asTexels(data.shape), asTexels(full)))
      );
    });
    const result = run(direct);
    if (!direct || whole.every(input => !dataOf(input)!.isPacked || alike(dataOf(input)!, dataOf(result)!)))
      return result;
    backend.disposeData(result.dataId);
    return run(false);
  },

  sums(backend, {program, full, inputs, slices, uniforms, source}, outputs, shape) {
    const axes = axesOf(full, [...slices.map(each => each.shape), shape], 2);
    const [keptRows, keptColumns] = aligned(shape, 2).slice(-2) as [number, number];
    const keepsColumns = keptColumns > 1;
    // Outputs that a texel of partial sums has room for, where rows, or rows and columns, are summed over.
    const slots = keptRows > 1 ? 1 : keepsColumns ? 2 : 4;
    const {kept, reduced, run, chunks} = sumsOf(axes);

    const results: TensorInfo[] = [];
    for (let first = 0; first < outputs.length; first += slots) {
      const group = outputs.slice(first, first + slots);
      const packed = Array.from({length: slots}, (_, i) => {
        const total = i < group.length ? `total${i}` : 'V(0.)';
        return slots === 1 ? total : slots === 2 ? `${total}.xy + ${total}.zw` : `dot(${total}, V(1.))`;
      });
      const key = `${keyOf(axes, full, slices, shape)} ${first} ${slots}`;
      const code = source(key, () => {
        const store = `setOutput(V(${packed.join(', ')}));`;
        return glsl(sumSource(program, group, axes, loads(full, slices), store, padding(full)));
      });
      // About as many rows as columns: GPUs, software ones above all, share out work by areas.
      const width = Math.ceil(Math.sqrt(chunks * kept));
      const height = Math.ceil((chunks * kept) / width);
      const all = {...sizes(axes, full, slices), kept, reduced, run};
      const partial = runCode(backend, code, inputs, [2 * height, 2 * width], all, uniforms);
      group.forEach((_, slot) =>
        results.push(runCode(backend, FINAL[slots](keepsColumns), [partial], shape, {kept, chunks, slot}, [])),
      );
      backend.disposeData(partial.dataId);
    }
    return results;
  },
});

const alike = (a: TextureData, b: TextureData): boolean => String(a.texShape) === String(b.texShape);

/** The second stage, by the outputs in a texel. */
const FINAL = {
  1: (keepsColumns: boolean) => final(keepsColumns ? 'total' : 'V(total.x + total.y, 0., total.z + total.w, 0.)'),
  2: () => final('V(slot == 0 ? total.xy : total.zw, 0., 0.)'),
  4: () => final('V(total[slot], 0., 0., 0.)'),
};
const final = (value: string): string => glsl(chunksSource('at(t0, j * kept + o)', `setOutput(${value});`));

/** A shape as tf.js lays it out in texels: a batch of matrices. Reshaping to it moves nothing. */
function asTexels(shape: readonly number[]): number[] {
  const all = aligned(shape, 3);
  return [product(all.slice(0, -2)), ...all.slice(-2)];
}

/** Whether a tensor has the last two axes of the full shape. */
const inTexel = (full: readonly number[], shape: readonly number[]): [rows: boolean, columns: boolean] => {
  const [a, b] = [aligned(full, 2), aligned(shape, 2)];
  return [a.at(-2) === b.at(-2), a.at(-1) === b.at(-1)];
};

/** All that a source depends on besides its program. */
const keyOf = (
  axes: readonly Axis[],
  full: readonly number[],
  slices: readonly Slice[],
  ...sums: (readonly number[])[]
): string =>
  JSON.stringify([
    axes.map(axis => axis.own),
    [...slices.map(({shape}) => shape), ...sums].map(shape => inTexel(full, shape)),
    slices.map(({part, shape}) => part !== null && Math.min(shape.length, 2)),
    padding(full)?.(''),
  ]);

const loads = (full: readonly number[], slices: readonly Slice[]) => (i: number, index: string) => {
  const {tensor, part, shape} = slices[i]!;
  const [rows, columns] = inTexel(full, shape);
  if (part !== null && shape.length < 2) {
    // Two slices a texel: the tensor's rows, or its columns, are slices.
    const two = part % 2 ? (shape.length ? 'zw' : 'yy') : shape.length ? 'xy' : 'xx';
    const where = shape.length ? `${part >> 1} * e${tensor} + ${index}` : part >> 1;
    return `at(t${tensor}, ${where}).${columns ? two + two : two[0]!.repeat(4)}`;
  }
  const before = part ? `${part} * e${tensor} + ` : '';
  return `at(t${tensor}, ${before}${index})${rows ? (columns ? '' : '.xxzz') : columns ? '.xyxy' : '.xxxx'}`;
};

const matrixOf = (shape: readonly number[]) => aligned(shape, 2).slice(-2) as [rows: number, columns: number];

function sizes(axes: readonly Axis[], full: readonly number[], slices: readonly Slice[]) {
  const [rows, columns] = matrixOf(full);
  const result: Record<string, number> = {rows, columns};
  axes.forEach((axis, i) => (result[`d${i}`] = axis.size));
  for (const {tensor, part, shape} of slices) {
    // The texels of a slice.
    if (part !== null) {
      result[`e${tensor}`] = product(asTexels(shape).map((size, i) => (i ? Math.ceil(size / 2) : size)));
    }
  }
  return result;
}

/**
 * Where the number of rows or columns is odd, the last texels hold elements that are none. They must not count in sums,
 * and in results they have to be 0: tf.js multiplies matrices with them.
 */
function padding(full: readonly number[]): ((index: string) => string) | undefined {
  const [rows, columns] = matrixOf(full);
  if (rows % 2 === 0 && columns % 2 === 0) return undefined;
  return index => `int f = ${index};
int w = (columns + 1) / 2;
int y = quotient(f, w);
bool right = ${columns % 2 ? '2 * (f - y * w) + 1 < columns' : 'true'};
bool below = ${rows === 1 ? 'false' : rows % 2 ? '2 * (y % ((rows + 1) / 2)) + 1 < rows' : 'true'};
B counts = B(true, right, below, right && below);`;
}

function runCode(
  backend: WebGLBackend,
  code: string,
  inputs: readonly TensorInfo[],
  outputShape: readonly number[],
  integers: Readonly<Record<string, number>>,
  numbers: readonly number[],
): TensorInfo {
  // `zero` is the guard of library.ts.
  const all = {zero: 0, ...integers};
  const customUniforms = [
    ...Object.keys(all).map(name => ({name, type: 'int'}) as const),
    ...numbers.map((_, i) => ({name: `p${i}`, type: 'float'}) as const),
  ];
  return backend.runWebGLProgram(
    {
      variableNames: inputs.map((_, i) => `t${i}`),
      outputShape: asTexels(outputShape),
      packedInputs: true,
      packedOutput: true,
      enableShapeUniforms: true,
      customUniforms,
      // tf.js tells programs apart by their code alone, and gives values to uniforms by position.
      userCode: `// ${customUniforms.map(each => each.name)}\n${code}`,
    },
    inputs.map(input => ({...input, shape: asTexels(input.shape)})),
    'float32',
    [...Object.values(all), ...numbers].map(value => [value]),
  );
}

/** Main functions, in the language of library.ts: what is computed at each unit, and sums of it in two stages. */

import type {Node} from '../../expr/graph';
import type {Program} from '../../expr/program';
import {emit} from './emit';
import {isKept, type Axis} from './layout';

/** How an input's unit of some index is read, as an expression of type V. */
type Load = (input: number, index: string) => string;

/** Statements that define a condition `counts` for the unit of some index: elements that only fill it are 0. */
type Counts = (index: string) => string;

/** Inputs are x0, x1 ..., numbers p0, p1 ..., the axes' sizes d0, d1 ...; `o` is the index of the result's unit. */
export function pointwiseSource(
  program: Program,
  output: Node,
  axes: readonly Axis[],
  load: Load,
  store: (value: string) => string,
  counts?: Counts,
): string {
  const {statements, values} = emit([output], ...symbols(program));
  const everywhere = program.inputs.every((_, i) => axes.every(axis => axis.own[i]));
  return [
    ...(everywhere ? [] : place('o', axes, () => true)),
    ...program.inputs.map((_, i) =>
      read(i, load, axes.every(axis => axis.own[i]) ? 'o' : indexOf(axes, axis => axis.own[i]!)),
    ),
    bitsOf(program),
    ...statements,
    ...(counts ? [counts('o')] : []),
    store(counted(values[0]!, counts)),
  ].join('\n');
}

/**
 * The first stage of sums: for each chunk and each unit k that is kept, the sums total0, total1 ... over a run of what is
 * not kept.
 */
export function sumSource(
  program: Program,
  outputs: readonly Node[],
  axes: readonly Axis[],
  load: Load,
  store: string,
  counts?: Counts,
): string {
  const {statements, values} = emit(outputs, ...symbols(program), true);
  const varies = (i: number) => axes.some(axis => axis.own[i] && !isKept(axis));
  const reads = (inside: boolean) =>
    program.inputs.flatMap((_, i) =>
      varies(i) === inside
        ? [
            read(
              i,
              load,
              indexOf(axes, axis => axis.own[i]!),
            ),
          ]
        : [],
    );
  const each = (line: (i: number) => string) => outputs.map((_, i) => line(i));
  return [
    'int chunk = quotient(o, kept);',
    'int k = o - chunk * kept;',
    ...place('k', axes, isKept),
    ...reads(false),
    'int end = min((chunk + 1) * run, reduced);',
    ...each(i => `var V total${i} = V(0.);`),
    // In runs of 32, whose sums are added: the error of a sum grows with the number of terms one after another.
    'for (int start = chunk * run; start < end; start += 32) {',
    ...each(i => `var V part${i} = V(0.);`),
    'int stop = min(start + 32, end);',
    'for (int i = start; i < stop; i++) {',
    ...place('i', axes, axis => !isKept(axis)),
    ...reads(true),
    bitsOf(program),
    ...(counts ? [counts(indexOf(axes, () => true))] : []),
    ...statements,
    ...each(i => `part${i} += ${counted(values[i]!, counts)};`),
    '}',
    ...each(i => `total${i} += part${i};`),
    '}',
    store,
  ].join('\n');
}

/** The second stage: adds the chunks of one sum. */
export const chunksSource = (load: string, store: string): string =>
  `var V total = V(0.);\nfor (int j = 0; j < chunks; j++) { total += ${load}; }\n${store}`;

const symbols = ({inputs, uniforms}: Program) =>
  [
    (name: string) => (inputs.includes(name) ? `x${inputs.indexOf(name)}` : `V(p${uniforms.indexOf(name)})`),
    (name: string) => uniforms.includes(name),
  ] as const;

const read = (i: number, load: Load, index: string): string => `V x${i} = ${load(i, index)};`;

/** A NaN of any input comes through, by its bits: compilers fold what asks for it by arithmetic. */
const bitsOf = ({inputs}: Program): string =>
  `I bits = ${inputs.map((_, i) => `(asI(x${i}) & I(2147483647))`).reduce((most, each) => `max(${most}, ${each})`)};`;
const counted = (value: string, counts?: Counts): string => {
  const guarded = `sel(gti(bits, I(2139095040)), asV(bits), ${value})`;
  return counts ? `sel(counts, ${guarded}, V(0.))` : guarded;
};

/** Takes an index apart into coordinates c0, c1 ... along some of the axes. */
function place(index: string, axes: readonly Axis[], chosen: (axis: Axis) => boolean): string[] {
  const order = axes.flatMap((axis, i) => (chosen(axis) ? [i] : []));
  return order.reverse().map((i, position) => {
    if (position === order.length - 1) return `int c${i} = ${index};`;
    const whole = index;
    index = `q${i}`;
    return `int q${i} = quotient(${whole}, d${i});\nint c${i} = ${whole} - q${i} * d${i};`;
  });
}

/** The index of a tensor's unit from coordinates, along the axes that it has. */
const indexOf = (axes: readonly Axis[], has: (axis: Axis) => boolean): string =>
  axes.reduce((index, axis, i) => (has(axis) ? (index ? `(${index} * d${i} + c${i})` : `c${i}`) : index), '') || '0';

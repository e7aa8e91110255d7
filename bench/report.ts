/** Results as tables for a terminal. */
import {isMissing, type Missing, type Timing} from './measure';
import type {OnnxRow} from './onnx';
import type {PackageFigures} from './package';
import {
  geometricMean,
  RELU_TARGET,
  sizeName,
  sizesOf,
  speedup,
  TARGETS,
  type LaneResults,
  type Pass,
  type Row,
} from './results';

export const HEADER = `${'function'.padEnd(30)} ${'elements'.padEnd(8)}  ${['forward ms', 'x composed', 'x relu', 'with gradients', 'x composed', 'x relu'].map(title => title.padStart(14)).join('')}`;

/** One row: times of ours, and how many times as long composed stock ops and tf.relu take. */
export function line(row: Row): string {
  const cells = (['forward', 'gradients'] as const).flatMap(pass => [
    milliseconds(row.times[pass]),
    compared(row, pass),
    times(speedup(row, pass, 'relu')),
  ]);
  return `${`${row.name} (${row.given})`.padEnd(30)} ${sizeName(row.size).padEnd(8)}  ${cells.map(cell => cell.padStart(14)).join('')}`;
}

/** A lane's means beside its targets, and what it launches and allocates. */
export function summaryOf({lane, rows, counts, machine}: LaneResults): string {
  const target = TARGETS[lane]!;
  const lines = [`\n${lane}: geometric means over the transcendental functions (load ${machine.load.join(' to ')})`];
  for (const size of sizesOf(rows)) {
    const of = (pass: Pass) => geometricMean(transcendental(rows, size).map(row => speedup(row, pass, 'composed')));
    const said = (pass: Pass) => `${pass} ${times(of(pass))} (target ${target[pass]})`;
    lines.push(`  ${sizeName(size).padEnd(4)} ${said('forward')}   ${said('gradients')}`);
  }
  const slow = rows.filter(isSlowForRelu);
  if (slow.length)
    lines.push(
      `  more than ${RELU_TARGET} times as long as tf.relu: ${slow.map(row => `${row.name} ${sizeName(row.size)}`).join(', ')}`,
    );
  for (const {name, given, kernels, programs, peak, compiled} of counts) {
    const pair = (sides: {ours: readonly number[]; composed: readonly number[] | null}) =>
      `${sides.ours.join('+')} (composed ${sides.composed?.join('+') ?? '–'})`;
    lines.push(
      `  ${`${name} (${given})`.padEnd(30)} kernels ${pair(kernels)}${programs ? `, programs ${pair(programs)}` : ''}, ` +
        `peak ${peak.ours} x (composed ${peak.composed ?? '–'})${compiled === undefined ? '' : `, 20 more values compile ${compiled}`}`,
    );
  }
  return lines.join('\n');
}

export const transcendental = (rows: readonly Row[], size: number): Row[] =>
  rows.filter(row => row.kind === 'transcendental' && row.size === size);

/** A function that is rounded once, with numbers for parameters, at the sizes that have a target. */
export const isSlowForRelu = (row: Row): boolean =>
  row.kind === 'rounded once' &&
  row.given === 'numbers' &&
  row.size >= 2 ** 20 &&
  (['forward', 'gradients'] as const).some(pass => 1 / speedup(row, pass, 'relu')! > RELU_TARGET);

export function describeOnnx(rows: readonly OnnxRow[]): string {
  const names = ['ours', 'ours with copies', 'composed', 'onnxruntime-web'] as const;
  return [
    `\n${'forward on wasm, ms'.padEnd(30)}${names.map(name => name.padStart(18)).join('')}${'difference'.padStart(18)}`,
    ...rows.map(
      ({name, times, difference}) =>
        `${name.padEnd(30)}${names.map(each => milliseconds(times[each]).padStart(18)).join('')}${difference.toExponential(1).padStart(18)}`,
    ),
  ].join('\n');
}

export function describePackage({sizes, install, firstCall}: PackageFigures): string {
  return [
    '',
    ...Object.entries(sizes).map(
      ([name, {minified, gzipped}]) => `${name}: ${minified} bytes minified, ${gzipped} gzipped`,
    ),
    `rectifiers(tf): ${milliseconds(install)} ms`,
    `first call of a function on wasm: ${milliseconds(firstCall.forward)} ms forward, ${milliseconds(firstCall.gradients)} ms for its gradient`,
  ].join('\n');
}

/** How many times as long composed stock ops take, or why that is not known. */
export function compared(row: Row, pass: Pass): string {
  const theirs = row.times[`${pass} composed`];
  return isMissing(theirs) ? nameOf(theirs) : times(speedup(row, pass, 'composed'));
}

const nameOf = (missing: Missing) => ('throws' in missing ? 'throws' : '–');

export const milliseconds = (timing: Timing | Missing): string =>
  isMissing(timing) ? nameOf(timing) : timing.median >= 100 ? timing.median.toFixed(0) : timing.median.toPrecision(3);

export const times = (ratio: number | null): string =>
  ratio === null ? '–' : ratio >= 100 ? ratio.toFixed(0) : ratio.toPrecision(ratio < 1 ? 2 : 3);

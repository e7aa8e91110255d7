/** What a run leaves behind, and the figures that are drawn from it. */
import type {Counts, Given, Kind, Times} from './lane';
import type {Machine} from './machine';
import {isMissing} from './measure';
import type {OnnxRow} from './onnx';
import type {PackageFigures} from './package';

export interface Row {
  readonly name: string;
  readonly kind: Kind;
  readonly given: Given;
  readonly size: number;
  readonly times: Times;
}

export interface LaneResults {
  readonly lane: string;
  readonly clock: 'wall' | 'processor';
  readonly machine: Machine;
  readonly rows: readonly Row[];
  readonly counts: readonly ({readonly name: string; readonly given: Given} & Counts)[];
}

/** bench/results/package.json and bench/results/onnxruntime-web.json. */
export interface PackageResults extends PackageFigures {
  readonly machine: Machine;
}
export interface OnnxResults {
  readonly machine: Machine;
  readonly version: string;
  readonly size: number;
  readonly rows: readonly OnnxRow[];
}

export type Pass = 'forward' | 'gradients';
export type Rival = 'composed' | 'relu';

/** How many times as long the rival takes; null where it throws. */
export function speedup({times}: Row, pass: Pass, rival: Rival): number | null {
  const [ours, theirs] = [times[pass], times[`${pass} ${rival}`]];
  return isMissing(ours) || isMissing(theirs) ? null : theirs.median / ours.median;
}

export function geometricMean(values: readonly (number | null)[]): number | null {
  const known = values.filter(value => value !== null);
  return known.length ? Math.exp(known.reduce((sum, value) => sum + Math.log(value), 0) / known.length) : null;
}

/** The targets: geometric means over transcendental functions at 1M and 4M elements, and for others against tf.relu. */
export const TARGETS: Readonly<Record<string, {readonly forward: number; readonly gradients: number}>> = {
  cpu: {forward: 10, gradients: 10},
  wasm: {forward: 4, gradients: 3},
  tensorflow: {forward: 1, gradients: 1},
  'cpu in Chromium': {forward: 10, gradients: 10},
  'wasm in Chromium': {forward: 4, gradients: 3},
  webgl: {forward: 3, gradients: 2},
  webgpu: {forward: 2, gradients: 2},
};
/** Functions rounded once, numbers for parameters: at most so many times tf.relu's time. */
export const RELU_TARGET = 1.3;

export const sizeName = (size: number): string => (size >= 2 ** 20 ? `${size / 2 ** 20}M` : `${size / 2 ** 10}k`);

export const sizesOf = (rows: readonly Row[]): number[] =>
  [...new Set(rows.map(row => row.size))].sort((a, b) => a - b);

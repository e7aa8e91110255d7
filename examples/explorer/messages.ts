/** What the page and the worker say to each other. */

import type {Dataset} from './learning/data';

/** A parameter's value: a number, a word, or null for none. */
export type Value = number | string | null;
export type Values = Readonly<Record<string, Value>>;

/** A function with values of its parameters; those left out have their defaults. */
export interface Chosen {
  readonly name: string;
  readonly values: Values;
}

export interface CurvesRequest {
  readonly functions: readonly Chosen[];
  readonly from: number;
  readonly to: number;
  /** How many numbers from `from` to `to`. */
  readonly count: number;
  /** Which derivatives: 0 is the function itself. */
  readonly orders: readonly number[];
}
export interface CurvesResult {
  /** As float32, which is what the functions get. */
  readonly xs: Float32Array;
  /** Of each function a curve for each order, or what is wrong with its values. */
  readonly curves: readonly ({readonly values: readonly Float32Array[]} | {readonly error: string})[];
  readonly backend: string;
}

/** A net's activation, and whether its parameters are learned; null: as `learnsByDefault` has it. */
export interface NetChoice extends Chosen {
  readonly learn: boolean | null;
}

/** What all nets have in common. */
export interface Structure {
  readonly data: Dataset;
  /** Deviation of the noise that the points have. */
  readonly noise: number;
  /** Hidden layers. */
  readonly layers: number;
  readonly units: number;
}

/** What is measured at a step. */
export interface Measured {
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Norm of the loss's gradient in the kernel of each dense layer. */
  readonly gradients: readonly number[];
  /** Share of dead units after each dense layer; null where no rectifier layer follows. */
  readonly dead: readonly (number | null)[];
}

/** A rectifier layer's curves where it started and as they are, one a channel. */
export interface Shape {
  readonly name: string;
  readonly start: readonly number[] | null;
  readonly learnt: readonly (readonly number[])[];
  /** `k 1 → 1.32 (0.9 to 2.1)` */
  readonly learned: readonly string[];
}

export interface Pictures {
  /** The probability of the second class, row by row from the top, GRID numbers each. */
  readonly boundary: Float32Array;
  readonly shapes: readonly Shape[];
}

export interface NetState {
  /** Names of its rectifiers' functions; more than one only in models from files. */
  readonly functions: readonly string[];
  /** How many weights it has. */
  readonly size: number;
  readonly measured: Measured;
  readonly pictures: Pictures;
}

/** While nets are trained: what was measured since the last one, of each net, and how it looks. */
export interface Frame {
  readonly event: 'frame';
  readonly done: number;
  readonly nets: readonly {readonly measured: readonly Measured[]; readonly pictures: Pictures}[];
}
export interface Trouble {
  readonly event: 'trouble';
  readonly message: string;
}

/** Points a side of the picture of a decision. */
export const GRID = 64;
/** Half a side of it, in the data's units. */
export const EXTENT = 2.5;
/** Where learned shapes are drawn. */
export const SHAPE_XS: readonly number[] = Array.from({length: 61}, (_, i) => -3 + i / 10);

export interface Points {
  /** x and y of each point. */
  readonly places: Float32Array;
  readonly labels: Uint8Array;
}

/** What the worker answers. */
export interface Worker {
  missingBackends(): Record<string, string | null>;
  useBackend(name: string): string;
  curves(request: CurvesRequest): CurvesResult;
  /** Makes nets that differ in their activations alone. */
  setUp(
    structure: Structure,
    nets: readonly NetChoice[],
  ): {readonly points: Points; readonly nets: readonly NetState[]};
  /** As they are, on whichever backend. */
  look(): readonly NetState[];
  train(options: {readonly steps: number; readonly rate: number}): {
    readonly done: number;
    readonly stopped: boolean;
    /** A sentence for each net whose loss is no number any more. */
    readonly lost: readonly string[];
  };
  stop(): void;
  /** A frame has been drawn, in so many milliseconds; before, there comes no other but the last. */
  drawn(milliseconds: number): void;
  saved(): {readonly date: Date; readonly bytes: number} | null;
  saveInBrowser(net: number): void;
  loadFromBrowser(net: number): NetState;
  files(net: number): readonly {readonly name: string; readonly blob: Blob}[];
  loadFiles(net: number, files: readonly File[]): NetState;
}
export type Ask = <K extends keyof Worker>(name: K, ...args: Parameters<Worker[K]>) => Promise<ReturnType<Worker[K]>>;

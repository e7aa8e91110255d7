/** What a function's file says besides its definition: for fixtures and reference pages only, so it is in no bundle. */

/**
 * The formula once more, in mpmath's words (Python): what test/fixtures/generate.py computes reference values from. It
 * is stated independently of `fn`, as in the paper, but without cancellation at huge |x|, where no precision would do.
 * Expressions see `x`, the parameters by name, and what generate.py offers: exp, expm1, log, sqrt, sin, tanh, sigmoid,
 * softplus, erf, normal_cdf, mp.
 */
export interface Oracle {
  /** Conditions and formulas; the first condition that holds at x chooses. The last one is 'True'. */
  readonly pieces: readonly (readonly [condition: string, formula: string])[];
  /** Asymptotes towards -Infinity and +Infinity, all their derivatives too; null where it oscillates. */
  readonly limits: readonly [minus: string | null, plus: string | null];
  /** Values of the parameters, in the order of the definition; the defaults are the first case, and not listed. */
  readonly cases?: readonly (readonly (number | string | null)[])[];
  /** Further x than the usual ones, such as kinks away from 0; expressions of the parameters too. */
  readonly points?: readonly (number | string)[];
  /** A dict of values by derivative ('x', 'x,x' ...) where the formula has none, or convention has others. */
  readonly special?: string;
  /** Whether a point is worth having. */
  readonly within?: string;
  /** Highest total order of derivatives in parameters: 2 unless given. */
  readonly order?: 2 | 3;
}

/** The same function in other libraries: how it is called there, with its defaults. Left out where it does not exist. */
export interface Elsewhere {
  readonly keras?: string;
  readonly torch?: string;
  readonly jax?: string;
  readonly onnx?: string;
  /** What tf.js itself has of it. */
  readonly tfjs?: string;
  /** Libraries besides, such as TensorFlow Addons. */
  readonly others?: string;
  /** In one or two sentences, how these differ from ours and from each other. */
  readonly differences?: string;
  /** Where our defaults come from. */
  readonly defaults?: string;
}

/** What a reference page shows besides the definition; what is left out is not shown, or chosen by the generator. */
export interface Page {
  /** Where the index has it. */
  readonly group?: Group;
  /** How a parameter is written in formulas, in TeX, where that is not its name: `{negativeSlope: 's'}`. */
  readonly symbols?: Readonly<Record<string, string>>;
  /** f', in TeX. A test compares it with the derivative of the graph, as it does the formula with the graph. */
  readonly derivative?: string;
  /** Values of parameters that are plotted, those left out being the defaults; the first is what the index shows. */
  readonly plotted?: readonly Readonly<Record<string, number | string | null>>[];
  /** From where to where it is plotted: -4 to 4 unless given. */
  readonly domain?: readonly [number, number];
  /** Where the paper is, if not on arXiv. */
  readonly paper?: string;
}

/** The index of the reference pages has these, in this order. */
export const GROUPS = [
  'Of straight lines',
  'Exponential below zero',
  'Softplus and smooth rectifiers',
  'Gated by a sigmoid',
  'Shrinking and thresholds',
  'Bounded, periodic and others',
  'Over an axis',
  'Layers',
] as const;
export type Group = (typeof GROUPS)[number];

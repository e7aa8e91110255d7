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
  /** In one or two sentences, how these differ from ours and from each other. */
  readonly differences?: string;
  /** Where our defaults come from. */
  readonly defaults?: string;
}

/**
 * Where elements are: which unit (a texel of WebGL, one or four elements of WebGPU) of each tensor belongs to a unit of the
 * full shape. Axes that every tensor treats alike are one, so that most kernels need no coordinates at all.
 */

export interface Axis {
  readonly size: number;
  /** For each tensor, whether it has this axis, or is repeated along it. */
  readonly own: readonly boolean[];
}

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** A shape aligned at the end with one of `rank` axes. */
export const aligned = (shape: readonly number[], rank: number): number[] => [
  ...new Array<number>(Math.max(0, rank - shape.length)).fill(1),
  ...shape,
];

/**
 * The axes of `full`, the last two of which are counted in units of `unit` elements, for tensors that broadcast to it.
 * Neighbours that no tensor tells apart are merged, and axes of one unit left out.
 */
export function axesOf(full: readonly number[], shapes: readonly (readonly number[])[], unit: 1 | 2): Axis[] {
  const rank = Math.max(full.length, 2);
  const tensors = shapes.map(shape => aligned(shape, rank));
  const axes: Axis[] = [];
  aligned(full, rank).forEach((size, axis) => {
    const count = axis < rank - 2 ? size : Math.ceil(size / unit);
    if (count === 1) return;
    const own = tensors.map(shape => shape[axis] === size);
    const last = axes.at(-1);
    // A partly filled unit at the end of a row is one all the same: rows of units have no gaps.
    if (last?.own.every((each, i) => each === own[i])) axes[axes.length - 1] = {size: last.size * count, own};
    else axes.push({size: count, own});
  });
  return axes;
}

/** Whether the last tensor, which is what is summed to, has an axis. */
export const isKept = (axis: Axis): boolean => axis.own.at(-1)!;

/** How many units sums have, how many are added to each, and in how many pieces: so many that a GPU is busy. */
export function sumsOf(axes: readonly Axis[]) {
  const count = (kept: boolean) => product(axes.map(axis => (isKept(axis) === kept ? axis.size : 1)));
  const [kept, reduced] = [count(true), count(false)];
  const run = Math.ceil(reduced / Math.max(1, Math.min(reduced, Math.ceil(1024 / kept))));
  return {kept, reduced, run, chunks: Math.ceil(reduced / run)};
}

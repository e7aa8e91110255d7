/** Shapes: broadcasting to x, and back by summation. */

/** The number of elements. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** Whether a tensor of `shape` broadcasts to `full` without making it larger. */
export function broadcastsTo(shape: readonly number[], full: readonly number[]): boolean {
  const offset = full.length - shape.length;
  return offset >= 0 && shape.every((size, i) => size === 1 || size === full[i + offset]);
}

/** The axes of `full` over which a tensor of `shape` is repeated. */
export function repeatedAxes(shape: readonly number[], full: readonly number[]): number[] {
  const offset = full.length - shape.length;
  return full.flatMap((size, axis) => (axis < offset || (shape[axis - offset] === 1 && size !== 1) ? [axis] : []));
}

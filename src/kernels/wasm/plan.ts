/** How tensors that broadcast to one shape are walked block by block, each block a run of consecutive elements. */

/**
 * `run`: as many consecutive values as the block has elements. `single`: one value for the whole block. `tile`: anything
 * else, by a table of positions.
 */
export type Kind = 'run' | 'single' | 'tile';

export interface Operand {
  readonly kind: Kind;
  /** How far its values move on with each outer axis. */
  readonly strides: readonly number[];
  /** For a tile: the position of each element's value, from where the block's values start. */
  readonly table: Int32Array | null;
}

export interface Plan {
  readonly operands: readonly Operand[];
  /** Elements of the largest block. */
  readonly block: number;
  /** Outer axes. The last one is taken in steps of several, of which the last may be shorter. */
  readonly outer: readonly number[];
  readonly step: number;
  /** Elements in one step of the last outer axis. */
  readonly inner: number;
}

/**
 * Where channels are few, a block takes several rows of them, for which their values are laid out in a tile. That long
 * a tile (and as many sums) still lies in the first cache.
 */
const TILE = 2048;

export function makePlan(full: readonly number[], shapes: readonly (readonly number[])[], largest: number): Plan {
  const {sizes, strides} = mergedAxes(full, shapes);
  let axis = sizes.length - 1;
  let inner = 1;
  while (axis > 0 && inner * sizes[axis]! <= TILE) inner *= sizes[axis--]!;
  // A row that is long enough for a call of its own needs no tile.
  const longest = inner === 1 ? largest : inner < TILE / 4 ? Math.floor(TILE / inner) : 1;
  const step = Math.min(sizes[axis]!, longest);
  const block = step * inner;
  const innerSizes = [step, ...sizes.slice(axis + 1)];
  const operands = strides.map((own): Operand => {
    const outerStrides = own.slice(0, axis + 1);
    const innerStrides = own.slice(axis);
    const moving = innerStrides.filter((stride, i) => stride && innerSizes[i]! > 1).length;
    const kind = !moving ? 'single' : moving === innerSizes.filter(size => size > 1).length ? 'run' : 'tile';
    return {kind, strides: outerStrides, table: kind === 'tile' ? positions(innerSizes, innerStrides) : null};
  });
  return {operands, block, outer: sizes.slice(0, axis + 1), step, inner};
}

/** Calls back for each block, with the number of its elements and where each operand's values start. */
export function forEachBlock(
  {operands, outer, step, inner}: Plan,
  visit: (count: number, starts: readonly number[]) => void,
): void {
  const index = outer.map(() => 0);
  const last = outer.length - 1;
  for (;;) {
    const starts = operands.map(({strides}) => strides.reduce((sum, stride, axis) => sum + stride * index[axis]!, 0));
    visit(Math.min(step, outer[last]! - index[last]!) * inner, starts);
    index[last]! += step;
    for (let axis = last; index[axis]! >= outer[axis]!; axis--) {
      if (axis === 0) return;
      index[axis] = 0;
      index[axis - 1]!++;
    }
  }
}

/** Neighbouring axes that every operand either has or lacks are one; axes of size 1 are none. Strides of 0 repeat. */
function mergedAxes(full: readonly number[], shapes: readonly (readonly number[])[]) {
  const sizes: number[] = [];
  const strides = shapes.map((): number[] => []);
  const next = shapes.map(() => 1);
  for (let fromEnd = 1; fromEnd <= full.length; fromEnd++) {
    const size = full.at(-fromEnd)!;
    if (size === 1) continue;
    const has = shapes.map(shape => (shape.at(-fromEnd) ?? 1) !== 1);
    if (sizes.length && has.every((own, i) => own === strides[i]![0]! > 0)) sizes[0]! *= size;
    else {
      sizes.unshift(size);
      strides.forEach((own, i) => own.unshift(has[i] ? next[i]! : 0));
    }
    has.forEach((own, i) => own && (next[i]! *= size));
  }
  if (!sizes.length) {
    sizes.push(1);
    strides.forEach(own => own.push(1));
  }
  return {sizes, strides};
}

function positions(sizes: readonly number[], strides: readonly number[]): Int32Array {
  let table = Int32Array.of(0);
  sizes.forEach((size, axis) => {
    const next = new Int32Array(table.length * size);
    let at = 0;
    for (const start of table) for (let i = 0; i < size; i++) next[at++] = start + i * strides[axis]!;
    table = next;
  });
  return table;
}

// Fixtures of the functions over an axis. Imports nothing of node: the same suite runs in a web page.

export interface AxisCase {
  /** What is special about it, if anything. */
  note: string | null;
  config: Record<string, unknown>;
  shape: number[];
  outShape: number[];
  /** Float32-exact: the input, the cotangent of the result, and that of the first derivative. */
  x: Float32Array;
  dy: Float32Array;
  v: Float32Array;
  /** The value, the gradient of sum(dy y), and the gradient of sum(v dx). */
  y: Float64Array;
  dx: Float64Array;
  dxx: Float64Array;
}

export interface AxisFixture {
  name: string;
  cases: AxisCase[];
}

/** Throws on anything that is not one. */
export function parseAxisFixture(json: string): AxisFixture {
  const {name, cases} = JSON.parse(json) as {name: string; cases: Record<string, never>[]};
  return {
    name,
    cases: cases.map(each => {
      const {note, config, shape, outShape} = each as unknown as AxisCase;
      const numbers = (key: string, sizes: number[]): Float64Array => {
        const values = Float64Array.from(each[key] as unknown as unknown[], parseNumber);
        if (values.length !== sizes.reduce((a, b) => a * b, 1)) throw new Error(`${name}: ${key} has another size`);
        return values;
      };
      const exact = (key: string, sizes: number[]): Float32Array => {
        const wide = numbers(key, sizes);
        const values = Float32Array.from(wide);
        if (!wide.every((value, i) => Object.is(value, values[i]))) throw new Error(`${name}: ${key} is not exact`);
        return values;
      };
      return {
        ...{note, config, shape, outShape},
        ...{x: exact('x', shape), dy: exact('dy', outShape), v: exact('v', shape)},
        ...{y: numbers('y', outShape), dx: numbers('dx', shape), dxx: numbers('dxx', shape)},
      };
    }),
  };
}

function parseNumber(value: unknown): number {
  const number = typeof value === 'string' ? {NaN, Infinity, '-Infinity': -Infinity}[value] : value;
  if (typeof number !== 'number') throw new Error(`${JSON.stringify(value)} is not a number`);
  return number;
}

// Fixtures as typed arrays. Imports nothing of node: the same suite runs in a web page, which fetches the JSON itself.

export interface FixtureCase {
  /** Float32-exact; null where the function has the parameter switched off, a word where it is a choice. */
  params: Record<string, number | string | null>;
  x: Float32Array;
  /** Partial derivatives by their variables in the order of `variables`: '' is the value, 'x,k' is d2f/dx dk. */
  values: Record<string, Float64Array>;
}

export interface Fixture {
  name: string;
  /** x first, then the parameters that have derivatives. */
  variables: string[];
  cases: FixtureCase[];
}

/** Reads a fixture from its JSON, as text or already parsed. Throws on anything that is not one. */
export function parseFixture(json: unknown): Fixture {
  const top = record(typeof json === 'string' ? JSON.parse(json) : json, 'the fixture');
  const {name, variables} = top;
  if (typeof name !== 'string') throw new Error('the fixture has no name');
  const names = list(variables, `${name}: variables`).map(String);
  const cases = list(top['cases'], `${name}: cases`).map((c, i) => parseCase(c, names, `${name}, case ${i}`));
  return {name, variables: names, cases};
}

function parseCase(json: unknown, variables: string[], where: string): FixtureCase {
  const fields = record(json, where);
  const wide = numbers(fields['x'], `${where}: x`);
  const x = Float32Array.from(wide);
  // A rounded x would belong to other values than those of the file.
  if (!wide.every((v, i) => Object.is(v, x[i]))) throw new Error(`${where}: x is not float32-exact`);

  const params = Object.fromEntries(
    Object.entries(record(fields['params'], `${where}: params`)).map(([key, v]) => [
      key,
      v === null || isWord(v) ? v : parseNumber(v, `${where}: ${key}`),
    ]),
  );
  const values: Record<string, Float64Array> = {};
  for (const [key, v] of Object.entries(record(fields['values'], `${where}: values`))) {
    const unknown = key.split(',').find(variable => key !== '' && !variables.includes(variable));
    if (unknown !== undefined) throw new Error(`${where}: derivative by ${unknown}, which is no variable`);
    const row = numbers(v, `${where}: '${key}'`);
    if (row.length !== x.length) throw new Error(`${where}: '${key}' has ${row.length} values for ${x.length} points`);
    values[key] = row;
  }
  return {params, x, values};
}

const isWord = (value: unknown): value is string => typeof value === 'string' && /^[a-z]/.test(value);

function numbers(json: unknown, where: string): Float64Array {
  return Float64Array.from(list(json, where), v => parseNumber(v, where));
}

function parseNumber(json: unknown, where: string): number {
  if (typeof json === 'number') return json;
  // JSON has no way to write them as numbers.
  if (json === 'NaN') return NaN;
  if (json === 'Infinity') return Infinity;
  if (json === '-Infinity') return -Infinity;
  throw new Error(`${where}: ${JSON.stringify(json)} is not a number`);
}

function list(json: unknown, where: string): unknown[] {
  if (!Array.isArray(json)) throw new Error(`${where} is not a list`);
  return json;
}

function record(json: unknown, where: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(`${where} is not an object`);
  return json as Record<string, unknown>;
}

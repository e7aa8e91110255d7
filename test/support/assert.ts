// Assertions that need no test runner, because the conformance suite runs in a web page too.

/** Deep equality that tells NaN, both zeros, and missing from undefined apart; says where the first difference is. */
export function equal(actual: unknown, expected: unknown, what = 'value'): void {
  const difference = firstDifference(actual, expected, what);
  if (difference) throw new Error(difference);
}

export function ok(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Runs `body`, which must throw an error of that class name whose message has every one of the parts. */
export async function throws(body: () => unknown, name: string, ...parts: string[]): Promise<void> {
  let error: Error | undefined;
  try {
    await body();
  } catch (caught) {
    error = caught as Error;
  }
  if (!error) throw new Error(`nothing was thrown; expected ${name}: ... ${parts.join(' ... ')}`);
  if (error.name !== name) throw new Error(`threw ${error.name} (${error.message}), not ${name}\n${error.stack}`);
  for (const part of parts) {
    if (!error.message.includes(part)) throw new Error(`the message lacks "${part}": ${error.message}`);
  }
}

/** |actual - expected| <= tolerance * max(1, |expected|), elementwise; NaN equals NaN. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what = 'value'): void {
  equal(actual.length, expected.length, `${what}.length`);
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (Object.is(a, e) || a === e) continue;
    if (!(Math.abs(a - e) <= tolerance * Math.max(1, Math.abs(e)))) {
      throw new Error(`${what}[${i}] is ${a}, expected ${e} within ${tolerance}`);
    }
  }
}

function firstDifference(a: unknown, b: unknown, path: string): string | null {
  if (Object.is(a, b)) return null;
  const shown = (value: unknown) => (Object.is(value, -0) ? '-0' : (JSON.stringify(value) ?? String(value)));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return `${path} is ${shown(a)}, expected ${shown(b)}`;
  }
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)];
  const extra = keysA.find(key => !Object.hasOwn(b, key));
  if (extra !== undefined) return `${path} has ${extra}, which is not expected`;
  for (const key of keysB) {
    if (!Object.hasOwn(a, key)) return `${path}.${key} is missing`;
    const inner = firstDifference((a as never)[key], (b as never)[key], `${path}.${key}`);
    if (inner) return inner;
  }
  return null;
}

/** The one error class of the package, so that callers can tell its errors from tf.js's own. */

/** What this package throws. Its message says what was received, what is allowed, and how to mend it. */
export class RectifierError extends Error {
  constructor(message: string, options?: {cause?: unknown}) {
    super(message, options);
    this.name = 'RectifierError';
  }
}

/** The known name closest to a misspelt one, or null where none is near enough to be a likely slip. */
export function nearestName(unknown: string, known: readonly string[]): string | null {
  const fold = (name: string) => name.replace(/[_\s-]/g, '').toLowerCase();
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const name of known) {
    const distance = editDistance(fold(unknown), fold(name));
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best !== null && bestDistance <= Math.max(1, Math.floor(Math.max(unknown.length, best.length) / 3))
    ? best
    : null;
}

/** ` Did you mean 'k'?`, or the whole list of what is allowed. */
export function suggestion(unknown: string, known: readonly string[]): string {
  const near = nearestName(unknown, known);
  const list = known.length ? `Known: ${known.join(', ')}.` : 'None is known here.';
  return near === null ? ` ${list}` : ` Did you mean '${near}'? ${list}`;
}

/** How a received value is shown in a message: short, and with strings told apart from numbers. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number' || value === null || value === undefined)
    return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'function') return `a function ${value.name}`.trim();
  const tensor = value as {shape?: unknown; dtype?: unknown};
  if (Array.isArray(tensor.shape)) return `a tensor of shape [${tensor.shape}]`;
  try {
    // Layers, models and optimizers are long as JSON.
    const className = (value as {getClassName?: () => unknown}).getClassName?.();
    if (typeof className === 'string') return `a ${className}`;
    const text = JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Throws what all messages of this kind say alike; `known` where one of these may be meant. */
export function refuse(where: string, name: string, value: unknown, wanted: string, known?: readonly string[]): never {
  const hint = known ? suggestion(String(value), known) : '';
  throw new RectifierError(`${where}: ${name} must be ${wanted}, but is ${show(value)}.${hint}`);
}

/** Throws if there is a key that is not accepted; `named` are those that may have been meant. */
export function checkKeys(
  where: string,
  given: object,
  accepted: readonly string[],
  named = accepted,
  what: 'key' | 'setting' | 'parameter' = 'key',
): void {
  const wrong = Object.keys(given).find(key => !accepted.includes(key));
  if (wrong !== undefined) throw new RectifierError(`${where}: unknown ${what} '${wrong}'.${suggestion(wrong, named)}`);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({length: b.length + 1}, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(row[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}

/** Numbers as the page shows them. */

/** With up to seven digits, as many as float32 has, and a minus that is one. */
export function numberText(value: number | null | undefined, digits = 7): string {
  if (value === null || value === undefined) return '–';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
  const size = Math.abs(value);
  const text =
    size !== 0 && (size < (digits > 3 ? 1e-4 : 1e-2) || size >= 1e7)
      ? value.toExponential(Math.max(0, digits - 3)).replace(/\.?0+e/, 'e')
      : String(Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−').replace('e+', 'e');
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)}\u00a0%`;

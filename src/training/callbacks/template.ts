/** Names such as `model-{epoch:02d}-{val_loss:.4f}`, in Python's format as far as numbers need it. */

import {host} from '../host';

/** A name, then a width (with 0: filled up with zeros), and d or the number of decimals. */
const FIELD = /\{(\w+)(?::(0?)(\d*)(?:d|\.(\d+)f)?)?\}/g;

/** The names that it asks for. */
export function namesIn(where: string, template: string): string[] {
  const other = /\{.*?\}/.exec(template.replace(FIELD, ''));
  if (other) host.refuse(where, 'a field', other[0], 'like {epoch}, {epoch:02d} or {loss:.4f}');
  return [...template.matchAll(FIELD)].map(([, name]) => name!);
}

/** What is not known, as the validation of an epoch that was cut off, is `none`. */
export const fillTemplate = (template: string, values: Readonly<Record<string, number | null>>): string =>
  template.replace(FIELD, (_, name: string, zero: string, width: string, decimals?: string) => {
    const value = values[name] ?? 'none';
    const text = decimals && value !== 'none' ? value.toFixed(Number(decimals)) : String(value);
    return text.padStart(Number(width), zero ? '0' : ' ');
  });

/** Names such as `model-{epoch:02d}-{val_loss:.4f}`, in Python's format as far as numbers need it. */

import {refuse} from '../options';

const FIELD = /\{([^{}]*)\}/g;
/** A name, then a width (with 0: filled up with zeros), and d or the number of decimals. */
const PARTS = /^(\w+)(?::(0?)(\d*)(?:d|\.(\d+)f)?)?$/;

/** The names that it asks for. */
export function namesIn(where: string, template: string): string[] {
  return [...template.matchAll(FIELD)].map(([field, inside]) => {
    const parts = PARTS.exec(inside!);
    return parts ? parts[1]! : refuse(where, 'a field', field, 'like {epoch}, {epoch:02d} or {loss:.4f}');
  });
}

export interface Place {
  readonly epoch: number;
  readonly batch: number | null;
  readonly logs: Readonly<Record<string, number>>;
}

/** What is not known, as the validation of an epoch that was cut off, is `none`. */
export function fillTemplate(template: string, {epoch, batch, logs}: Place): string {
  const values: Readonly<Record<string, number | null>> = {...logs, epoch, batch};
  return template.replace(FIELD, (field, inside: string) => {
    const [, name, zero, width, decimals] = PARTS.exec(inside) ?? [];
    if (name === undefined) return field;
    const value = values[name] ?? null;
    const text = value === null ? 'none' : decimals === undefined ? String(value) : value.toFixed(Number(decimals));
    return text.padStart(Number(width), zero ? '0' : ' ');
  });
}

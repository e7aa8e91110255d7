/** What inspect gives: plain data that can print itself. */

import type {LayerInspection} from './types';

export class Inspection {
  constructor(
    readonly examples: number,
    readonly loss: number | null,
    readonly layers: LayerInspection[],
    readonly advice: string[],
  ) {}

  toString(): string {
    const graded = this.layers.some(row => row.inputGradient !== null || row.weights.length);
    const header = ['layer', 'activation', 'units', 'dead', 'saturated', 'zero', 'mean', 'variance'];
    if (graded) header.push('|d input|', '|d weights|');
    const rows = this.layers.map(row => [
      row.name,
      row.activation ?? '',
      String(row.units),
      percent(row.dead),
      percent(row.saturation),
      percent(row.sparsity),
      short(row.mean),
      short(row.variance),
      ...(graded
        ? [short(row.inputGradient), row.weights.map(({name, gradient}) => `${name} ${short(gradient)}`).join(', ')]
        : []),
    ]);
    const table = [header, ...rows];
    const widths = header.map((_, column) => Math.max(...table.map(row => row[column]!.length)));
    // Words to the left, numbers to the right.
    const left = (column: number) => column < 2 || column === 9;
    const lines = table.map(row =>
      row
        .map((cell, column) => (left(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  ')
        .trimEnd(),
    );
    const loss = this.loss === null ? '' : `, loss ${short(this.loss)}`;
    return [
      `${this.examples} example${this.examples === 1 ? '' : 's'}${loss}`,
      ...lines,
      ...this.advice.map(each => `! ${each}`),
    ].join('\n');
  }

  print(): void {
    console.log(this.toString());
  }
}

export const percent = (share: number | null) => (share === null ? '' : `${Math.round(100 * share)} %`);
const short = (value: number | null) => (value === null ? '' : String(Number(value.toPrecision(3))));

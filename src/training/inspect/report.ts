/** What inspect gives: plain data that can print itself. */

import type {LayerInspection} from './types';

const HEADER = 'layer,activation,units,dead,saturated,zero,mean,variance,|d input|,|d weights|'.split(',');

/** What it has, which is plain data. */
type Data = Pick<Inspection, 'examples' | 'loss' | 'layers' | 'advice'>;

export class Inspection {
  // `declare`d: the constructor has all of them at once.
  declare readonly examples: number;
  declare readonly loss: number | null;
  declare readonly layers: LayerInspection[];
  declare readonly advice: string[];

  constructor(data: Data) {
    Object.assign(this, data);
  }

  toString(): string {
    const isGraded = this.layers.some(row => row.inputGradient !== null || row.weights.length);
    const rows = this.layers.map(row => [
      row.name,
      row.activation ?? '',
      String(row.units),
      ...[row.dead, row.saturation, row.sparsity].map(percent),
      ...[row.mean, row.variance, row.inputGradient].map(short),
      row.weights.map(({name, gradient}) => `${name} ${short(gradient)}`).join(', '),
    ]);
    const table = [HEADER, ...rows].map(cells => cells.slice(0, isGraded ? 10 : 8));
    const lines = table.map(cells =>
      cells
        .map((cell, column) => {
          const width = Math.max(...table.map(each => each[column]!.length));
          // Words to the left, numbers to the right.
          return column < 2 || column === 9 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  ')
        .trimEnd(),
    );
    const loss = this.loss === null ? '' : `, loss ${short(this.loss)}`;
    const head = `${this.examples} example${this.examples === 1 ? '' : 's'}${loss}`;
    return [head, ...lines, ...this.advice.map(each => `! ${each}`)].join('\n');
  }

  print(): void {
    console.log(this.toString());
  }
}

export const percent = (share: number | null) => (share === null ? '' : `${Math.round(100 * share)} %`);
const short = (value: number | null) => (value === null ? '' : String(Number(value.toPrecision(3))));

/** A panel: axes with numbers, and curves, which are broken where they jump. */

import {scaleLinear} from 'd3-scale';
import {line} from 'd3-shape';
import {round} from './style';

export interface PanelCurve {
  readonly f: (xs: readonly number[]) => readonly number[];
  /** Where it jumps: a dot shows its value there. */
  readonly jumps?: readonly number[];
  readonly colour: number;
  readonly dashed?: boolean;
}

export interface PanelSize {
  readonly width: number;
  readonly height: number;
  /** No numbers at the axes: for the small panels of the index. */
  readonly bare?: boolean;
}

const SAMPLES = 240;

export function panel(
  curves: readonly PanelCurve[],
  domain: readonly [number, number],
  {width, height, bare = false}: PanelSize,
): string[] {
  const parts = curves.map(each => ({...each, pieces: sample(each, domain, bare ? SAMPLES / 3 : SAMPLES)}));
  const [low, high] = extent(parts.flatMap(({pieces}) => pieces.flat().map(([, y]) => y)));
  const x = scaleLinear().domain(domain).range([0, width]);
  const y = scaleLinear().domain([low, high]).range([height, 0]);
  const path = line()
    .x(([at]) => round(x(at)))
    .y(([, value]) => round(y(value)));

  const xTicks = x.ticks(bare ? 4 : 8);
  const yTicks = y.ticks(bare ? 3 : 5);
  const label = (value: number) => String(round6(value)).replace('-', '−');
  const grid = [
    ...xTicks.map(
      t => `<line class="${t ? 'grid' : 'axis'}" x1="${round(x(t))}" x2="${round(x(t))}" y1="0" y2="${height}"/>`,
    ),
    ...yTicks.map(
      t => `<line class="${t ? 'grid' : 'axis'}" x1="0" x2="${width}" y1="${round(y(t))}" y2="${round(y(t))}"/>`,
    ),
  ];
  // The axes last, over the grid.
  grid.sort((a, b) => Number(a.includes('axis')) - Number(b.includes('axis')));
  const numbers = bare
    ? []
    : [
        ...xTicks.map(
          t => `<text class="quiet" x="${round(x(t))}" y="${height + 16}" text-anchor="middle">${label(t)}</text>`,
        ),
        ...yTicks.map(t => `<text class="quiet" x="-7" y="${round(y(t) + 4)}" text-anchor="end">${label(t)}</text>`),
      ];
  // The first curve, of the defaults, over the others.
  const drawn = [...parts].reverse().map(({pieces, colour, dashed, f, jumps = []}) => {
    const d = pieces.map(piece => path(piece) ?? '').join('');
    const inside = jumps.filter(at => at >= domain[0] && at <= domain[1]);
    const dots = (bare ? [] : f(inside)).map(
      (value, i) => `<circle class="f${colour}" cx="${round(x(inside[i]!))}" cy="${round(y(value))}" r="3.5"/>`,
    );
    return `<path class="curve c${colour}${dashed ? ' dashed' : ''}" d="${d}"/>${dots.join('')}`;
  });
  return [...grid, ...numbers, ...drawn];
}

/** The curve in pieces between its jumps, each up to its limits there. */
function sample({f, jumps = []}: PanelCurve, [from, to]: readonly [number, number], count: number) {
  const inside = jumps.filter(at => at > from && at < to);
  const ends = [from, ...inside, to];
  return ends.slice(1).map((end, i) => {
    const start = ends[i]!;
    const beside = (to - from) * 1e-6;
    const [a, b] = [start + (i ? beside : 0), end - (i < ends.length - 2 ? beside : 0)];
    const steps = Math.max(2, Math.ceil((count * (b - a)) / (to - from)));
    const places = Array.from({length: steps + 1}, (_, j) => a + ((b - a) * j) / steps);
    const values = f(places);
    return places.map((place, j) => [place, values[j]!] as const);
  });
}

function extent(values: readonly number[]): [number, number] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = (high - low || 1) * 0.05;
  return [low - room, high + room];
}

const round6 = (value: number) => Math.round(value * 1e6) / 1e6 + 0;

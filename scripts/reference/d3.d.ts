// The part of d3 that the plots use: its types are packages of their own.
declare module 'd3-scale' {
  interface LinearScale {
    (value: number): number;
    domain(ends: readonly number[]): LinearScale;
    range(ends: readonly number[]): LinearScale;
    nice(count?: number): LinearScale;
    ticks(count?: number): number[];
  }
  export function scaleLinear(): LinearScale;
}
declare module 'd3-shape' {
  type Point = readonly [number, number];
  interface Line {
    (points: readonly Point[]): string | null;
    x(get: (point: Point) => number): Line;
    y(get: (point: Point) => number): Line;
    defined(test: (point: Point) => boolean): Line;
  }
  export function line(): Line;
}

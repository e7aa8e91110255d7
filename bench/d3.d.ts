// The part of d3-scale that the chart uses: its types are a package of their own.
declare module 'd3-scale' {
  interface Scale {
    (value: number): number;
    domain(ends: readonly number[]): Scale;
    range(ends: readonly number[]): Scale;
  }
  export function scaleLog(): Scale;
}

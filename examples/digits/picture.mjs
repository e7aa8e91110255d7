/** The learnt activations beside where they started, as an SVG: one panel a layer, one thin line a channel. */

import {scaleLinear} from 'd3-scale';
import {line} from 'd3-shape';

const [WIDTH, HEIGHT, MARGIN, TOP] = [260, 220, 34, 46];

/** The size that `curves` draws in. */
export const CURVES = {width: WIDTH - MARGIN, height: HEIGHT};

/** `panels`: [{title, caption, start: number[], learnt: number[][]}], every curve sampled at `xs`. */
export function picture(xs, panels) {
  const width = panels.length * WIDTH + MARGIN;
  const body = panels.map(
    (panel, i) => `<g transform="translate(${i * WIDTH + MARGIN / 2},${TOP})">${draw(xs, panel)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT + TOP + 44}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="Learnt activations of ${panels.length} layers beside where they started">
<style>
  .background { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e } .axis { stroke: #8c959f; stroke-width: 1 }
  .learnt { stroke: #2f6fdf; stroke-opacity: 0.3; fill: none } .mean { stroke: #1747a6; stroke-width: 2.5; fill: none }
  .start { stroke: #cf5a00; stroke-width: 2; stroke-dasharray: 5 4; fill: none }
  @media (prefers-color-scheme: dark) {
    .background { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .axis { stroke: #59636e }
    .learnt { stroke: #79b0ff } .mean { stroke: #a8ccff } .start { stroke: #ff9d57 }
  }
</style>
<rect class="background" width="100%" height="100%"/>
${body.join('\n')}
<g transform="translate(${MARGIN},${HEIGHT + TOP + 26})">
  <line class="start" x2="28"/><text class="text" x="34" y="4">where it started</text>
  <g transform="translate(150)"><line class="learnt" x2="28"/><text class="text" x="34" y="4">learnt, a line a channel</text></g>
  <g transform="translate(330)"><line class="mean" x2="28"/><text class="text" x="34" y="4">their mean</text></g>
</g>
</svg>
`;
}

function draw(xs, {title, caption, ...panel}) {
  return `<text class="text" y="-26" font-size="14" font-weight="600">${title}</text><text class="quiet" y="-10">${caption}</text>
${curves(xs, panel)}`;
}

/** Axes, a thin line a channel, their mean, and the dashed start, which is left out where it is null. */
export function curves(xs, {start, learnt}) {
  const all = [start ?? [], ...learnt].flat();
  const x = scaleLinear()
    .domain([xs[0], xs.at(-1)])
    .range([0, WIDTH - MARGIN]);
  const y = scaleLinear()
    .domain([Math.min(0, ...all), Math.max(...all, 1e-3)])
    .nice()
    .range([HEIGHT - 10, 8]);
  const path = line()
    .x((_, i) => round(x(xs[i])))
    .y(value => round(y(value)));
  const mean = xs.map((_, i) => learnt.reduce((sum, curve) => sum + curve[i], 0) / learnt.length);
  const ticks = [
    ...x
      .ticks(4)
      .map(t => `<text class="quiet" x="${round(x(t))}" y="${round(y(0)) + 14}" text-anchor="middle">${t}</text>`),
    ...y
      .ticks(4)
      .filter(t => t !== 0)
      .map(t => `<text class="quiet" x="${round(x(0)) - 5}" y="${round(y(t)) + 4}" text-anchor="end">${t}</text>`),
  ];
  return `<line class="axis" x1="0" x2="${WIDTH - MARGIN}" y1="${round(y(0))}" y2="${round(y(0))}"/><line class="axis" x1="${round(x(0))}" x2="${round(x(0))}" y1="8" y2="${HEIGHT - 10}"/>
${ticks.join('')}
${learnt.map(curve => `<path class="learnt" d="${path(curve)}"/>`).join('')}
${learnt.length ? `<path class="mean" d="${path(mean)}"/>` : ''}${start ? `<path class="start" d="${path(start)}"/>` : ''}`;
}

const round = value => Math.round(value * 10) / 10;

/** Pictures of what came out, as SVG, light and dark: lines with a band from the least to the greatest seed, or dots. */

import {scaleLinear, scaleLog} from 'd3-scale';
import {area, line} from 'd3-shape';

const [WIDTH, TOP, BOTTOM, LEFT, LEGEND] = [900, 74, 52, 64, 210];
const COLOURS = [
  ['#2f6fdf', '#79b0ff'],
  ['#cf5a00', '#ff9d57'],
  ['#1a7f37', '#56d364'],
  ['#8250df', '#d2a8ff'],
  ['#bf3989', '#ff9bce'],
  ['#6e7781', '#b1bac4'],
  ['#9a6700', '#e3b341'],
  ['#0a7d91', '#56d4dd'],
];

/**
 * Lines: `x` and `y` are `{label, log?, ends?, format?}`, `series` `[{name, xs, spreads}]`, where a spread is
 * `{low, middle, high}`. What lies outside of the ends is drawn at the end.
 */
export function lineChart({title, caption, x, y, series}) {
  const height = 412;
  const [right, bottom] = [WIDTH - LEGEND, height - BOTTOM];
  const across = scale(
    x,
    series.flatMap(({xs}) => xs),
    [LEFT, right],
  );
  const up = scale(
    y,
    series.flatMap(({spreads}) => spreads.flatMap(({low, high}) => [low, high])),
    [bottom, TOP],
  );
  const lines = series.map(({xs, spreads}, i) => {
    const at = (_, j) => across(xs[j]);
    const band = area().x(at).y0(({low}) => up(low)).y1(({high}) => up(high)); // prettier-ignore
    const middle = line().x(at).y(({middle}) => up(middle)); // prettier-ignore
    return `<path class="band c${i}" d="${band(spreads)}"/><path class="line c${i}" d="${middle(spreads)}"/>`;
  });
  const legend = series.map(
    ({name}, i) =>
      `<g transform="translate(${right + 16},${TOP + 10 + 20 * i})"><line class="line c${i}" x2="20"/><text class="text" x="28" y="4">${escaped(name)}</text></g>`,
  );
  return svg(height, title, [
    heading(title, caption),
    gridX(across, x, [TOP, bottom]),
    ...up.ticks.map(
      tick =>
        `<line class="grid" x1="${LEFT}" x2="${right}" y1="${up(tick)}" y2="${up(tick)}"/><text class="quiet" x="${LEFT - 8}" y="${up(tick) + 4}" text-anchor="end">${up.format(tick)}</text>`,
    ),
    `<text class="quiet" x="${LEFT - 48}" y="${TOP - 12}">${escaped(y.label)}</text>`,
    ...lines,
    ...legend,
  ]);
}

/** Dots: for each of `rows`, `{name, values: [numbers, ...]}`, the numbers of all seeds in each of `panels`, `{label, log?, ends?, format?}`. */
export function dotChart({title, caption, panels, rows}) {
  const [side, step] = [190, 30];
  const bottom = TOP + rows.length * step;
  const width = (WIDTH - side) / panels.length;
  const columns = panels.map((panel, i) => {
    const from = side + i * width;
    const across = scale(
      panel,
      rows.flatMap(({values}) => values[i]),
      [from, from + width - 60],
    );
    const dots = rows.map(({values}, j) => {
      const y = TOP + (j + 0.5) * step;
      const list = values[i].toSorted((a, b) => a - b);
      const middle = across(list[list.length >> 1]);
      return [
        ...list.map(value => `<circle class="dot c${i}" cx="${across(value)}" cy="${y}" r="4.5"/>`),
        `<line class="line bar c${i}" x1="${middle}" x2="${middle}" y1="${y - 10}" y2="${y + 10}"/>`,
      ].join('');
    });
    return gridX(across, panel, [TOP, bottom]) + dots.join('');
  });
  return svg(bottom + BOTTOM, title, [
    heading(title, caption),
    ...rows.map(
      ({name}, i) =>
        `<text class="text" x="${side - 16}" y="${TOP + (i + 0.5) * step + 4}" text-anchor="end">${escaped(name)}</text>`,
    ),
    ...columns,
  ]);
}

// ------------------------------------------------------------------------------------------------------------- helpers

/** A rounded scale over `ends`, or over what there is, with its ticks. */
function scale({log = false, ends, format}, values, range) {
  const finite = values.filter(value => Number.isFinite(value) && (!log || value > 0));
  const [least, greatest] = ends ?? [Math.min(...finite), Math.max(...finite)];
  const domain = least < greatest ? [least, greatest] : [least - (log ? least / 2 : 1), least + 1];
  const d3 = (log ? scaleLog() : scaleLinear()).domain(domain).range(range);
  if (!ends) d3.nice();
  const [low, high] = d3.domain();
  const place = value => round(d3(Math.min(high, Math.max(low, Number.isNaN(value) ? high : value))));
  // Of a logarithmic axis the powers of ten, unless there are none.
  const powers = d3.ticks().filter(tick => Number.isInteger(Math.round(1e9 * Math.log10(tick)) / 1e9));
  const ticks = log && powers.length > 1 ? thinned(powers, 7) : thinned(d3.ticks(5), 9);
  return Object.assign(place, {ticks, format: format ?? (tick => (log ? short(tick) : String(tick)))});
}

const thinned = (list, most) => list.filter((_, i) => i % Math.ceil(list.length / most) === 0);
const short = value => (value >= 1e-3 && value < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential(0));
const round = value => Math.round(value * 10) / 10;
const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const heading = (title, caption) =>
  `<text class="text" x="16" y="24" font-size="15" font-weight="600">${escaped(title)}</text><text class="quiet" x="16" y="42">${escaped(caption)}</text>`;

function gridX(across, {label}, [top, bottom]) {
  const ticks = across.ticks.map(
    tick =>
      `<line class="grid" x1="${across(tick)}" x2="${across(tick)}" y1="${top}" y2="${bottom}"/><text class="quiet" x="${across(tick)}" y="${bottom + 17}" text-anchor="middle">${across.format(tick)}</text>`,
  );
  const ends = [across.ticks[0], across.ticks.at(-1)].map(across);
  return `${ticks.join('')}<text class="quiet" x="${(ends[0] + ends[1]) / 2}" y="${bottom + 37}" text-anchor="middle">${escaped(label)}</text>`;
}

function svg(height, title, parts) {
  // Every other line is dashed, so that one below another is seen.
  const colours = dark =>
    COLOURS.map(pair => pair[dark])
      .map(
        (colour, i) =>
          `.line.c${i} { stroke: ${colour}${i % 2 ? '; stroke-dasharray: 7 3' : ''} } .band.c${i}, .dot.c${i} { fill: ${colour} }`,
      )
      .join(' ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(title).replaceAll('"', '&quot;')}">
<style>
  .background { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #d1d9e0 }
  .line { fill: none; stroke-width: 2 } .band { fill-opacity: 0.15 } .dot { fill-opacity: 0.45 }
  ${colours(0)} .bar { stroke-dasharray: none !important }
  @media (prefers-color-scheme: dark) {
    .background { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #30363d }
    ${colours(1)}
  }
</style>
<rect class="background" width="100%" height="100%"/>
${parts.join('\n')}
</svg>
`;
}

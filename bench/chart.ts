/** The chart: for each lane, how many times as long composed stock ops take, a dot a function. Light and dark. */
import {scaleLog} from 'd3-scale';
import {geometricMean, speedup, TARGETS, type LaneResults, type Pass} from './results';
import {transcendental} from './report';

const [WIDTH, LEFT, RIGHT, TOP, ROW] = [900, 150, 70, 92, 62];
const PASSES = ['forward', 'gradients'] as const;
const [LOW, HIGH] = [0.2, 100];

export function chart(lanes: readonly LaneResults[], size: number): string {
  const height = TOP + lanes.length * ROW + 62;
  const x = scaleLog()
    .domain([LOW, HIGH])
    .range([LEFT, WIDTH - RIGHT]);
  const at = (value: number) => round(x(Math.min(HIGH, Math.max(LOW, value))));
  const bottom = TOP + lanes.length * ROW;

  const grid = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].map(
    value =>
      `<line class="${value === 1 ? 'one' : 'grid'}" x1="${at(value)}" x2="${at(value)}" y1="${TOP - 12}" y2="${bottom}"/>` +
      `<text class="quiet" x="${at(value)}" y="${bottom + 18}" text-anchor="middle">${value}×</text>`,
  );
  const row = ({lane, rows}: LaneResults, i: number) =>
    PASSES.map((pass, j) => {
      const y = TOP + i * ROW + 12 + j * 22;
      const values = transcendental(rows, size).map(each => ({each, value: speedup(each, pass, 'composed')}));
      const dots = values.flatMap(({each, value}) =>
        value === null
          ? []
          : `<circle class="${pass}" cx="${at(value)}" cy="${y}" r="4"><title>${each.name} (${each.given}), ${pass}: ${value.toPrecision(3)}×</title></circle>`,
      );
      const mean = geometricMean(values.map(({value}) => value));
      return [
        j ? '' : `<text class="text" x="${LEFT - 14}" y="${y + 16}" text-anchor="end">${lane}</text>`,
        ...dots,
        triangle(at(TARGETS[lane]![pass]), y - 7),
        mean === null ? '' : bar(at(mean), y, pass, mean),
      ].join('');
    }).join('\n');

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="How many times as long composed stock ops take as one kernel of ours, by backend">
<style>
  .background { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #d1d9e0 } .one { stroke: #59636e }
  .forward { fill: #2f6fdf; fill-opacity: 0.35 } .gradients { fill: #cf5a00; fill-opacity: 0.35 }
  .forward-mean { fill: #1747a6 } .gradients-mean { fill: #9a3f00 } .target { fill: none; stroke: #1f2328; stroke-width: 1.3 }
  @media (prefers-color-scheme: dark) {
    .background { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .grid { stroke: #30363d } .one { stroke: #9198a1 }
    .forward { fill: #79b0ff } .gradients { fill: #ff9d57 } .forward-mean { fill: #a8ccff } .gradients-mean { fill: #ffc89e }
    .target { stroke: #e6edf3 }
  }
</style>
<rect class="background" width="100%" height="100%"/>
<text class="text" x="${LEFT}" y="24" font-size="15" font-weight="600">Times as fast as the same function composed of stock ops</text>
<text class="quiet" x="${LEFT}" y="42">${size / 2 ** 20}M elements; a dot a transcendental function, with parameters as numbers or a channel each</text>
<g transform="translate(${LEFT},62)">
  <circle class="forward" cx="4" r="4"/><text class="text" x="14" y="4">forward</text>
  <circle class="gradients" cx="84" r="4"/><text class="text" x="94" y="4">forward and all gradients</text>
  <rect class="forward-mean" x="260" y="-8" width="4" height="16"/><rect class="gradients-mean" x="268" y="-8" width="4" height="16"/><text class="text" x="280" y="4">geometric mean</text>
  ${triangle(398, -3)}<text class="text" x="408" y="4">target</text>
</g>
${grid.join('\n')}
${lanes.map(row).join('\n')}
<text class="quiet" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${bottom + 40}" text-anchor="middle">time of composed stock ops / time of ours, logarithmic</text>
</svg>
`;
}

const triangle = (x: number, y: number) => `<path class="target" d="M${round(x - 5)},${y - 5}h10l-5,8z"/>`;

const bar = (x: number, y: number, pass: Pass, mean: number) =>
  `<rect class="${pass}-mean" x="${round(x - 2)}" y="${y - 9}" width="4" height="18"/>` +
  `<text class="quiet" x="${WIDTH - RIGHT + 20}" y="${y + 4}">${mean.toPrecision(2)}×</text>`;

const round = (value: number) => Math.round(value * 10) / 10;
